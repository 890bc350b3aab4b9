import FielCore
import FielStatistics
import Testing

@Suite("Bootstrap mean")
struct BootstrapTests {
    private static let scores = [
        0.12, 0.95, 0.33, 0.71, 0.88, 0.05, 0.64, 0.47, 0.99, 0.81, 0.26, 0.58, 0.77, 0.91, 0.39, 0.69, 0.02, 0.84,
        0.53,
        0.61,
    ]

    /// From `scipy.stats.bootstrap((scores,), numpy.mean, n_resamples=200000, method="percentile")`, SciPy 1.17.1, mean of
    /// five seeds; with 20,000 resamples a bound varies by about 0.0013 from seed to seed.
    @Test("agrees with SciPy's percentile interval", arguments: [1, 2, 3] as [UInt64])
    func agreesWithSciPy(seed: UInt64) throws {
        let interval = try #require(Bootstrap.mean(of: Self.scores, options: options(20_000, seed: seed)))
        #expect(abs(interval.estimate - 0.5775) < 1e-15)
        #expect(abs(try #require(interval.lower) - 0.4461) < 0.006)
        #expect(abs(try #require(interval.upper) - 0.7020) < 0.006)
        #expect(interval.n == 20)
        #expect(interval.clusters == nil)
    }

    @Test("holds the true mean in 93 to 97 of 100 cases")
    func coverage() throws {
        var generator = SeededGenerator(seed: 2024)
        let trials = 1200
        var held = 0
        for trial in 0..<trials {
            let values = (0..<200).map { _ in Double.random(in: 0..<1, using: &generator) }
            let interval = try #require(Bootstrap.mean(of: values, options: options(400, seed: UInt64(trial))))
            if try #require(interval.bounds).contains(0.5) { held += 1 }
        }
        #expect((0.93...0.97).contains(Double(held) / Double(trials)), "\(held) of \(trials)")
    }

    @Test("with clusters holds the true mean in 93 to 97 of 100 cases, where without them it is far too narrow")
    func clusteredCoverage() throws {
        var generator = SeededGenerator(seed: 77)
        let trials = 800
        var held = 0
        var heldWithout = 0
        for trial in 0..<trials {
            let sample = correlated(clusters: 100, size: 3, using: &generator)
            let options = options(400, seed: UInt64(trial))
            let clustered = try #require(Bootstrap.mean(of: sample.values, clusters: sample.clusters, options: options))
            if try #require(clustered.bounds).contains(0.5) { held += 1 }
            guard trial < 200 else { continue }
            let plain = try #require(Bootstrap.mean(of: sample.values, options: options))
            if try #require(plain.bounds).contains(0.5) { heldWithout += 1 }
        }
        #expect((0.93...0.97).contains(Double(held) / Double(trials)), "\(held) of \(trials)")
        #expect(heldWithout < 170, "\(heldWithout) of 200")
    }

    @Test("is wider by cluster when the values of a cluster are alike, and counts the clusters")
    func widerByCluster() throws {
        var generator = SeededGenerator(seed: 1)
        let sample = correlated(clusters: 30, size: 4, using: &generator)
        let clustered = try #require(Bootstrap.mean(of: sample.values, clusters: sample.clusters))
        let plain = try #require(Bootstrap.mean(of: sample.values))
        #expect(try width(clustered) > 1.5 * width(plain))
        #expect(clustered.estimate == plain.estimate || abs(clustered.estimate - plain.estimate) < 1e-15)
        #expect(clustered.n == 120 && clustered.clusters == 30)
    }

    @Test("clusters of one value each give the interval without clusters")
    func singletonClusters() throws {
        let plain = try #require(Bootstrap.mean(of: Self.scores))
        let clustered = try #require(Bootstrap.mean(of: Self.scores, clusters: Array(Self.scores.indices)))
        #expect(clustered.bounds == plain.bounds)
        #expect(clustered.clusters == 20)
    }

    @Test("weighs the values, not the clusters, equally")
    func unequalClusters() throws {
        let interval = try #require(Bootstrap.mean(of: [1, 1, 1, 0], clusters: [7, 7, 7, -2]))
        #expect(interval.estimate == 0.75)
        #expect(interval.bounds == 0...1)
    }

