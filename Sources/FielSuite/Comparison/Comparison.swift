public import FielCore
public import FielStatistics

/// How results are compared.
public struct ComparisonOptions: Sendable, Hashable {
    /// How often a difference may be called significant where there is none, over all metrics together; in 0...1.
    public var alpha = 0.05
    /// The drop of a mean that must be ruled out; nil where only significant drops fail.
    public var maxDrop: Double?
    /// Whether a candidate passes that lacks samples, or a whole metric, of the base.
    public var allowsMissing = false
    /// How many of the samples that got worse are listed.
    public var worst = 5
    /// The same seed gives the same numbers.
    public var seed: UInt64 = 0

    /// Starts with the defaults.
    public init() {}
}

/// A candidate's results beside those of the base, paired by sample.
public struct Comparison: Sendable {
    /// What is said of one metric.
    public enum Verdict: String, Sendable, Hashable {
        /// Significantly better.
        case better
        /// Significantly worse.
        case worse
        /// Significantly different, by a metric of which neither way is better.
        case different
        /// No significant difference.
        case same = "no difference seen"
        /// So few pairs that no difference, however clear, could be significant.
        case unclear = "too little data to tell"
        /// The base has values, the candidate none.
        case lost = "no values in the candidate"
    }

    /// One metric in both.
    public struct Metric: Sendable {
        /// The metric.
        public var info: MetricInfo
        /// Candidate − base over the samples that both scored; nil where there is none.
        public var difference: PairedDifference?
        /// The means over those samples.
        public var means: (base: Double, candidate: Double)?
        /// The p of the difference after Holm's correction over the metrics.
        public var adjustedP: Double
        /// How many samples only the base scored.
        public var onlyBase: Int
        /// How many samples only the candidate scored.
        public var onlyCandidate: Int
        /// What is said of it.
        public var verdict: Verdict
        /// Whether a drop of `maxDrop` cannot be ruled out; nil where none was asked for.
        public var mayDrop: Bool?

        /// Whether the comparison fails on this metric.
        public var fails: Bool { verdict == .worse || verdict == .lost || mayDrop == true }
    }

    /// A sample that got worse.
    public struct Regression: Sendable {
        /// Its results in the base.
        public var base: ResultRecord
        /// Its results in the candidate.
        public var candidate: ResultRecord
        /// The metric that dropped most.
        public var metric: String
        /// By how much, as a positive number.
        public var drop: Double
    }

    /// The files that were compared.
    public let paths: (base: String, candidate: String)
    /// The metrics in order.
    public let metrics: [Metric]
    /// The samples that got worse, the worst first.
    public let regressions: [Regression]
    /// How many samples stand in both, only in the base, and only in the candidate.
    public let samples: (both: Int, onlyBase: Int, onlyCandidate: Int)
    /// The ids of the samples that stand only in the base, in its order.
    public let missing: [String]
    /// What was asked for.
    public let options: ComparisonOptions

    /// Whether no metric fails and, unless it is allowed, the candidate lacks no sample.
    public var passes: Bool { !metrics.contains(where: \.fails) && (missing.isEmpty || options.allowsMissing) }

    /// Compares results.
    ///
    /// Samples of one cluster count as one draw. A metric is significantly worse or better where Holm's adjusted p of the
    /// paired permutation test is at most α. With `maxDrop` a metric fails as well where the interval of confidence 1 − α
    /// reaches down to that drop, or where there is too little to tell (a non-inferiority test); unchanged values always
    /// pass. Unless `allowsMissing`, so does a candidate fail that lacks samples of the base, or every value of a metric.
    public init(
        base: RecordedResults,
        candidate: RecordedResults,
        metrics: [MetricInfo],
        options: ComparisonOptions = ComparisonOptions()
    ) {
        let others = Dictionary(candidate.rows.map { ($0.id, $0) }) { first, _ in first }
        let pairs = base.rows.compactMap { row in others[row.id].map { (row, $0) } }
        paths = (base.path, candidate.path)
        missing = base.rows.map(\.id).filter { others[$0] == nil }
        samples = (pairs.count, missing.count, candidate.rows.count - pairs.count)
        self.options = options
        let measured = metrics.map { Measured($0, pairs, options) }
        let adjusted = MultipleTests.holm(measured.map { $0.difference?.p ?? 1 })
        self.metrics = zip(measured, adjusted).map { $0.metric(adjustedP: $1, tests: metrics.count, options) }
        regressions = Self.worst(pairs, metrics, options.worst)
    }

