/// A premise and a hypothesis, to be judged by natural language inference.
public struct TextPair: Sendable, Hashable {
    /// What is known.
    public var premise: String
    /// What may follow from it.
    public var hypothesis: String

    /// Pairs a premise with a hypothesis.
    public init(premise: String, hypothesis: String) {
        self.premise = premise
        self.hypothesis = hypothesis
    }
}

/// The three probabilities of natural language inference; they sum to 1.
public struct EntailmentScores: Sendable, Hashable {
    /// The three answers, in the order of the classifier's outputs.
    public enum Label: String, Sendable, Hashable, CaseIterable {
        /// The hypothesis follows from the premise.
        case entailment
        /// The premise decides nothing.
        case neutral
        /// The hypothesis is false if the premise is true.
        case contradiction
    }

    /// P(the hypothesis follows from the premise), in 0...1.
    public var entailment: Double
    /// P(the premise decides nothing), in 0...1.
    public var neutral: Double
    /// P(the hypothesis is false if the premise is true), in 0...1.
    public var contradiction: Double
    /// Whether the pair was longer than the model reads, and was cut.
    public var truncated: Bool

    /// Joins the three probabilities.
    public init(entailment: Double, neutral: Double, contradiction: Double, truncated: Bool = false) {
        self.entailment = entailment
        self.neutral = neutral
        self.contradiction = contradiction
        self.truncated = truncated
    }

    /// The most probable answer; on a tie the first of entailment, neutral, contradiction.
    public var label: Label {
        if entailment >= neutral && entailment >= contradiction { return .entailment }
        return neutral >= contradiction ? .neutral : .contradiction
    }
}

/// A model that counts the tokens it would read.
///
/// Windows over passages are sized in the tokens of the model that will read them.
public protocol TokenCounting: Sendable {
    /// The most tokens that the model reads at once, special tokens included.
    var maximumTokens: Int { get }

    /// The special tokens that stand around and between the two texts of a pair; 3 unless the model says otherwise.
    var specialTokensOfPair: Int { get }

    /// The number of tokens of each text, without special tokens.
    func tokenCounts(_ texts: [String]) -> [Int]
}

extension TokenCounting {
    /// As BERT has them: `[CLS]` first, `[SEP]` between and last.
    public var specialTokensOfPair: Int { 3 }
}

/// Judges whether one text follows from another.
public protocol EntailmentModel: TokenCounting {
    /// Judges each pair by itself: a result does not depend on the other pairs.
    ///
    /// - Parameter pairs: pairs of premise and hypothesis; a premise that is too long is cut at its end.
    /// - Returns: one result a pair, in order.
    /// - Throws: `FielError` when the model cannot be run.
    func classify(_ pairs: [TextPair]) async throws(FielError) -> [EntailmentScores]
}

/// A text's place in the embedding space.
public struct Embedding: Sendable, Hashable {
    /// The vector, of length 1.
    public var vector: [Float]
    /// The tokens that the model read, special tokens included.
    public var tokens: Int
    /// Whether the text was longer than the model reads, and was cut.
    public var truncated: Bool
    /// The cosine that texts have in this space which have nothing to do with one another, in -1..<1.
    public var unrelatedCosine: Double

    /// Joins a vector with the account of what it was made from.
    public init(vector: [Float], tokens: Int, truncated: Bool, unrelatedCosine: Double = 0) {
        self.vector = vector
        self.tokens = tokens
        self.truncated = truncated
        self.unrelatedCosine = unrelatedCosine
    }

    /// The cosine of the angle between two embeddings, in -1...1.
    public func cosine(_ other: Embedding) -> Double {
        precondition(
            vector.count == other.vector.count,
            "Embedding.cosine: \(vector.count) and \(other.vector.count) dimensions"
        )
        var sum = 0.0
        for i in vector.indices { sum += Double(vector[i]) * Double(other.vector[i]) }
        return min(1, max(-1, sum))
    }

    /// The cosine on a scale that is comparable between models: 1 for the same direction, about 0 for unrelated texts.
    ///
    /// Some models place all texts in a narrow cone (Ethayarajh 2019, arXiv 1909.00512): multilingual-e5 gives unrelated
    /// texts cosines around 0.77.
    public func similarity(_ other: Embedding) -> Double {
        (cosine(other) - unrelatedCosine) / (1 - unrelatedCosine)
    }
}

/// Places texts in a space where nearness is similarity of meaning.
public protocol TextEmbedder: TokenCounting {
    /// Embeds each text by itself: a result does not depend on the other texts.
    ///
    /// - Parameter texts: texts of any length; what the model cannot read is cut, and the result says so.
    /// - Returns: one embedding a text, in order.
    /// - Throws: `FielError` when the model cannot be run.
    func embed(_ texts: [String]) async throws(FielError) -> [Embedding]
}
