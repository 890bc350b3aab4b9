import FielCore
import FielStatistics
import Testing

/// Expected values: scipy 1.17 (`permutation_test` over all signs, `norm.ppf`) and statsmodels 0.14 (`OLS` with clustered
/// covariance, `mcnemar(exact=True)`, `multipletests(method="holm")`).
@Suite("Paired comparison") struct PairedTests {
    private let base = [0.62, 0.71, 0.55, 0.80, 0.43, 0.90, 0.66, 0.58, 0.74, 0.69]
    private let candidate = [0.60, 0.75, 0.50, 0.71, 0.40, 0.88, 0.70, 0.49, 0.70, 0.61]

    @Test("mean, p and smallest detectable difference are those of the reference implementations")
    func reference() throws {
        let found = try #require(PairedDifference(base: base, candidate: candidate))
        #expect(abs(found.mean.estimate + 0.034) < 1e-12)
        #expect(found.p == 0.060546875)
        #expect(abs((found.smallestDetectable ?? 0) - 0.041805309322083276) < 1e-12)
        let clusters = [0, 0, 1, 1, 1, 2, 3, 3, 4, 4]
        let clustered = try #require(PairedDifference(base: base, candidate: candidate, clusters: clusters))
        let error = 0.013960659010233007  // clustered, times √(C/(C−1))
        #expect(abs((clustered.smallestDetectable ?? 0) - error * 2.8015852181) < 1e-9)
        #expect(clustered.mean.clusters == 5 && clustered.p > found.p)
    }

    @Test("a thing compared with itself has no difference, no significance and no effect to miss")
    func itself() throws {
        let found = try #require(PairedDifference(base: base, candidate: base))
        #expect(found.mean.estimate == 0 && found.mean.bounds == 0...0 && found.p == 1)
        #expect(found.smallestDetectable == 0)
        #expect(PairedDifference(base: [], candidate: []) == nil)
        let one = try #require(PairedDifference(base: [0.1], candidate: [0.9]))
        #expect(one.p == 1 && one.smallestDetectable == nil && one.mean.bounds == nil)
    }

    @Test("swapping base and candidate changes the sign alone; the order of pairs changes nothing")
    func symmetry() throws {
        let found = try #require(PairedDifference(base: base, candidate: candidate))
        let swapped = try #require(PairedDifference(base: candidate, candidate: base))
        #expect(abs(found.mean.estimate + swapped.mean.estimate) < 1e-15 && found.p == swapped.p)
        let reversed = PairedDifference(base: base.reversed(), candidate: candidate.reversed())
        #expect(reversed == found)
    }

    @Test("the random test agrees with the exact one, and is right about nothing in α of all cases")
    func random() throws {
        var numbers = SeededGenerator(seed: 4)
        func uniform() -> Double { Double(numbers.next() >> 11) / Double(1 << 53) }
        var rejected = 0
        for _ in 0..<400 {
            let values = (0..<30).map { _ in uniform() }
            let others = (0..<30).map { _ in uniform() }
            var options = PairedOptions()
            options.resamples = 10
            options.permutations = 400
            let found = try #require(PairedDifference(base: values, candidate: others, options: options))
            if found.p <= 0.05 { rejected += 1 }
        }
        #expect((8...34).contains(rejected), "\(rejected) of 400 at α = 0.05")
        // 14 pairs are tried in full, 15 (one of them without a difference) too; by chance it must come out alike.
        let few = try #require(PairedDifference(base: base + [0.5], candidate: candidate + [0.5]))
        #expect(few.p == 0.060546875)
        let many = base + base.map { $0 + 0.001 }
        let changed = candidate + candidate.map { $0 + 0.001 }
        let both = try #require(PairedDifference(base: many, candidate: changed))
        #expect(both.p < 0.02 && both.p > 0.001)
    }

    @Test(
        "McNemar's exact p is the reference's",
        arguments: [
            (3, 12, 0.03515625), (0, 0, 1), (5, 5, 1), (0, 7, 0.015625), (40, 75, 0.001412957498607674),
            (400, 520, 8.549170923883781e-05),
        ] as [(Int, Int, Double)]
    )
    func mcNemar(lost: Int, won: Int, expected: Double) {
        #expect(abs(McNemar.exact(lost: lost, won: won) - expected) <= expected * 1e-9)
        #expect(McNemar.exact(lost: won, won: lost) == McNemar.exact(lost: lost, won: won))
    }

    @Test("Holm's adjustment is the reference's, rises with p and stays within 0...1")
    func holm() {
        let adjusted = MultipleTests.holm([0.01, 0.04, 0.03, 0.005, 0.5])
        for (found, expected) in zip(adjusted, [0.04, 0.09, 0.09, 0.025, 0.5]) {
            #expect(abs(found - expected) < 1e-12)
        }
        #expect(MultipleTests.holm([]).isEmpty)
        #expect(MultipleTests.holm([0.9, 0.8]) == [1, 1])
    }
}
