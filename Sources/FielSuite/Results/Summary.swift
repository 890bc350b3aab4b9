public import FielCore
public import FielStatistics

/// What a run found over all of its samples.
public struct Summary: Sendable {
    /// How one metric came out.
    public struct Metric: Sendable, Hashable {
        /// The metric's name.
        public var id: String
        /// The values of the samples that were scored, in order.
        public var values: [Double] = []
        /// How many samples ended with each status, `scored` included.
        public var statuses: [String: Int] = [:]

        /// The number of each value's cluster; nil while no sample has named one.
        private(set) var clusters: [Int]?
        private var numbers: [String: Int] = [:]

        /// Starts with nothing counted.
        init(id: String) {
            self.id = id
        }

        /// The mean over the scored samples with its 95 % bootstrap interval, by cluster where samples name one; nil where
        /// none was scored.
        ///
        /// Of many values the bounds are as sure from fewer resamples, which take time in proportion to both.
        public var mean: Interval? {
            var options = BootstrapOptions()
            if values.count > 20_000 { options.resamples = 1000 }
            return Bootstrap.mean(of: values, clusters: clusters, options: options)
        }

        fileprivate mutating func add(_ outcome: Outcome, cluster: String?) {
            statuses[outcome.status, default: 0] += 1
            guard let value = outcome.value else { return }
            if cluster != nil && clusters == nil { clusters = values.indices.map { -1 - $0 } }
            let drawn = cluster.map { number(of: $0) } ?? -1 - values.count
            clusters?.append(drawn)
            values.append(value)
        }

        private mutating func number(of cluster: String) -> Int {
            if let known = numbers[cluster] { return known }
            numbers[cluster] = numbers.count
            return numbers.count - 1
        }
    }

    /// The metrics in the order of reports.
    public private(set) var metrics: [Metric]
    /// How many samples were evaluated.
    public private(set) var samples = 0
    /// How many rows held no sample.
    public private(set) var failures = 0
    /// How many rows there were.
    public var rows: Int { samples + failures }
    /// How many claims ended with each verdict.
    public private(set) var verdicts: [Verdict: Int] = [:]
    /// The answers that most probably hold something the contexts do not support, the worst first.
    public private(set) var worst: [ResultRecord] = []
    private let worstLimit: Int

    /// Starts with nothing counted.
    ///
    /// - Parameters:
    ///   - metrics: the metrics to sum up, in the order of reports.
    ///   - worst: how many of the worst answers are kept.
    public init(metrics: [String], worst: Int = 5) {
        self.metrics = metrics.map { Metric(id: $0) }
        worstLimit = worst
    }

    /// Whether every row was evaluated and no metric failed on any sample.
    public var isComplete: Bool { failures == 0 && metrics.allSatisfy { $0.statuses["failed"] == nil } }

    /// Counts a sample.
    public mutating func add(_ record: ResultRecord) {
        samples += 1
        for index in metrics.indices {
            guard let outcome = record.evaluation.metrics[metrics[index].id] else { continue }
            metrics[index].add(outcome, cluster: record.cluster)
        }
        for claim in record.evaluation.claims { verdicts[claim.verdict, default: 0] += 1 }
        keepIfWorst(record)
    }

    /// Counts a row that held no sample.
    public mutating func addFailure() { failures += 1 }

    /// Keeps an answer with at least one claim that is not supported while it is among the worst; the earlier wins a tie.
    private mutating func keepIfWorst(_ record: ResultRecord) {
        guard record.badness > 0 else { return }
        let place = worst.firstIndex { $0.badness < record.badness } ?? worst.count
        worst.insert(record, at: place)
        if worst.count > worstLimit { worst.removeLast() }
    }
}

extension ResultRecord {
    /// P(the answer holds something unsupported) where a claim of it was found so; else 0.
    fileprivate var badness: Double {
        let isFaulty = evaluation.claims.contains { $0.verdict == .contradicted || $0.verdict == .unsupported }
        return isFaulty ? evaluation.hallucination.value ?? 0 : 0
    }
}
