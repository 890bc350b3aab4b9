public import FielCore

/// How the hypotheses of RAG-Sequence are scored and ranked.
public struct SequenceOptions: Sendable, Hashable {
    /// Which passages a hypothesis is scored under.
    public enum Variant: String, Sendable, Hashable, CaseIterable {
        /// Under every passage.
        case thorough
        /// Under those whose own search found it; the others count as probability 0, so a score is a lower bound.
        case fast
    }

    /// By what hypotheses are ranked.
    public enum Order: String, Sendable, Hashable, CaseIterable {
        /// log p(y|x), as Lewis et al. 2020 do; it favours short answers.
        case total
        /// log p(y|x) over the number of tokens, the end token included.
        case perToken
    }

    /// Which passages a hypothesis is scored under.
    public var variant = Variant.thorough
    /// By what hypotheses are ranked.
    public var order = Order.total

    /// Thorough, by the total.
    public init() {}
}

/// RAG-Sequence: p(y|x) = Σ_z p(z|x) Π_i p(y_i | x, z, y_<i).
///
/// Lewis et al. 2020, sections 2.1 and 2.5. A search for each passage, all side by side: a beam search; for greedy decoding, the greedy answer. The union of their
/// hypotheses, equal when their token ids are, is scored under the passages. A hypothesis that ended has its end token, and
/// its probability counts; one cut at the most tokens, or at a stop string, counts up to there. Sampling is exact for the
/// untouched model: a passage is drawn from the prior, the answer under it.
public struct SequenceDecoder<Model: LanguageModel>: Sendable {
    private let model: Model
    private let cache: PrefixCache<Model.Context>?
    private let options: SequenceOptions

    /// Decodes with a model.
    ///
    /// - Parameter cache: what is known of the beginnings of prompts.
    public init(
        _ model: Model,
        _ options: SequenceOptions = SequenceOptions(),
        cache: PrefixCache<Model.Context>? = nil
    ) {
        self.model = model
        self.options = options
        self.cache = cache
    }

    /// Decodes answers.
    ///
    /// The log-probability of a token is log p(y_i | x, y_<i) under RAG-Sequence, so that they sum to the answer's; the
    /// alternatives are those of the passage whose search found the answer first.
    ///
    /// - Parameters:
    ///   - prompts: one a passage.
    ///   - prior: one value a passage; passages of prior 0 are not computed.
    /// - Returns: the best answers, best first, at most `parameters.samples`; sampled ones in the order drawn.
    /// - Throws: `FielError` where a parameter is out of its range or a prompt leaves no room for an answer.
    public func decode(
        _ prompts: [TokenPrompt],
        prior: PassagePrior,
        _ parameters: DecodingParameters
    ) throws(FielError) -> [Generation] {
        try prior.check(count: prompts.count)
        let active = prior.active
        let rules = try DecodingRules(parameters, model: model, prompts: active.map { prompts[$0].tokens })
        let reading = try PromptReader(model: model, cache: cache).read(active.map { prompts[$0] })
        let found = try hypotheses(prior.activeLogProbabilities, reading, rules)
        let scored = try score(found, prior, reading)
        guard parameters.method != .sample else { return scored.map(\.generation) }
        let ranked = scored.sorted { left, right in
            left.rank == right.rank ? left.ids.lexicographicallyPrecedes(right.ids) : left.rank > right.rank
        }
        return ranked.prefix(parameters.samples).map(\.generation)
    }

    /// An answer that was found, and the log-probabilities of its tokens under the active passages that are known so far:
    /// at first those whose own search found it.
    private struct Found {
        let answer: DecodedAnswer
        var scores: [Int: [Double]] = [:]

        init(_ answer: DecodedAnswer, by passage: Int) {
            self.answer = answer
            add(answer, by: passage)
        }

        mutating func add(_ answer: DecodedAnswer, by passage: Int) {
            scores[passage] = answer.tokens.map(\.logProbability)
        }
    }

