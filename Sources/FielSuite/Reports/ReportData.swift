public import Fiel
public import FielCore

/// Everything that a report shows: results by configuration, summed up and held against gates.
public struct ReportData: Sendable {
    /// The files that the results come from.
    public let sources: [String]
    /// The metrics that the results hold, in the order of reports.
    public let metrics: [MetricInfo]
    /// The configurations in the order in which results name them; at least one.
    public let configurations: [ReportConfiguration]
    /// The lines of input that could not be scored.
    public let failures: [RecordedResults.Failure]
    /// How the gates came out, for each configuration that they are about.
    public let gates: [GateResult]

    /// Whether every gate holds.
    public var passes: Bool { gates.allSatisfy(\.passed) }
    /// Whether all input was scored and no metric failed.
    public var isComplete: Bool { configurations.allSatisfy(\.summary.isComplete) }

    /// Sums results up and holds them against gates.
    ///
    /// Of several files, each is a configuration of its own where its lines name none.
    ///
    /// - Parameters:
    ///   - results: one file or more.
    ///   - gates: the thresholds; one without a configuration must hold for every configuration.
    ///   - metrics: what metrics declare; one that is not among them counts as better the higher it is.
    ///   - dataset: where the samples stand in their data set.
    public init(
        results: [RecordedResults],
        gates: [Gate] = [],
        metrics: [MetricInfo] = Evaluator.catalog,
        dataset: DatasetLines? = nil
    ) {
        sources = results.map(\.path)
        failures = results.flatMap(\.failed)
        var groups = ConfigurationGroups(results)
        for file in results {
            for (var record, line) in zip(file.rows, file.lines) {
                record.addLatency()
                let location = dataset?[record.id] ?? FielError.Location(file: file.path, line: line)
                groups.add(.init(record: record, location: location), of: file.path)
            }
        }
        let infos = Self.metrics(of: groups.all.flatMap(\.rows), declared: metrics)
        configurations = groups.all.map {
            ReportConfiguration(name: $0.name, rows: $0.rows, metrics: infos, failures: $0.failures)
        }
        self.metrics = infos
        self.gates = Self.results(of: gates, configurations)
    }

    private static func metrics(
        of rows: [ReportConfiguration.Row],
        declared: [MetricInfo]
    ) -> [MetricInfo] {
        let found = rows.reduce(into: Set<String>()) { $0.formUnion($1.record.evaluation.metrics.keys) }
        let others = found.subtracting(declared.map(\.id)).sorted().map { id in
            MetricInfo(
                id: id,
                version: 1,
                range: 0...(.infinity),
                better: ResultRecord.latencyFields.contains(id) ? .lower : .higher,
                definition: ""
            )
        }
        return (declared.filter { found.contains($0.id) } + others).map {
            $0.range.isFinite ? $0 : bounded($0, by: rows)
        }
    }

    /// The metric with a range that its values fill, where nobody says how large they can be.
    private static func bounded(_ metric: MetricInfo, by rows: [ReportConfiguration.Row]) -> MetricInfo {
        let values = rows.compactMap { $0.record.value(of: metric.id) }
        var metric = metric
        metric.range = min(0, values.min() ?? 0)...max(1, values.max() ?? 1)
        return metric
    }

    private static func results(of gates: [Gate], _ configurations: [ReportConfiguration]) -> [GateResult] {
        gates.flatMap { gate in
            let meant = configurations.filter { gate.configuration == nil || $0.name == gate.configuration }
            if meant.isEmpty, let name = gate.configuration {
                return [GateResult(gate, missing: name, among: configurations.compactMap(\.name))]
            }
            return meant.map { GateResult(gate, $0) }
        }
    }
}

extension ClosedRange<Double> {
    fileprivate var isFinite: Bool { lowerBound.isFinite && upperBound.isFinite }
}

extension ResultRecord {
    /// The fields of a data set that say how long an answer took.
    public static let latencyFields = ["latency", "latency_ms", "latency_s"]

    /// Counts the time that an answer took, where its data set tells it, as a metric.
    fileprivate mutating func addLatency() {
        for field in Self.latencyFields where evaluation.metrics[field] == nil {
            guard let value = sample.metadata[field]?.number, value.isFinite, value >= 0 else { continue }
            evaluation.metrics[field] = .scored(value)
        }
    }
}
