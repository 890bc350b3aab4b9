public import FielCore

/// The results of one configuration, summed up.
public struct ReportConfiguration: Sendable {
    /// A sample's result and where it comes from.
    public struct Row: Sendable {
        /// The sample with what is said of it.
        public var record: ResultRecord
        /// The line of the data set where that is known, else of the results file.
        public var location: FielError.Location
    }

    /// The name; nil for answers of no named configuration.
    public let name: String?
    /// The results in order.
    public let rows: [Row]
    /// The metrics in the order of reports.
    public let metrics: [MetricAggregate]
    /// What was counted.
    public let summary: Summary

    /// The name for a person.
    public var title: String { name ?? "all answers" }

    /// - Parameter failures: how many lines of the same input hold no sample.
    init(name: String?, rows: [Row], metrics: [MetricInfo], failures: Int) {
        var summary = Summary(metrics: metrics.map(\.id))
        for row in rows { summary.add(row.record) }
        for _ in 0..<failures { summary.addFailure() }
        self.name = name
        self.rows = rows
        self.summary = summary
        self.metrics = zip(metrics, summary.metrics).map { MetricAggregate($0, $1) }
    }

    /// How many claims can be true or false.
    public var checkableClaims: Int {
        summary.verdicts.reduce(0) { $0 + ($1.key == .notCheckable ? 0 : $1.value) }
    }

    /// How many lines hold no sample, and samples on which a metric failed.
    public var failures: Int {
        summary.failures
            + rows.count { row in
                row.record.evaluation.metrics.values.contains { if case .failed = $0 { true } else { false } }
            }
    }

    /// Why there is nothing to measure.
    struct Gap: Error {
        var text: String
    }

    /// What a gate asks for.
    func measure(_ quantity: Gate.Quantity) -> Result<Double, Gap> {
        switch quantity {
        case .samples: return .success(Double(rows.count))
        case .failures: return .success(Double(failures))
        case .claims(let verdict):
            guard checkableClaims > 0 else { return .failure(Gap(text: "no answer has a claim that can be checked")) }
            return .success(Double(summary.verdicts[verdict] ?? 0) / Double(checkableClaims))
        case .metric(let id, let statistic):
            guard let metric = metrics.first(where: { $0.info.id == id }) else {
                return .failure(Gap(text: "the results do not hold the metric \(id)"))
            }
            guard let value = metric.measure(statistic, of: summary.rows) else { return .failure(gap(metric)) }
            return .success(value)
        }
    }

    private func gap(_ metric: MetricAggregate) -> Gap {
        guard metric.values.isEmpty else {
            return Gap(text: "an interval needs two samples or clusters, and there is one")
        }
        let statuses = metric.statuses.sorted { $0.key < $1.key }.map { "\($0.value) \(ReportText.words($0.key))" }
        let why = statuses.isEmpty ? "" : " (\(statuses.joined(separator: ", ")))"
        return Gap(text: "no sample was scored\(why)")
    }
}
