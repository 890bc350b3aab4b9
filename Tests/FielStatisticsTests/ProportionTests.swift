import FielStatistics
import Testing

@Suite("Wilson interval")
struct ProportionTests {
    /// From `scipy.stats.binomtest(k, n).proportion_ci(confidence, method="wilson")`, SciPy 1.17.1.
    @Test(
        "equals SciPy's",
        arguments: [
            (0, 1, 0.95, 0.0, 0.7934506856227626),
            (1, 1, 0.95, 0.20654931437723745, 1.0),
            (0, 10, 0.95, 0.0, 0.27753279986288926),
            (10, 10, 0.95, 0.7224672001371109, 1.0),
            (5, 10, 0.95, 0.236593090512564, 0.7634069094874361),
            (7, 10, 0.9, 0.4416997958698351, 0.8731234160968021),
            (1, 100, 0.99, 0.0011751454265122932, 0.07980112853499424),
            (499, 1000, 0.95, 0.468073488750724, 0.529934164766247),
            (123_456, 1_000_000, 0.999, 0.12237762384725606, 0.12454253017460803),
        ]
    )
    func equalsSciPy(successes: Int, trials: Int, confidence: Double, lower: Double, upper: Double) throws {
        let interval = try #require(Proportion.wilson(successes: successes, of: trials, confidence: confidence))
        #expect(abs(try #require(interval.lower) - lower) < 1e-13)
        #expect(abs(try #require(interval.upper) - upper) < 1e-13)
        #expect(interval.estimate == Double(successes) / Double(trials))
        #expect(interval.n == trials)
    }

    @Test("counting failures instead of successes mirrors the interval", arguments: 0...20)
    func mirrored(successes: Int) throws {
        let one = try #require(Proportion.wilson(successes: successes, of: 20))
        let other = try #require(Proportion.wilson(successes: 20 - successes, of: 20))
        #expect(abs(try #require(one.lower) - (1 - (try #require(other.upper)))) < 1e-15)
    }

    @Test("holds the estimate, stays in 0...1 and is finite, up to the largest counts")
    func bounded() throws {
        for trials in [1, 2, 3, 1000, 1 << 53, .max] {
            for successes in [0, 1, trials / 2, trials - 1, trials] {
                for confidence in [1e-9, 0.5, 0.95, 1 - 1e-15] {
                    let interval = try #require(
                        Proportion.wilson(successes: successes, of: trials, confidence: confidence)
                    )
                    let bounds = try #require(interval.bounds)
                    #expect(bounds.contains(interval.estimate))
                    #expect(bounds.lowerBound >= 0 && bounds.upperBound <= 1)
                }
            }
        }
    }

    @Test("no trials give no interval")
    func noTrials() {
        #expect(Proportion.wilson(successes: 0, of: 0) == nil)
    }

    @Test("clusters of one trial give the plain interval, copies change n alone, and nothing gets narrower")
    func clusters() throws {
        let single = try #require(Proportion.wilson(clusters: (0..<20).map { ($0 < 14 ? 1 : 0, 1) }))
        let plain = try #require(Proportion.wilson(successes: 14, of: 20))
        #expect(abs(try #require(single.lower) - #require(plain.lower)) < 1e-12)
        #expect(abs(try #require(single.upper) - #require(plain.upper)) < 1e-12)
        let copied = try #require(Proportion.wilson(clusters: (0..<20).map { ($0 < 14 ? 5 : 0, 5) }))
        #expect(copied.n == 100 && copied.clusters == 20 && copied.estimate == 0.7)
        #expect(abs(try #require(copied.upper) - #require(plain.upper)) < 0.01)
        let mixed = try #require(Proportion.wilson(clusters: (0..<20).map { _ in (1, 2) }))
        #expect(mixed.bounds == Proportion.wilson(successes: 20, of: 40)?.bounds)
        #expect(Proportion.wilson(clusters: [(9, 9)])?.bounds == Proportion.wilson(successes: 1, of: 1)?.bounds)
        #expect(Proportion.wilson(clusters: [(0, 0)]) == nil)
    }
}
