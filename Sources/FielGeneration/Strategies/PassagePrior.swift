public import FielCore

/// p(z|x): how likely each passage is to hold the answer, before the answer is known.
public struct PassagePrior: Sendable, Hashable {
    /// The natural logarithms, one a passage; their probabilities sum to 1.
    ///
    /// Minus infinity leaves a passage out.
    public let logProbabilities: [Double]

    /// A softmax over the retriever's scores: p(z|x) ∝ exp(score / temperature).
    ///
    /// Lewis et al. 2020, section 2.2, with a temperature added.
    /// With scores in a narrow range, such as cosines, the prior is almost uniform unless the temperature is low.
    ///
    /// - Parameters:
    ///   - scores: one a passage, at least one above minus infinity.
    ///   - temperature: above 0.
    /// - Throws: `FielError` with code `invalidArgument`.
    public init(scores: [Double], temperature: Double = 1) throws(FielError) {
        guard temperature > 0 && temperature.isFinite else {
            throw FielError(.invalidArgument, "the prior's temperature is \(temperature), expected a number above 0")
        }
        try self.init(logProbabilities: scores.map { $0 / temperature }, name: "score")
    }

    /// A prior that is known; what is given is normalised.
    ///
    /// - Parameter logPriors: natural logarithms up to a constant, one a passage, at least one above minus infinity.
    /// - Throws: `FielError` with code `invalidArgument`.
    public init(logPriors: [Double]) throws(FielError) {
        try self.init(logProbabilities: logPriors, name: "log-prior")
    }

    private init(logProbabilities: [Double], name: String) throws(FielError) {
        for (index, value) in logProbabilities.enumerated() where !(value < .infinity) {
            throw FielError(
                .invalidArgument,
                "the \(name) of passage \(index + 1) is \(value), expected a number or minus infinity"
            )
        }
        let total = LogSpace.sum(logProbabilities)
        guard total.isFinite else {
            throw FielError(.invalidArgument, "no passage has a \(name) above minus infinity, expected at least one")
        }
        self.logProbabilities = logProbabilities.map { $0 - total }
    }

    /// The probabilities, one a passage.
    public var probabilities: [Double] { logProbabilities.map(LogSpace.probability) }

    /// −Σ p log p in nats: log of the number of passages when all are equal, 0 when one is certain.
    public var entropy: Double {
        0 - logProbabilities.reduce(0) { $1 > -.infinity ? $0 + LogSpace.probability($1) * $1 : $0 }
    }

    /// The passages that are not left out.
    var active: [Int] { logProbabilities.indices.filter { logProbabilities[$0] > -.infinity } }

    /// The logarithms of the passages that are not left out.
    var activeLogProbabilities: [Double] { active.map { logProbabilities[$0] } }

    /// Values of the active passages among zeros for the others.
    func spread(_ values: [Double]) -> [Double] {
        var all = [Double](repeating: 0, count: logProbabilities.count)
        for (index, value) in zip(active, values) { all[index] = value }
        return all
    }
}
