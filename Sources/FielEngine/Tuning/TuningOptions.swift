public import FielCore

/// How an adapter is tuned.
public struct TuningOptions: Sendable, Hashable {
    /// The most passes over the pairs, 1 to 10,000.
    public var epochs = 10
    /// The pairs of a step, 1 to 1,024.
    public var batchSize = 16
    /// The largest learning rate, above 0 and at most 1; it rises to that and falls to 0 in a line.
    public var learningRate = 3e-3
    /// The epochs without improvement after which tuning ends, at least 1.
    public var patience = 3
    /// How much the held-out loss must fall to count as improvement, in nats, at least 0.
    public var minimumImprovement = 0.002
    /// The steps between two reports of loss and accuracy, at least 1.
    public var logInterval = 10
    /// Decides the order of the pairs.
    public var seed: UInt64 = 0
    /// How strongly the adapter is drawn to no change at all, for each unit of learning rate; at least 0.
    public var weightDecay = 0.01
    /// The length to which a step's gradient is shortened where it is longer, above 0.
    public var longestGradient = 1.0

    /// Starts with the defaults.
    public init() {}

    /// Checks the ranges.
    ///
    /// - Throws: `FielError` with code `invalidArgument` that names the value.
    public func validate() throws(FielError) {
        let counts = [
            ("epochs", epochs, 1...10_000), ("batch size", batchSize, 1...1_024), ("patience", patience, 1...Int.max),
            ("log interval", logInterval, 1...Int.max),
        ]
        for (name, count, range) in counts where !range.contains(count) {
            let most = range.upperBound == .max ? "at least 1" : "1 to \(range.upperBound)"
            throw FielError(.invalidArgument, "the \(name) is \(count), expected \(most)")
        }
        guard learningRate > 0, learningRate <= 1 else {
            throw FielError(.invalidArgument, "the learning rate is \(learningRate), expected above 0 and at most 1")
        }
        for (name, value) in [("least improvement", minimumImprovement), ("weight decay", weightDecay)] {
            guard value >= 0, value.isFinite else {
                throw FielError(.invalidArgument, "the \(name) is \(value), expected at least 0")
            }
        }
        guard longestGradient > 0 else {
            throw FielError(.invalidArgument, "the longest gradient is \(longestGradient), expected above 0")
        }
    }
}
