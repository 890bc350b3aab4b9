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
    /// Whether the held-out loss fell by the least improvement asked for, and balanced accuracy did not fall.
    public let isImprovement: Bool
}
