/// How an answer is drawn from a language model's distributions.
public struct DecodingParameters: Sendable, Hashable {
    /// How the next token is chosen.
    public enum Method: Sendable, Hashable {
        /// The most probable token; the lowest id on a tie.
        case greedy
        /// A random token, by its probability after the processors.
        case sample
        /// Beam search.
        case beam(BeamParameters)
    }

    /// Which tokens the penalties for repetition count.
    public enum PenaltyScope: String, Sendable, Hashable, CaseIterable {
        /// The tokens generated so far (OpenAI, OCI).
        case generated
        /// The prompt as well (Cohere; Hugging Face for the repetition penalty).
        case promptAndGenerated
    }

    /// How the next token is chosen.
    public var method: Method = .greedy
    /// The most tokens that are generated, at least 1.
    public var maxTokens = 256
    /// Logits are divided by it before sampling; above 0.
    public var temperature = 1.0
    /// Only the k most probable tokens may be sampled, and those that tie with the k-th; 0 for all.
    public var topK = 0
    /// Only the most probable tokens that together reach this probability may be sampled; in 0...1, 1 for all.
    public var topP = 1.0
    /// Only tokens of at least this share of the greatest probability may be sampled; in 0...1, 0 for all.
    public var minP = 0.0
    /// Divides the positive and multiplies the negative logits of tokens seen (CTRL, arXiv 1909.05858); above 0, 1 for none.
    public var repetitionPenalty = 1.0
    /// Subtracted once from the logit of every token seen (OpenAI); in -2...2.
    public var presencePenalty = 0.0
    /// Subtracted from the logit of a token each time that it was seen (OpenAI); in -2...2.
    public var frequencyPenalty = 0.0
    /// Which tokens count as seen.
    public var penaltyScope = PenaltyScope.generated
    /// Added to the logits of tokens, by id; minus infinity forbids one.
    public var logitBias: [Int32: Double] = [:]
    /// Generation ends where the text holds one of these strings.
    public var stop: [String] = []
    /// Whether the stop string stays in the text (Cohere) or is cut off (OpenAI).
    public var includesStop = false
    /// Where the random numbers start.
    public var seed: UInt64 = 0
    /// How many answers are generated, at least 1.
    public var samples = 1
    /// How many alternatives are reported for each token, besides the one chosen.
    public var alternatives = 0

    /// The defaults: greedy, 256 tokens, no penalties.
    public init() {}
}

/// How beam search goes (definitions of Hugging Face `transformers`).
public struct BeamParameters: Sendable, Hashable {
    /// When a search ends.
    public enum Stopping: String, Sendable, Hashable, CaseIterable {
        /// As soon as as many hypotheses as beams are finished.
        case early
        /// When the best running hypothesis, at its present length, is no better than the worst finished one.
        case heuristic
        /// When no running hypothesis can get better than the worst finished one.
        case never
    }

    /// How many hypotheses run side by side, at least 1.
    public var width = 4
    /// A finished hypothesis scores Σ log p / length^penalty; 0 for the plain sum.
    public var lengthPenalty = 1.0
    /// When the search ends.
    public var stopping = Stopping.heuristic

    /// Four beams, the mean log-probability.
    public init() {}
}
