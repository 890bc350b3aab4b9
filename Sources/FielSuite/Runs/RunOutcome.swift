import FielCore

/// What came out of a run.
public struct RunOutcome: Sendable {
    /// The results by configuration, summed up and held against the gates.
    public let data: ReportData
    /// The configurations beside the baseline; beside the first of them where the suite names none.
    public let comparisons: [(name: String, comparison: Comparison)]
    /// Whether a comparison that fails makes the run fail: the suite names a baseline.
    public let hasBaseline: Bool
    /// Everything as it was read back.
    public let results: RecordedResults

    /// Whether the gates hold, and no configuration is worse than the baseline.
    public var passes: Bool { data.passes && (!hasBaseline || comparisons.allSatisfy(\.comparison.passes)) }
    /// Whether everything was scored.
    public var isComplete: Bool { data.isComplete && results.failures == 0 }

    /// Reads results back and judges them.
    init(_ plan: RunPlan, partialResults: String, named path: String) throws(FielError) {
        results = try RecordedResults(RenamedSource(try FileSource(path: partialResults), name: path))
        data = ReportData(results: [results], gates: plan.suite.gates, metrics: plan.suite.metrics)
        hasBaseline = plan.suite.baseline != nil
        comparisons = try Self.compare(results, plan)
    }

    private static func compare(
        _ results: RecordedResults,
        _ plan: RunPlan
    ) throws(FielError) -> [(name: String, comparison: Comparison)] {
        let names: [String?] = plan.configurations.isEmpty ? [nil] : plan.configurations.map(\.name)
        var baseline = plan.suite.baseline ?? Suite.Baseline(configuration: plan.configurations.first?.name)
        baseline.options.seed = plan.suite.seed
        var comparisons: [(String, Comparison)] = []
        guard plan.suite.baseline != nil || names.count > 1 else { return [] }
        let recorded = try baseline.results.map { path throws(FielError) in
            try RecordedResults(try FileSource(path: path), keepsContexts: false)
        }
        for name in names {
            guard recorded != nil || name != baseline.configuration else { continue }
            var base = recorded ?? results
            // A file of several configurations is compared by their names, unless one of them is the baseline of all.
            let wanted = baseline.configuration ?? name
            if base.rows.contains(where: { $0.configuration != nil }) { base = base.only(wanted) }
            let comparison = Comparison(
                base: base,
                candidate: results.only(name),
                metrics: plan.suite.metrics,
                options: baseline.options
            )
            comparisons.append((name ?? plan.suite.name, comparison))
        }
        return comparisons
    }
}

/// A source under the name that its bytes will have.
private struct RenamedSource: ByteSource {
    private let base: FileSource
    let name: String

    init(_ base: FileSource, name: String) { (self.base, self.name) = (base, name) }

    var isReady: Bool { base.isReady }
    func read(atMost count: Int) throws(FielError) -> [UInt8] { try base.read(atMost: count) }
}
