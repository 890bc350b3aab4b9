internal import FielCore

/// How a bootstrap is done.
public struct BootstrapOptions: Sendable, Hashable {
    /// How many times the values are drawn anew, at least 1; at 5,000 a bound moves by about 1 % of the width by chance.
    public var resamples = 5000
    /// How often the interval should hold the true mean, between 0 and 1.
    public var confidence = 0.95
    /// The same seed gives the same interval.
    public var seed: UInt64 = 0

    /// Starts with the defaults.
    public init() {}
}

/// Confidence intervals by drawing from the values with replacement.
public enum Bootstrap {
    /// The mean with its percentile bootstrap interval, by cluster where clusters are given.
    ///
    /// The percentile interval of Efron & Tibshirani (*An Introduction to the Bootstrap*, 1993, chapter 13). Values that
    /// share a source are not independent, so with clusters whole clusters are drawn, as many as there are, and the mean
    /// is taken over all values drawn (Davison & Hinkley, *Bootstrap Methods and their Application*, 1997, section 3.8).
    /// The order of the values and the names of the clusters do not matter.
    ///
    /// One value, or one cluster, says nothing about the spread, so it gets no bounds. The interval is too narrow for few
    /// values: of ten normal values, 95 % bounds hold the true mean about 90 % of the time. Equal values give equal
    /// bounds; for zeros and ones `Proportion.wilson` has no such blind spot.
    ///
    /// - Parameters:
    ///   - values: finite numbers.
    ///   - clusters: the cluster of each value, or nil where every value stands for itself.
    ///   - options: how many resamples, which confidence, which seed.
    /// - Returns: nil for no values.
    public static func mean(
        of values: [Double],
        clusters: [Int]? = nil,
        options: BootstrapOptions = BootstrapOptions()
    ) -> Interval? {
        Values.requireFinite(values)
        precondition(options.resamples > 0, "Bootstrap.mean: \(options.resamples) resamples")
        precondition(
            options.confidence > 0 && options.confidence < 1,
            "Bootstrap.mean: confidence \(options.confidence) is not between 0 and 1"
        )
        guard let smallest = values.min(), let largest = values.max() else { return nil }
        let scale = powerOfTwo(near: max(abs(smallest), abs(largest)))
        let totals = totals(of: values.map { $0 / scale }, by: clusters)

        // Rounding may carry a mean past the values it is the mean of, and then past the largest Double.
        func unscaled(_ mean: Double) -> Double { min(max(mean * scale, smallest), largest) }

        let estimate = unscaled(totals.reduce(Total(), +).mean)
        var interval = Interval(
            estimate: estimate,
            bounds: nil,
            n: values.count,
            clusters: clusters.map { _ in totals.count }
        )
        guard totals.count > 1 else { return interval }
        let means = resampledMeans(of: totals, options: options).sorted()
        interval.bounds = Quantile.middle(options.confidence, ofSorted: means)
            .map { unscaled($0.lowerBound)...unscaled($0.upperBound) }
        return interval
    }

    private static func resampledMeans(of totals: [Total], options: BootstrapOptions) -> [Double] {
        var generator = SeededGenerator(seed: options.seed)
        return (0..<options.resamples).map { _ in
            var drawn = Total()
            for _ in totals.indices { drawn = drawn + totals[generator.next(below: totals.count)] }
            return drawn.mean
        }
    }

    /// The totals of the clusters, or of each value by itself, in an order that depends on nothing but the values.
    private static func totals(of values: [Double], by clusters: [Int]?) -> [Total] {
        guard let clusters else { return values.sorted().map { Total(sum: $0, count: 1) } }
        precondition(
            clusters.count == values.count,
            "Bootstrap.mean: \(clusters.count) clusters of \(values.count) values"
        )
        var members: [Int: [Double]] = [:]
        for (value, cluster) in zip(values, clusters) { members[cluster, default: []].append(value) }
        return members.values
            .map { Total(sum: $0.sorted().reduce(0, +), count: Double($0.count)) }
            .sorted { ($0.sum, $0.count) < ($1.sum, $1.count) }
    }

    /// A power of two by which values up to `magnitude` can be divided without rounding, so that their sums stay small.
    private static func powerOfTwo(near magnitude: Double) -> Double {
        magnitude == 0 ? 1 : Double(sign: .plus, exponent: magnitude.exponent, significand: 1)
    }
}

/// The sum of some values and how many there are.
private struct Total {
    var sum = 0.0
    var count = 0.0

    var mean: Double { sum / count }

    static func + (left: Total, right: Total) -> Total {
        Total(sum: left.sum + right.sum, count: left.count + right.count)
    }
}
