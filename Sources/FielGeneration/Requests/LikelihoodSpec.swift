public import FielCore

/// What `fiel likelihood` is asked for: prompts, their log-priors, and the continuations to score.
///
/// Prompts are templates: the names of special tokens in them stand for those tokens. Continuations are text. They are cut
/// into tokens separately, and no token is added.
public struct LikelihoodSpec: Sendable, Hashable {
    /// The prompts, one a passage.
    public var prompts: [String]
    /// The prior of the prompts.
    public var prior: PassagePrior
    /// The continuations to score.
    public var continuations: [String]

    /// Joins prompts, prior and continuations.
    public init(prompts: [String], prior: PassagePrior, continuations: [String]) {
        self.prompts = prompts
        self.prior = prior
        self.continuations = continuations
    }

    /// Reads `{"prompts":[…],"log_priors":[…],"continuations":[…]}`.
    ///
    /// `log_priors` are natural logarithms and are normalised; `null` in them leaves a prompt out; without them all prompts
    /// weigh the same. `continuations` may be missing where there is only something to generate.
    ///
    /// - Throws: `FielError` with code `malformedInput` or `invalidArgument` that names the field.
    public init(parsing bytes: some Collection<UInt8>) throws(FielError) {
        let value = try JSONValue(parsing: bytes)
        let known = ["prompts", "log_priors", "continuations"]
        let object = try RequestObject(value, named: "likelihood spec", known: known)
        guard let prompts = try object.strings("prompts"), !prompts.isEmpty else {
            throw object.wrong("prompts", "an array of at least one string")
        }
        let priors = try Self.logPriors(object) ?? prompts.map { _ in 0 }
        guard priors.count == prompts.count else {
            throw FielError(
                .malformedInput,
                "log_priors of the likelihood spec has \(priors.count) numbers, expected \(prompts.count), one a prompt"
            )
        }
        self.init(
            prompts: prompts,
            prior: try PassagePrior(logPriors: priors),
            continuations: try object.strings("continuations") ?? []
        )
    }

    private static func logPriors(_ object: RequestObject) throws(FielError) -> [Double]? {
        guard let value = object["log_priors"] else { return nil }
        guard let elements = value.array else { throw object.wrong("log_priors", "an array of numbers") }
        var priors: [Double] = []
        for element in elements {
            guard element == .null || element.number != nil else {
                throw object.wrong("log_priors", "an array of numbers; one element is \(element.kind)")
            }
            priors.append(element.number ?? -.infinity)
        }
        return priors
    }

    /// The prompts as tokens.
    public func tokens(_ vocabulary: some TokenVocabulary) -> [TokenPrompt] {
        prompts.map { TokenPrompt([.template($0)], vocabulary) }
    }

    /// Scores the continuations.
    public func likelihoods<Model: LanguageModel>(
        _ model: Model,
        cache: PrefixCache<Model.Context>? = nil
    ) throws(FielError) -> LikelihoodReport {
        let ids = continuations.map { model.tokens(of: [.text($0)]) }
        let likelihoods = try LikelihoodScorer(model, cache: cache).likelihoods(
            of: ids,
            after: tokens(model),
            prior: prior
        )
        return LikelihoodReport(
            continuations: continuations.indices.map { index in
                LikelihoodReport.Entry(text: continuations[index], ids: ids[index], likelihood: likelihoods[index])
            }
        )
    }

    /// Decodes from the prompts as they are, by RAG-Token or RAG-Sequence.
    public func generate<Model: LanguageModel>(
        _ model: Model,
        _ form: MarginalGenerator<Model>.Form,
        _ parameters: DecodingParameters,
        cache: PrefixCache<Model.Context>? = nil
    ) throws(FielError) -> [Generation] {
        switch form {
        case .ragToken:
            try MixtureDecoder(model, cache: cache).decode(tokens(model), prior: prior, parameters)
        case .ragSequence(let options):
            try SequenceDecoder(model, options, cache: cache).decode(tokens(model), prior: prior, parameters)
        }
    }
}

/// The scored continuations of a `LikelihoodSpec`.
public struct LikelihoodReport: Sendable, Hashable {
    /// A continuation and its likelihood.
    public struct Entry: Sendable, Hashable {
        /// The continuation.
        public var text: String
        /// Its tokens.
        public var ids: [Int32]
        /// Its probability under every prompt, and under the two RAG models.
        public var likelihood: AnswerLikelihood
    }

    /// One a continuation, in order.
    public var continuations: [Entry]

    /// Writes `{"continuations":[{"text","ids","rag_sequence","rag_token","rag_token_tokens","per_passage"}]}`.
    ///
    /// Natural logarithms; `null` for the logarithm of 0, and in `per_passage` for a prompt of prior 0.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.key("continuations")
            json.array { json in
                for entry in continuations { entry.write(to: &json) }
            }
        }
    }
}

extension LikelihoodReport.Entry {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("text", text)
            json.key("ids")
            json.array { json in
                for id in ids { json.value(Int(id)) }
            }
            json.key("rag_sequence")
            json.number(likelihood.ragSequence)
            json.key("rag_token")
            json.number(likelihood.ragToken)
            json.key("rag_token_tokens")
            json.numbers(likelihood.ragTokenTokens)
            json.key("per_passage")
            json.array { json in
                for row in likelihood.perPassage {
                    if let row { json.numbers(row) } else { json.null() }
                }
            }
        }
    }
}
