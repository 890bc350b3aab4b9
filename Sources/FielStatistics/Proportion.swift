/// Intervals for a share of successes.
public enum Proportion {
    /// The Wilson score interval, which stays in 0...1 and is honest at 0 and at n successes.
    ///
    /// Wilson, "Probable inference, the law of succession, and statistical inference", JASA 1927, without continuity
    /// correction. The trials must be independent: for clustered ones, take `wilson(clusters:)`.
    ///
    /// - Parameters:
    ///   - successes: in `0...trials`.
    ///   - trials: how many were tried, at least 0.
    ///   - confidence: how often the interval should hold the true share, between 0 and 1.
    /// - Returns: nil for no trials.
    public static func wilson(successes: Int, of trials: Int, confidence: Double = 0.95) -> Interval? {
        precondition(trials >= 0, "Proportion.wilson: \(trials) trials")
        precondition((0...trials).contains(successes), "Proportion.wilson: \(successes) successes of \(trials) trials")
        guard trials > 0 else { return nil }
        let share = Double(successes) / Double(trials)
        return Interval(estimate: share, bounds: bounds(share, Double(trials), confidence), n: trials)
    }

    /// The Wilson score interval of trials that come in clusters, such as several changes of one answer.
    ///
    /// The number of trials is divided by the design effect, how much the variance between clusters exceeds that of
    /// independent trials, where it does (Franco, Little, Louis & Slud, "Comparative study of confidence intervals for
    /// proportions in complex sample surveys", Journal of Survey Statistics and Methodology 2019). Where all trials end
    /// alike nothing is known of that, and a cluster counts as one trial. Clusters of one trial each give the interval of
    /// `wilson(successes:of:)`.
    ///
    /// - Parameters:
    ///   - clusters: the successes, in `0...trials`, and the trials of each.
    ///   - confidence: how often the interval should hold the true share, between 0 and 1.
    /// - Returns: nil for no trials.
    public static func wilson(clusters: [(successes: Int, trials: Int)], confidence: Double = 0.95) -> Interval? {
        let clusters = clusters.filter { $0.trials > 0 }
        let (successes, trials) = clusters.reduce((0, 0)) { ($0.0 + $1.successes, $0.1 + $1.trials) }
        guard var interval = wilson(successes: successes, of: trials, confidence: confidence) else { return nil }
        let (n, count, share) = (Double(trials), Double(clusters.count), interval.estimate)
        var effective = count
        if successes > 0, successes < trials, count > 1 {
            let squares = clusters.map { Double($0.successes) - share * Double($0.trials) }.map { $0 * $0 }.sorted()
            let variance = count / (count - 1) * squares.reduce(0, +) / (n * n)
            effective = n / max(1, variance * (n - 1) / (share * (1 - share)))
        }
        interval.bounds = bounds(share, effective, confidence)
        interval.clusters = clusters.count
        return interval
    }

    private static func bounds(_ share: Double, _ n: Double, _ confidence: Double) -> ClosedRange<Double> {
        let z = NormalDistribution.twoSidedQuantile(confidence)
        let centre = (share + z * z / (2 * n)) / (1 + z * z / n)
        let margin = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        // Exact at the ends, where rounding would leave 1e-17 or step outside 0...1.
        let lower = share == 0 ? 0 : max(0, min(share, centre - margin))
        let upper = share == 1 ? 1 : min(1, max(share, centre + margin))
        return lower...upper
    }
}
