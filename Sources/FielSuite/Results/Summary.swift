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

        /// The mean over the scored samples with its 95 % bootstrap interval; nil where none was scored.
        ///
        /// Of many values the bounds are as sure from fewer resamples, which take time in proportion to both.
        public var mean: Interval? {
            var options = BootstrapOptions()
            if values.count > 20_000 { options.resamples = 1000 }
            return Bootstrap.mean(of: values, options: options)
        }
    }

    /// A sample with what is said of it.
    public struct Judged: Sendable {
        /// The sample.
        public var sample: Sample
        /// What is said of it.
        public var evaluation: Evaluation
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
    public private(set) var worst: [Judged] = []
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
    public mutating func add(_ evaluation: Evaluation, of sample: Sample) {
        samples += 1
        for index in metrics.indices {
            guard let outcome = evaluation.metrics[metrics[index].id] else { continue }
            metrics[index].statuses[outcome.status, default: 0] += 1
            if let value = outcome.value { metrics[index].values.append(value) }
        }
        for claim in evaluation.claims { verdicts[claim.verdict, default: 0] += 1 }
        keepIfWorst(Judged(sample: sample, evaluation: evaluation))
    }

    /// Counts a row that held no sample.
    public mutating func addFailure() { failures += 1 }

    /// Keeps an answer with at least one claim that is not supported while it is among the worst; the earlier wins a tie.
    private mutating func keepIfWorst(_ judged: Judged) {
        guard judged.badness > 0 else { return }
        let place = worst.firstIndex { $0.badness < judged.badness } ?? worst.count
        worst.insert(judged, at: place)
        if worst.count > worstLimit { worst.removeLast() }
    }
}

extension Summary.Judged {
    /// P(the answer holds something unsupported) where a claim of it was found so; else 0.
    fileprivate var badness: Double {
        let isFaulty = evaluation.claims.contains { $0.verdict == .contradicted || $0.verdict == .unsupported }
        return isFaulty ? evaluation.hallucination.value ?? 0 : 0
    }
}
