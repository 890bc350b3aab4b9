/// How often each token stands in what the penalties look at.
struct TokenCounts: Sendable {
    private(set) var counts: [Int32: Int] = [:]

    /// Counts nothing.
    init() {}

    /// Counts the tokens of prompts; of several prompts, a token counts as often as in the one that has it most.
    init(prompts: [[Int32]]) {
        for prompt in prompts {
            var own = TokenCounts()
            for token in prompt { own.add(token) }
            counts.merge(own.counts) { max($0, $1) }
        }
    }

    /// Counts one more token.
    mutating func add(_ token: Int32) { counts[token, default: 0] += 1 }
}

/// What changes the scores of tokens whatever the method: logit bias, then the penalties for repetition.
///
/// The order and the repetition penalty are those of Hugging Face `transformers`; presence and frequency penalties are
/// OpenAI's: score − count · frequency − [count > 0] · presence.
struct LogitProcessors: Sendable {
    private let bias: [Int32: Double]
    private let repetition: Double
    private let presence: Double
    private let frequency: Double

    init(_ parameters: DecodingParameters) {
        bias = parameters.logitBias
        repetition = parameters.repetitionPenalty
        presence = parameters.presencePenalty
        frequency = parameters.frequencyPenalty
    }

    /// Whether no score is changed.
    var isNeutral: Bool { bias.isEmpty && hasNoPenalty }

    private var hasNoPenalty: Bool { repetition == 1 && presence == 0 && frequency == 0 }

    /// The scores after bias and penalties.
    ///
    /// - Parameters:
    ///   - scores: logits or log-probabilities, one a token; the repetition penalty alone can tell the two apart.
    ///   - seen: how often each token has been seen.
    func process(_ scores: [Double], seen: TokenCounts) -> [Double] {
        var scores = scores
        for (token, value) in bias { scores[Int(token)] += value }
        guard !hasNoPenalty else { return scores }
        for (token, count) in seen.counts {
            var score = scores[Int(token)]
            score = score < 0 ? score * repetition : score / repetition
            scores[Int(token)] = score - Double(count) * frequency - presence
        }
        return scores
    }
}
