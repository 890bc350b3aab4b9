public import FielCore

/// Scores given answers under given prompts by teacher forcing.
public struct LikelihoodScorer<Model: LanguageModel>: Sendable {
    private let model: Model
    private let cache: PrefixCache<Model.Context>?
    /// The most logits that one pass may give, where one token of each answer is not more: 32 MB of them.
    package var mostLogits = 1 << 23

    /// Scores with a model.
    ///
    /// - Parameter cache: what is known of the beginnings of prompts.
    public init(_ model: Model, cache: PrefixCache<Model.Context>? = nil) {
        self.model = model
        self.cache = cache
    }

    /// The probabilities of answers.
    ///
    /// - Parameters:
    ///   - continuations: the tokens of each answer; exactly they are scored, no end token is added.
    ///   - prompts: one a passage, each of at least one token.
    ///   - prior: one value a passage; passages of prior 0 are not computed.
    /// - Throws: `FielError` where a prompt and an answer together are longer than the model can read, or a token is not in
    ///   its vocabulary.
    public func likelihoods(
        of continuations: [[Int32]],
        after prompts: [TokenPrompt],
        prior: PassagePrior
    ) throws(FielError) -> [AnswerLikelihood] {
        try check(continuations, prompts, prior)
        let active = prior.active
        let reading = try PromptReader(model: model, cache: cache).read(active.map { prompts[$0] })
        let pairs = continuations.flatMap { tokens in active.indices.map { (tokens, $0) } }
        let rows = try score(pairs, after: reading)
        return continuations.indices.map { answer in
            var perPassage = [[Double]?](repeating: nil, count: prompts.count)
            for (position, passage) in active.enumerated() {
                perPassage[passage] = rows[answer * active.count + position]
            }
            return AnswerLikelihood(prior: prior, perPassage: perPassage, tokenCount: continuations[answer].count)
        }
    }

    /// log p(y_i | prompt, y_<i) of answers, each under a prompt that has been read.
    ///
    /// - Parameter pairs: tokens, and the index of the prompt in the reading.
    /// - Returns: one list a pair, one value a token.
    func score(
        _ pairs: [(tokens: [Int32], prompt: Int)],
        after reading: PromptReader<Model>.Reading
    ) throws(FielError) -> [[Double]] {
        var normalizers: [Double] = []
        for logits in reading.logits { normalizers.append(try LogSpace.normalizer(of: logits)) }
        var runs = pairs.map { tokens, prompt in
            let first = tokens.prefix(1).map { Double(reading.logits[prompt][Int($0)]) - normalizers[prompt] }
            return Run(tokens: tokens, context: reading.contexts[prompt], scores: first)
        }
        for start in stride(from: 0, to: runs.count, by: Self.mostRuns) {
            try score(&runs, start..<min(start + Self.mostRuns, runs.count))
        }
        return runs.map(\.scores)
    }

    /// An answer that is being scored under a prompt.
    private struct Run {
        let tokens: [Int32]
        var context: Model.Context
        /// Of the first tokens; the first one is known from the start.
        var scores: [Double]
    }

    /// The most answers that are scored in one pass.
    private static var mostRuns: Int { 64 }

    /// Scores some of the runs together, a piece of each in one pass.
    private func score(_ runs: inout [Run], _ range: Range<Int>) throws(FielError) {
        let length = max(1, mostLogits / (model.vocabularySize * range.count))
        while true {
            let open = range.filter { runs[$0].scores.count < runs[$0].tokens.count }
            guard !open.isEmpty else { return }
            let pieces = open.map { index in
                let read = runs[index].scores.count
                let end = min(read - 1 + length, runs[index].tokens.count - 1)
                return Continuation(
                    runs[index].context,
                    tokens: Array(runs[index].tokens[(read - 1)..<end]),
                    logits: .all
                )
            }
            for (index, result) in zip(open, try model.checkedExtend(pieces)) {
                runs[index].context = result.context
                for logits in result.logits {
                    let token = runs[index].tokens[runs[index].scores.count]
                    runs[index].scores.append(try Double(logits[Int(token)]) - LogSpace.normalizer(of: logits))
                }
            }
        }
    }

    private func check(
        _ continuations: [[Int32]],
        _ prompts: [TokenPrompt],
        _ prior: PassagePrior
    ) throws(FielError) {
        guard prompts.count == prior.logProbabilities.count else {
            throw FielError(
                .invalidArgument,
                "there are \(prompts.count) prompts and \(prior.logProbabilities.count) priors, expected as many"
            )
        }
        for tokens in [continuations, prompts.map(\.tokens)].joined() {
            guard let wrong = tokens.first(where: { !(0..<model.vocabularySize).contains(Int($0)) }) else { continue }
            throw FielError(.invalidArgument, "token \(wrong) is not in 0..<\(model.vocabularySize)")
        }
        let longest = (prompts.map(\.tokens.count).max() ?? 0) + (continuations.map(\.count).max() ?? 0)
        guard longest <= model.contextLength else {
            throw FielError(
                .invalidArgument,
                "prompt and continuation have \(longest) tokens, expected at most the \(model.contextLength) "
                    + "that \(model.name) can read"
            )
        }
    }
}