    private func hypotheses(
        _ logPriors: [Double],
        _ reading: PromptReader<Model>.Reading,
        _ rules: DecodingRules
    ) throws(FielError) -> [Found] {
        var starts: [Place<Model.Context>] = []
        for (context, logits) in zip(reading.contexts, reading.logits) {
            starts.append(try Place(contexts: [context], logPriors: [0], logits: [logits]))
        }
        let stepper = Stepper(model: model)
        let choice = TokenChoice(stepper: stepper, rules: rules)
        switch rules.parameters.method {
        case .greedy:
            let streams = SeededGenerator.streams(seed: 0, count: starts.count)
            let answers = try choice.answers(from: starts, streams: streams, onText: nil)
            return Self.union(answers.map { [$0] })
        case .sample:
            var streams = SeededGenerator.streams(seed: rules.parameters.seed, count: rules.parameters.samples)
            let drawn = streams.indices.map { streams[$0].draw(logPriors) }
            let answers = try choice.answers(from: drawn.map { starts[$0] }, streams: streams, onText: nil)
            return zip(answers, drawn).map { Found($0, by: $1) }
        case .beam(let beam):
            let searches = starts.map { BeamSearch<Model>(from: $0, beam, rules) }
            return Self.union(try BeamSearch.run(searches, stepper).map { $0.map(\.answer) })
        }
    }

    /// The different answers, and where each was found.
    private static func union(_ answers: [[DecodedAnswer]]) -> [Found] {
        var found: [Found] = []
        var places: [[Int32]: Int] = [:]
        for (passage, own) in answers.enumerated() {
            for answer in own {
                if let place = places[answer.ids] {
                    found[place].add(answer, by: passage)
                } else {
                    places[answer.ids] = found.count
                    found.append(Found(answer, by: passage))
                }
            }
        }
        return found
    }

    private func score(
        _ found: [Found],
        _ prior: PassagePrior,
        _ reading: PromptReader<Model>.Reading
    ) throws(FielError) -> [(ids: [Int32], rank: Double, generation: Generation)] {
        let scored = try options.variant == .thorough ? completed(found, reading) : found
        return scored.map { found in
            let likelihood = likelihood(of: found, prior)
            let count = Double(max(1, found.answer.ids.count))
            let total = likelihood.ragSequence
            let generation = generation(found.answer, likelihood, reading)
            return (found.answer.ids, options.order == .total ? total : total / count, generation)
        }
    }

    /// Scores every answer under the passages whose search did not find it.
    private func completed(_ found: [Found], _ reading: PromptReader<Model>.Reading) throws(FielError) -> [Found] {
        var found = found
        let missing = found.indices.flatMap { answer in
            reading.contexts.indices.filter { found[answer].scores[$0] == nil }.map { (answer: answer, passage: $0) }
        }
        let pairs = missing.map { (found[$0.answer].answer.ids, $0.passage) }
        let rows = try LikelihoodScorer(model).score(pairs, after: reading)
        for (place, row) in zip(missing, rows) { found[place.answer].scores[place.passage] = row }
        return found
    }

    /// The likelihood of an answer, with probability 0 under the passages whose score is not known.
    private func likelihood(of found: Found, _ prior: PassagePrior) -> AnswerLikelihood {
        let count = found.answer.ids.count
        var perPassage = [[Double]?](repeating: nil, count: prior.logProbabilities.count)
        for (position, passage) in prior.active.enumerated() {
            perPassage[passage] = found.scores[position] ?? Array(repeatElement(-.infinity, count: count))
        }
        return AnswerLikelihood(prior: prior, perPassage: perPassage, tokenCount: count)
    }

    private func generation(
        _ answer: DecodedAnswer,
        _ likelihood: AnswerLikelihood,
        _ reading: PromptReader<Model>.Reading
    ) -> Generation {
        let scores = likelihood.ragSequenceTokens
        let posteriors = likelihood.sequencePosteriors
        let tokens = answer.tokens.indices.map { index in
            var token = answer.tokens[index]
            token.logProbability = scores[index]
            token.posterior = posteriors[index]
            return token
        }
        let posterior = likelihood.sequencePosterior
        return Generation(
            text: answer.text.text,
            tokens: tokens,
            logLikelihood: likelihood.ragSequence,
            finishReason: answer.finishReason ?? .length,
            usage: reading.usage(completionTokens: tokens.count),
            passages: zip(likelihood.prior.probabilities, posterior).map { PassageWeight(prior: $0, posterior: $1) }
        )
    }
}
