public import FielCore
public import FielStatistics

/// How one metric came out over the samples of a configuration.
public struct MetricAggregate: Sendable {
    /// What the metric declares.
    public let info: MetricInfo
    /// The values of the samples that were scored, in rising order.
    public let values: [Double]
    /// Their mean with its 95 % bootstrap interval, by cluster where samples name one; nil where none was scored.
    public let mean: Interval?
    /// How many samples ended with each status, `scored` included.
    public let statuses: [String: Int]

    init(_ info: MetricInfo, _ counted: Summary.Metric) {
        self.info = info
        values = counted.values.sorted()
        mean = counted.mean
        statuses = counted.statuses
    }

    /// The value below which a share of the values lies; nil where none was scored.
    public func quantile(_ share: Double) -> Double? { Quantile.linear(share, of: values) }

    /// What a gate asks of the values; nil where there is nothing to measure.
    ///
    /// - Parameter rows: how many samples there are, scored or not, and lines that hold none.
    func measure(_ statistic: Gate.Statistic, of rows: Int) -> Double? {
        switch statistic {
        case .mean: mean?.estimate
        case .lower: mean?.lower
        case .upper: mean?.upper
        case .minimum: values.first
        case .maximum: values.last
        case .quantile(let share): quantile(share)
        case .share(let comparator, let bound):
            values.isEmpty
                ? nil : Double(values.count { comparator.holds($0, bound) }) / Double(values.count)
        case .coverage: rows == 0 ? nil : Double(values.count) / Double(rows)
        }
    }
}
