/// An estimate with the uncertainty that comes from having seen only so many values.
public struct Interval: Sendable, Hashable {
    /// What the values say: their mean, or their share of successes.
    public var estimate: Double
    /// The confidence bounds; nil where there are too few values to say anything about the spread.
    public var bounds: ClosedRange<Double>?
    /// How many values the estimate rests on, at least 1.
    public var n: Int
    /// How many independent clusters those values come from; nil where every value stands for itself.
    public var clusters: Int?

    /// Joins an estimate with its bounds and with what they rest on.
    public init(estimate: Double, bounds: ClosedRange<Double>?, n: Int, clusters: Int? = nil) {
        self.estimate = estimate
        self.bounds = bounds
        self.n = n
        self.clusters = clusters
    }

    /// The lower confidence bound, where there is one.
    public var lower: Double? { bounds?.lowerBound }

    /// The upper confidence bound, where there is one.
    public var upper: Double? { bounds?.upperBound }
}
