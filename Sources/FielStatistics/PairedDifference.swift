internal import FielCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// How a paired comparison is done.
public struct PairedOptions: Sendable, Hashable {
    /// How many times the differences are drawn anew for the interval, at least 1.
    public var resamples = 5000
    /// How many random assignments of signs the permutation test tries, where there are too many to try all.
    public var permutations = 10_000
    /// How often the interval should hold the true difference, between 0 and 1.
    public var confidence = 0.95
    /// How often a true effect of the smallest detectable size would be found, between 0 and 1.
    public var power = 0.8
    /// The same seed gives the same numbers.
    public var seed: UInt64 = 0

    /// Starts with the defaults.
    public init() {}
}

/// What changed between two measurements of the same things.
public struct PairedDifference: Sendable, Hashable {
    /// The mean of candidate − base, with its bootstrap interval, by cluster where clusters are given.
    public var mean: Interval
    /// The two-sided p of the sign-flip permutation test: how probable a mean this far from 0 is if nothing changed.
    public var p: Double
    /// The smallest true difference that so many pairs would have shown; nil where they say nothing of the spread.
    public var smallestDetectable: Double?

    /// Compares pairs of values.
    ///
    /// The interval is `Bootstrap.mean` of the differences. The test flips the signs of whole clusters (Good, *Permutation,
    /// Parametric and Bootstrap Tests of Hypotheses*, 2005, section 3.2): all assignments where there are at most 2^14,
    /// else random ones with p = (1 + those as extreme) / (1 + all), which is never 0 (Phipson & Smyth 2010). The smallest
    /// detectable difference is (z_{1−α/2} + z_{power}) · SE with the clustered standard error of the mean difference
    /// (Miller 2024, arXiv 2411.00640).
    ///
    /// - Parameters:
    ///   - base: finite values.
    ///   - candidate: the values of the same things, in the same order.
    ///   - clusters: the cluster of each pair, or nil where every pair stands for itself.
    /// - Returns: nil for no pairs.
    public init?(
        base: [Double],
        candidate: [Double],
        clusters: [Int]? = nil,
        options: PairedOptions = PairedOptions()
    ) {
        precondition(base.count == candidate.count, "PairedDifference: \(base.count) and \(candidate.count) values")
        let differences = zip(base, candidate).map { $1 - $0 }
        var bootstrap = BootstrapOptions()
        bootstrap.resamples = options.resamples
        bootstrap.confidence = options.confidence
        bootstrap.seed = options.seed
        guard let mean = Bootstrap.mean(of: differences, clusters: clusters, options: bootstrap) else { return nil }
        self.mean = mean
        let sums = Self.sums(of: differences, by: clusters)
        p = Self.signFlip(sums, options)
        smallestDetectable = Self.standardError(differences, sums, clusters).map { error in
            let reach =
                NormalDistribution.twoSidedQuantile(options.confidence)
                + NormalDistribution.quantile(options.power)
            return reach * error
        }
    }

    /// The sums of the clusters, in an order that depends on nothing but the values.
    private static func sums(of differences: [Double], by clusters: [Int]?) -> [Double] {
        guard let clusters else { return differences.sorted() }
        var members: [Int: [Double]] = [:]
        for (difference, cluster) in zip(differences, clusters) { members[cluster, default: []].append(difference) }
        return members.values.map { $0.sorted().reduce(0, +) }.sorted()
    }

    /// P(|Σ ± s| ≥ |Σ s|) over all signs; sums that differ by rounding alone count as equal.
    private static func signFlip(_ sums: [Double], _ options: PairedOptions) -> Double {
        let sums = sums.filter { $0 != 0 }
        guard !sums.isEmpty else { return 1 }
        let observed = abs(sums.reduce(0, +))
        let slack = sums.reduce(0) { $0 + abs($1) } * 1e-12
        if sums.count <= 14 {
            let all = 1 << sums.count
            let extreme = (0..<all).count { signs in
                let sum = sums.indices.reduce(0.0) { $0 + (signs >> $1 & 1 == 0 ? sums[$1] : -sums[$1]) }
                return abs(sum) >= observed - slack
            }
            return Double(extreme) / Double(all)
        }
        var generator = SeededGenerator(seed: options.seed)
        var extreme = 0
        for _ in 0..<options.permutations {
            var sum = 0.0
            var bits: UInt64 = 0
            for (place, value) in sums.enumerated() {
                if place % 64 == 0 { bits = generator.next() }
                sum += bits >> UInt64(place % 64) & 1 == 0 ? value : -value
            }
            if abs(sum) >= observed - slack { extreme += 1 }
        }
        return Double(1 + extreme) / Double(1 + options.permutations)
    }

    /// √(C/(C−1) Σ_c (Σ_{i∈c} (d_i − d̄))²) / n, with every pair its own cluster where none are given.
    private static func standardError(_ differences: [Double], _ sums: [Double], _ clusters: [Int]?) -> Double? {
        guard sums.count > 1 else { return nil }
        let n = Double(differences.count)
        let mean = differences.reduce(0, +) / n
        var sizes: [Int: (sum: Double, count: Double)] = [:]
        for (index, difference) in differences.enumerated() {
            sizes[clusters?[index] ?? index, default: (0, 0)].sum += difference
            sizes[clusters?[index] ?? index, default: (0, 0)].count += 1
        }
        let squares = sizes.values.map { ($0.sum - $0.count * mean) * ($0.sum - $0.count * mean) }.sorted().reduce(0, +)
        let count = Double(sums.count)
        return (count / (count - 1) * squares).squareRoot() / n
    }
}