    @Test("does not depend on the order of the values or the names of the clusters")
    func permuted() throws {
        var generator = SeededGenerator(seed: 9)
        let sample = correlated(clusters: 12, size: 3, using: &generator)
        let plain = Bootstrap.mean(of: sample.values)
        let clustered = Bootstrap.mean(of: sample.values, clusters: sample.clusters)
        for _ in 0..<5 {
            let order = sample.values.indices.shuffled(using: &generator)
            let values = order.map { sample.values[$0] }
            #expect(Bootstrap.mean(of: values) == plain)
            #expect(Bootstrap.mean(of: values, clusters: order.map { 1000 - 7 * sample.clusters[$0] }) == clustered)
        }
    }

    @Test("the same seed gives the same interval, another seed another one")
    func deterministic() {
        let first = Bootstrap.mean(of: Self.scores, options: options(500, seed: 4))
        #expect(Bootstrap.mean(of: Self.scores, options: options(500, seed: 4)) == first)
        #expect(Bootstrap.mean(of: Self.scores, options: options(500, seed: 5)) != first)
    }

    @Test("a higher confidence gives a wider interval")
    func confidence() throws {
        var high = BootstrapOptions()
        high.confidence = 0.99
        let wide = try #require(Bootstrap.mean(of: Self.scores, options: high))
        #expect(try width(wide) > width(#require(Bootstrap.mean(of: Self.scores))))
    }

    @Test("shifting and scaling the values shifts and scales the interval")
    func affine() throws {
        let plain = try #require(Bootstrap.mean(of: Self.scores))
        let moved = try #require(Bootstrap.mean(of: Self.scores.map { 8 * $0 - 3 }))
        #expect(abs(try #require(moved.lower) - (8 * (try #require(plain.lower)) - 3)) < 1e-12)
        #expect(abs(try #require(moved.upper) - (8 * (try #require(plain.upper)) - 3)) < 1e-12)
    }

    @Test("no values give nothing; one value or one cluster gives a mean without bounds")
    func tooFew() throws {
        #expect(Bootstrap.mean(of: []) == nil)
        #expect(Bootstrap.mean(of: [], clusters: []) == nil)
        #expect(Bootstrap.mean(of: [0.3]) == Interval(estimate: 0.3, bounds: nil, n: 1))
        #expect(
            Bootstrap.mean(of: [0.25, 0.75], clusters: [1, 1])
                == Interval(estimate: 0.5, bounds: nil, n: 2, clusters: 1)
        )
    }

    @Test(
        "extreme values give finite bounds within the values",
        arguments: [
            [.greatestFiniteMagnitude, .greatestFiniteMagnitude, .greatestFiniteMagnitude],
            [-.greatestFiniteMagnitude, .greatestFiniteMagnitude, 1, 0],
            [.leastNonzeroMagnitude, .leastNonzeroMagnitude, 0],
            [0, 0, 0], [-0.0, 0.0], [0.1, 0.1, 0.1], [1e308, 1e-308, 1],
        ] as [[Double]]
    )
    func extremes(values: [Double]) throws {
        for clusters in [nil, Array(values.indices), values.indices.map { $0 / 2 }] {
            let interval = try #require(Bootstrap.mean(of: values, clusters: clusters, options: options(200, seed: 0)))
            let reach = try #require(values.min())...(try #require(values.max()))
            #expect(reach.contains(interval.estimate))
            if let bounds = interval.bounds {
                #expect(reach.contains(bounds.lowerBound) && reach.contains(bounds.upperBound))
            }
        }
    }

    @Test("numbers that are not finite, and cluster lists of another length, stop the program")
    func callersBugs() async {
        await #expect(processExitsWith: .failure) { _ = Bootstrap.mean(of: [1, .nan]) }
        await #expect(processExitsWith: .failure) { _ = Bootstrap.mean(of: [1, .infinity]) }
        await #expect(processExitsWith: .failure) { _ = Bootstrap.mean(of: [1, 2], clusters: [1]) }
    }

    private func options(_ resamples: Int, seed: UInt64) -> BootstrapOptions {
        var options = BootstrapOptions()
        options.resamples = resamples
        options.seed = seed
        return options
    }

    private func width(_ interval: Interval) throws -> Double {
        let bounds = try #require(interval.bounds)
        return bounds.upperBound - bounds.lowerBound
    }

    /// Values around 0.5 of which four fifths of the spread belongs to the cluster.
    private func correlated(
        clusters: Int,
        size: Int,
        using generator: inout SeededGenerator
    ) -> (values: [Double], clusters: [Int]) {
        var values: [Double] = []
        var names: [Int] = []
        for cluster in 0..<clusters {
            let centre = Double.random(in: 0.1..<0.9, using: &generator)
            for _ in 0..<size {
                values.append(centre + Double.random(in: -0.1..<0.1, using: &generator))
                names.append(cluster)
            }
        }
        return (values, names)
    }
}
