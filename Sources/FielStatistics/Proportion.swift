/// Intervals for a share of successes.
public enum Proportion {
    /// The Wilson score interval, which stays in 0...1 and is honest at 0 and at n successes.
    ///
    /// Wilson, "Probable inference, the law of succession, and statistical inference", JASA 1927, without continuity
    /// correction. The trials must be independent: for clustered ones, take `Bootstrap.mean` over zeros and ones.
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
        let n = Double(trials)
        let share = Double(successes) / n
        let z = NormalDistribution.twoSidedQuantile(confidence)
        let centre = (share + z * z / (2 * n)) / (1 + z * z / n)
        let margin = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        // Exact at the ends, where rounding would leave 1e-17 or step outside 0...1.
        let lower = successes == 0 ? 0 : max(0, min(share, centre - margin))
        let upper = successes == trials ? 1 : min(1, max(share, centre + margin))
        return Interval(estimate: share, bounds: lower...upper, n: trials)
    }
}
