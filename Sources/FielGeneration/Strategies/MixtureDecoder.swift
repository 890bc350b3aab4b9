public import FielCore

/// RAG-Token: one answer decoded from the mixture of the passages; with one prompt, plain decoding.
///
/// Every token has the distribution Σ_z p(z|x) p(y_i | x, z, y_<i) with the prior fixed (Lewis et al. 2020). The processors
/// work on the mixture's log-probabilities; with one prompt, on the model's logits. All prompts step together.
public struct MixtureDecoder<Model: LanguageModel>: Sendable {
    private let model: Model
    private let cache: PrefixCache<Model.Context>?

    /// Decodes with a model.
    ///
    /// - Parameter cache: what is known of the beginnings of prompts.
    public init(_ model: Model, cache: PrefixCache<Model.Context>? = nil) {
        self.model = model
        self.cache = cache
    }

    /// Decodes answers to one prompt.
    ///
    /// - Parameter onText: takes the text of the first answer as it comes; of a beam search, when it is done.
    /// - Throws: `FielError` where a parameter is out of its range or the prompt leaves no room for an answer.
    public func decode(
        _ prompt: TokenPrompt,
        _ parameters: DecodingParameters,
        onText: ((String) -> Void)? = nil
    ) throws(FielError) -> [Generation] {
        var generations = try decode([prompt], prior: PassagePrior(logPriors: [0]), parameters, onText: onText)
        for index in generations.indices {
            generations[index].passages = []
            for token in generations[index].tokens.indices { generations[index].tokens[token].posterior = [] }
        }
        return generations
    }

    /// Decodes answers from a mixture.
    ///
    /// - Parameters:
    ///   - prompts: one a passage.
    ///   - prior: one value a passage; passages of prior 0 are not computed.
    ///   - onText: takes the text of the first answer as it comes; of a beam search, when it is done.
    /// - Returns: as many answers as `parameters.samples`; of a beam search the best, best first, where so many finished.
    /// - Throws: `FielError` where a parameter is out of its range or a prompt leaves no room for an answer.
    public func decode(
        _ prompts: [TokenPrompt],
        prior: PassagePrior,
        _ parameters: DecodingParameters,
        onText: ((String) -> Void)? = nil
    ) throws(FielError) -> [Generation] {
        try prior.check(count: prompts.count)
        let prompts = prior.active.map { prompts[$0] }
        let rules = try DecodingRules(parameters, model: model, prompts: prompts.map(\.tokens))
        let reading = try PromptReader(model: model, cache: cache).read(prompts)
        let start = try Place(
            contexts: reading.contexts,
            logPriors: prior.activeLogProbabilities,
            logits: reading.logits
        )
        let answers = try Decoder(stepper: Stepper(model: model), rules: rules).answers(from: start, onText: onText)
        return answers.map { Self.generation($0, prior, reading) }
    }

    private static func generation(
        _ answer: DecodedAnswer,
        _ prior: PassagePrior,
        _ reading: PromptReader<Model>.Reading
    ) -> Generation {
        let tokens = answer.tokens.map { token in
            var token = token
            token.posterior = prior.spread(reading.contexts.count > 1 ? token.posterior : [1])
            return token
        }
        let weights = prior.probabilities.enumerated().map { index, probability in
            let sum = tokens.reduce(0) { $0 + $1.posterior[index] }
            return PassageWeight(prior: probability, posterior: sum / Double(max(1, tokens.count)))
        }
        return Generation(
            text: answer.text.text,
            tokens: tokens,
            logLikelihood: tokens.reduce(0) { $0 + $1.logProbability },
            finishReason: answer.finishReason ?? .length,
            usage: reading.usage(completionTokens: tokens.count),
            passages: weights
        )
    }
}

/// Every method of decoding from one place.
struct Decoder<Model: LanguageModel>: Sendable {
    let stepper: Stepper<Model>
    let rules: DecodingRules

    func answers(
        from start: Place<Model.Context>,
        onText: ((String) -> Void)?
    ) throws(FielError) -> [DecodedAnswer] {
        let parameters = rules.parameters
        switch parameters.method {
        case .greedy:
            let streams = SeededGenerator.streams(seed: parameters.seed, count: 1)
            let answers = try TokenChoice(stepper: stepper, rules: rules)
                .answers(from: [start], streams: streams, onText: onText)
            return Array(repeatElement(answers[0], count: parameters.samples))
        case .sample:
            let streams = SeededGenerator.streams(seed: parameters.seed, count: parameters.samples)
            let starts = streams.map { _ in start }
            return try TokenChoice(stepper: stepper, rules: rules).answers(
                from: starts,
                streams: streams,
                onText: onText
            )
        case .beam(let beam):
            let hypotheses = try BeamSearch.run([BeamSearch(from: start, beam, rules)], stepper)[0]
            let answers = hypotheses.prefix(parameters.samples).map(\.answer)
            if let first = answers.first { onText?(first.text.text) }
            return answers
        }
    }
}

extension PassagePrior {
    /// Checks that there is one value a passage.
    func check(count: Int) throws(FielError) {
        guard logProbabilities.count == count else {
            throw FielError(
                .invalidArgument,
                "there are \(count) prompts and \(logProbabilities.count) priors, expected as many"
            )
        }
    }
}

extension PromptReader.Reading {
    /// What an answer after these prompts took.
    func usage(completionTokens: Int) -> GenerationUsage {
        GenerationUsage(
            promptTokens: promptTokens,
            cachedPromptTokens: cachedTokens,
            completionTokens: completionTokens
        )
    }
}