    private static func worst(
        _ pairs: [(ResultRecord, ResultRecord)],
        _ metrics: [MetricInfo],
        _ limit: Int
    ) -> [Regression] {
        let all = pairs.compactMap { base, candidate -> Regression? in
            let drops = metrics.filter { $0.better != .neither }.compactMap { info -> (String, Double)? in
                guard let before = base.value(of: info.id), let after = candidate.value(of: info.id) else { return nil }
                return (info.id, info.better == .higher ? before - after : after - before)
            }
            guard let worst = drops.max(by: { $0.1 < $1.1 }), worst.1 > 0 else { return nil }
            return Regression(base: base, candidate: candidate, metric: worst.0, drop: worst.1)
        }
        return Array(
            all.enumerated().sorted { ($1.element.drop, $0.offset) < ($0.element.drop, $1.offset) }
                .prefix(limit).map(\.element)
        )
    }
}

/// A metric before the correction over all of them.
private struct Measured {
    let info: MetricInfo
    let difference: PairedDifference?
    let means: (base: Double, candidate: Double)?
    let onlyBase: Int
    let onlyCandidate: Int
    private let isUnchanged: Bool

    init(_ info: MetricInfo, _ pairs: [(ResultRecord, ResultRecord)], _ options: ComparisonOptions) {
        self.info = info
        var base: [Double] = []
        var candidate: [Double] = []
        var only = (base: 0, candidate: 0)
        var clusters: [String?] = []
        for (before, after) in pairs {
            switch (before.value(of: info.id), after.value(of: info.id)) {
            case (let first?, let second?):
                base.append(first)
                candidate.append(second)
                clusters.append(before.cluster)
            case (_?, nil): only.base += 1
            case (nil, _?): only.candidate += 1
            case (nil, nil): break
            }
        }
        var paired = PairedOptions()
        paired.confidence = 1 - options.alpha
        paired.seed = options.seed
        difference = PairedDifference(
            base: base,
            candidate: candidate,
            clusters: clusters.contains { $0 != nil } ? Clusters.numbers(of: clusters) : nil,
            options: paired
        )
        let count = Double(base.count)
        means = base.isEmpty ? nil : (base.reduce(0, +) / count, candidate.reduce(0, +) / count)
        (onlyBase, onlyCandidate) = only
        isUnchanged = base == candidate
    }

    func metric(adjustedP: Double, tests: Int, _ options: ComparisonOptions) -> Comparison.Metric {
        Comparison.Metric(
            info: info,
            difference: difference,
            means: means,
            adjustedP: adjustedP,
            onlyBase: onlyBase,
            onlyCandidate: onlyCandidate,
            verdict: verdict(adjustedP, tests, options),
            mayDrop: info.better == .neither ? nil : options.maxDrop.map(mayDrop)
        )
    }

    private func verdict(_ adjustedP: Double, _ tests: Int, _ options: ComparisonOptions) -> Comparison.Verdict {
        guard let difference else { return onlyBase > 0 && !options.allowsMissing ? .lost : .unclear }
        if adjustedP <= options.alpha, difference.mean.estimate != 0 {
            if info.better == .neither { return .different }
            return (difference.mean.estimate > 0) == (info.better == .higher) ? .better : .worse
        }
        // The least p that so many pairs or clusters can give: all differences of one sign.
        var least = Double(tests) * 2
        for _ in 0..<min(difference.mean.clusters ?? difference.mean.n, 60) { least /= 2 }
        return least > options.alpha && !isUnchanged ? .unclear : .same
    }

    private func mayDrop(_ margin: Double) -> Bool {
        guard let difference else { return false }
        guard !isUnchanged else { return false }
        guard let bounds = difference.mean.bounds else { return true }
        return info.better == .higher ? bounds.lowerBound <= -margin : bounds.upperBound >= margin
    }
}
