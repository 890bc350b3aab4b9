import FielCore
public import FielStatistics
public import FielText

/// How an evaluator did under changes whose effect is known.
public struct StressSummary: Sendable, Hashable {
    /// What came of one change.
    public struct Row: Sendable, Hashable {
        /// The change.
        public var perturbation: Perturbation
        /// Samples in which a claim that was supported could be changed, and was judged again.
        public var tested: Int { tally.trials }
        /// Those of them in which the claim, or one of the claims, lost its support.
        public var lost: Int { tally.successes }
        /// Samples in which only claims that were not supported could be changed.
        public private(set) var notSupportedBefore = 0
        /// Samples in which nothing could be changed with a certain effect.
        public private(set) var notApplicable = 0
        /// Changed samples that could not be judged.
        public private(set) var failed = 0
        fileprivate var tally = ClusteredTally()
        private var groundedness = MeanChange()
        private var hallucination = MeanChange()

        init(_ perturbation: Perturbation) { self.perturbation = perturbation }

        /// The share that lost support, with its 95 % Wilson interval by cluster; nil where nothing was tested.
        ///
        /// Of a change of truth this is the share detected, of any other the share of false alarms.
        public var lostShare: Interval? { tally.share }
        /// The mean change of groundedness; nil where no sample has it before and after.
        public var groundednessChange: Double? { groundedness.mean }
        /// The mean change of P(hallucinated); nil where no sample has it before and after.
        public var hallucinationChange: Double? { hallucination.mean }

        mutating func add(_ attempt: StressAttempt) {
            switch attempt {
            case .made: break
            case .notSupportedBefore: notSupportedBefore += 1
            case .notApplicable: notApplicable += 1
            }
        }

        mutating func add(_ outcome: StressOutcome) {
            guard !outcome.hasFailed else {
                failed += 1
                return
            }
            tally.add(outcome.losesSupport, of: outcome.made.sample)
            groundedness.add(outcome.before.groundedness.value, outcome.after.groundedness.value)
            hallucination.add(outcome.before.hallucination.value, outcome.after.hallucination.value)
        }
    }

    /// One row a change, in the order asked for.
    public private(set) var rows: [Row]
    /// Samples that were evaluated.
    public private(set) var samples = 0
    /// Rows of the data set that held no sample.
    public internal(set) var unreadable = 0
    /// Unchanged answers that have a groundedness: with contexts, and a claim that can be checked.
    public var checkableAnswers: Int { unchanged.trials }
    /// Those of them with a claim that is not supported.
    public var unsupportedAnswers: Int { unchanged.successes }
    private var unchanged = ClusteredTally()
    /// Unchanged answers that could not be judged.
    public private(set) var failedAnswers = 0

    init(_ perturbations: [Perturbation]) { rows = perturbations.map(Row.init) }

    /// The share of all changes of truth that were detected.
    public var detection: Interval? { pooled { $0.perturbation.changesTruth } }

    /// The share of all other changes after which a claim lost its support.
    public var falseAlarms: Interval? { pooled { !$0.perturbation.changesTruth } }

    /// The share of unchanged answers with a claim that is not supported: all of them false alarms where the data set's
    /// answers are faithful.
    public var unsupportedUnchanged: Interval? { unchanged.share }

    /// The changed and unchanged samples that could not be judged.
    public var failures: Int { rows.reduce(failedAnswers) { $0 + $1.failed } }

    /// The changes of one answer are no independent trials, so that they are counted by cluster.
    private func pooled(_ isMeant: (Row) -> Bool) -> Interval? {
        rows.filter(isMeant).reduce(into: ClusteredTally()) { $0.add($1.tally) }.share
    }

    mutating func add(_ sample: Sample, unchanged evaluation: Evaluation) {
        samples += 1
        if case .failed = evaluation.groundedness { failedAnswers += 1 }
        let checkable = evaluation.claims.filter { $0.verdict != .notCheckable }
        guard evaluation.groundedness.value != nil, !checkable.isEmpty else { return }
        unchanged.add(checkable.contains { $0.verdict != .supported }, of: sample)
    }

    mutating func add(_ attempt: StressAttempt, of perturbation: Perturbation) {
        for index in rows.indices where rows[index].perturbation == perturbation { rows[index].add(attempt) }
    }

    mutating func add(_ outcome: StressOutcome) {
        for index in rows.indices where rows[index].perturbation == outcome.made.perturbation {
            rows[index].add(outcome)
        }
    }
}

/// Successes and trials by the cluster of the sample, or by the sample where it has none.
private struct ClusteredTally: Sendable, Hashable {
    private struct Count: Sendable, Hashable {
        var successes = 0
        var trials = 0
    }

    private var counts: [String: Count] = [:]
    private(set) var successes = 0
    private(set) var trials = 0

    /// The share of successes with its 95 % interval; nil for no trials.
    var share: Interval? { Proportion.wilson(clusters: counts.values.map { ($0.successes, $0.trials) }) }

    mutating func add(_ succeeds: Bool, of sample: Sample) {
        let cluster = ResultRecord.cluster(of: sample).map { "cluster " + $0 } ?? "sample " + sample.id
        add(Count(successes: succeeds ? 1 : 0, trials: 1), to: cluster)
    }

    mutating func add(_ other: ClusteredTally) {
        for (cluster, count) in other.counts { add(count, to: cluster) }
    }

    private mutating func add(_ count: Count, to cluster: String) {
        counts[cluster, default: Count()].successes += count.successes
        counts[cluster, default: Count()].trials += count.trials
        successes += count.successes
        trials += count.trials
    }
}

/// The mean of differences, of the pairs that are complete.
private struct MeanChange: Sendable, Hashable {
    private var sum = 0.0
    private var count = 0

    var mean: Double? { count > 0 ? sum / Double(count) : nil }

    mutating func add(_ before: Double?, _ after: Double?) {
        guard let before, let after else { return }
        sum += after - before
        count += 1
    }
}
