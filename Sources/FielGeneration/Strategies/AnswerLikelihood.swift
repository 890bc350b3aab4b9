/// The probability of given answer tokens under every passage, and under the two RAG models.
///
/// Lewis et al. 2020, section 2.1. /// Exactly the given tokens are scored: an end token counts where it is one of them.
public struct AnswerLikelihood: Sendable, Hashable {
    /// The prior of the passages.
    public let prior: PassagePrior
    /// log p(y_i | x, z, y_<i): one a passage and token; nil for a passage of prior 0, which is never computed.
    public let perPassage: [[Double]?]
    /// The number of tokens.
    public let tokenCount: Int

    /// Joins the prior with log-probabilities.
    ///
    /// - Parameter perPassage: one list of `tokenCount` values a passage; nil for a passage of prior 0.
    init(prior: PassagePrior, perPassage: [[Double]?], tokenCount: Int) {
        self.prior = prior
        self.perPassage = perPassage
        self.tokenCount = tokenCount
    }

    /// RAG-Sequence: log Σ_z p(z|x) Π_i p(y_i | x, z, y_<i).
    public var ragSequence: Double { LogSpace.sum(sequenceJoint) }

    /// RAG-Token: Σ_i log Σ_z p(z|x) p(y_i | x, z, y_<i).
    public var ragToken: Double { ragTokenTokens.reduce(0, +) }

    /// RAG-Token, one a token: log Σ_z p(z|x) p(y_i | x, z, y_<i).
    public var ragTokenTokens: [Double] { (0..<tokenCount).map { LogSpace.sum(tokenJoint($0)) } }

    /// RAG-Sequence, one a token: log p(y_i | x, y_<i), which sum to `ragSequence`.
    public var ragSequenceTokens: [Double] {
        var joint = prior.logProbabilities
        var before = LogSpace.sum(joint)
        return (0..<tokenCount).map { index in
            joint = advance(joint, index)
            let sum = LogSpace.sum(joint)
            defer { before = sum }
            // After a token of probability 0 the prefix has none either.
            return before == -.infinity ? -.infinity : sum - before
        }
    }

    /// RAG-Sequence: p(z | x, y), one a passage; the prior where the answer has probability 0.
    public var sequencePosterior: [Double] { normalized(sequenceJoint) }

    /// RAG-Sequence, one a token: p(z | x, y_≤i), one a passage.
    public var sequencePosteriors: [[Double]] {
        var joint = prior.logProbabilities
        return (0..<tokenCount).map { index in
            joint = advance(joint, index)
            return normalized(joint)
        }
    }

    /// RAG-Token, one a token: p(z | x, y_≤i) ∝ p(z|x) p(y_i | x, z, y_<i), one a passage.
    public var tokenPosteriors: [[Double]] { (0..<tokenCount).map { normalized(tokenJoint($0)) } }

    /// log p(z|x) p(y | x, z), one a passage.
    private var sequenceJoint: [Double] {
        (0..<tokenCount).reduce(prior.logProbabilities) { advance($0, $1) }
    }

    private func tokenJoint(_ index: Int) -> [Double] { advance(prior.logProbabilities, index) }

    private func advance(_ joint: [Double], _ index: Int) -> [Double] {
        zip(joint, perPassage).map { $0 + ($1?[index] ?? 0) }
    }

    private func normalized(_ joint: [Double]) -> [Double] {
        LogSpace.sum(joint).isFinite ? LogSpace.normalized(joint) : prior.probabilities
    }
}
