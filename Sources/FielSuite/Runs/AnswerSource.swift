public import FielCore
public import FielGeneration

/// What tells a model from others.
public struct ModelIdentity: Sendable, Hashable {
    /// What it is called.
    public var name: String
    /// The SHA-256 of its file; of a service, its address.
    public var digest: String

    /// Joins name and digest.
    public init(name: String, digest: String) { (self.name, self.digest) = (name, digest) }
}

/// A language model that answers questions by any strategy that it is capable of.
public struct AnswerSource: Sendable {
    /// Which model it is.
    public let identity: ModelIdentity
    private let generator: @Sendable (SuiteConfiguration, RetrievedPassages?) throws(FielError) -> any Generator

    /// Answers with a model of Fiel's own engine.
    ///
    /// - Throws: `FielError` where its chat template is of no known family.
    public init(_ model: some LanguageModel, _ identity: ModelIdentity) throws(FielError) {
        self.identity = identity
        let base = try BuiltInGenerator(model)
        generator = { configuration, passages throws(FielError) in
            var own = base
            own.promptLimit = max(1, model.contextLength - configuration.decoding.maxTokens)
            guard let passages else { return own }
            return own.answering(by: configuration.strategy, from: passages, configuration.passages)
        }
    }

    /// Answers with a service, which gives no distributions to be mixed.
    public init(_ service: any Generator, service identity: ModelIdentity) {
        self.identity = identity
        generator = { configuration, passages throws(FielError) in
            guard configuration.strategy == .zeroShot || configuration.strategy == .ragConcat else {
                throw FielError(
                    .unsupported,
                    "\(configuration.strategy.rawValue) needs the probabilities of all tokens"
                )
            }
            guard let passages else { return service }
            return ConcatGenerator(service, passages: passages.passages, configuration.passages)
        }
    }

    /// Answers a question.
    ///
    /// - Parameter passages: nil for an answer without.
    func answer(
        _ question: String,
        _ configuration: SuiteConfiguration,
        from passages: RetrievedPassages?
    ) async throws(FielError) -> GeneratedAnswer {
        let runner = TechniqueRunner(try generator(configuration, passages), configuration.wording)
        return try GeneratedAnswer(
            try await runner.answer(question, by: configuration.technique, configuration.decoding)
        )
    }
}
