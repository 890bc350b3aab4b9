public import FielStatistics

/// What is told while an adapter is tuned.
public enum TuningEvent: Sendable, Hashable {
    /// So many of all steps are done; loss and accuracy are the means over the pairs since the last such event.
    case steps(done: Int, total: Int, loss: Double, accuracy: Double)
    /// An epoch, counted from 1, has ended with this quality on the held-out pairs.
    case epoch(Int, PairQuality)
}

/// What tuning has come to.
public struct TuningResult: Sendable, Hashable {
    /// The adapter of the epoch with the lowest held-out loss.
    public let adapter: Adapter
    /// The quality on the held-out pairs without the adapter.
    public let before: PairQuality
    /// The quality on the held-out pairs with the adapter.
    public let after: PairQuality
    /// The epoch that the adapter is from, counted from 1.
    public let bestEpoch: Int
    /// The epochs that were run.
    public let epochs: Int
    /// The pairs that are longer than the model reads, and were cut.
    public let truncated: Int
    /// What the adapter changes of the held-out loss, with its 95 % bootstrap interval over groups.
    public let change: Interval
    /// What the adapter changes of the held-out balanced accuracy, with its interval.
    public let gain: Interval
    /// How far the held-out loss stands from that of the best single answer for all pairs, with its interval.
    public let margin: Interval
    /// Why the adapter is no improvement; nil where it is one.
    public let shortfall: Shortfall?

    /// Whether the held-out loss fell by the least improvement asked for and by more than chance can explain, balanced accuracy
    /// did not fall, and more was learnt than to be unsure: balanced accuracy rose, or the loss is below that of one answer for
    /// all pairs, by more than chance can explain.
    public var isImprovement: Bool { shortfall == nil }

    /// Why an adapter is not kept.
    public enum Shortfall: String, Sendable, Hashable {
        /// The held-out loss did not fall by the least improvement asked for.
        case loss
        /// Balanced accuracy fell.
        case balancedAccuracy = "balanced_accuracy"
        /// The interval of the change holds 0: other pairs could have shown the opposite.
        case chance
        /// The intervals of gain and margin hold 0: no more may have been learnt than to be unsure.
        case constant
    }
}
