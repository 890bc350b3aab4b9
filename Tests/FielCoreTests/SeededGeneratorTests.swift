import FielCore
import Testing

@Suite("SeededGenerator")
struct SeededGeneratorTests {
    /// The first numbers of Vigna's public-domain splitmix64.c; seed 0 is also `java.util.SplittableRandom`'s first number.
    @Test(
        "gives the numbers of the reference implementation",
        arguments: [
            (0, [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F]),
            (1_234_567, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]),
        ] as [(UInt64, [UInt64])]
    )
    func referenceNumbers(seed: UInt64, expected: [UInt64]) {
        var generator = SeededGenerator(seed: seed)
        #expect(expected.map { _ in generator.next() } == expected)
    }

    @Test("draws every integer below the bound equally often", arguments: [1, 2, 3, 7, 10, 64])
    func uniformBelow(bound: Int) {
        var generator = SeededGenerator(seed: 5)
        let draws = 20_000
        var counts = [Int](repeating: 0, count: bound)
        for _ in 0..<draws { counts[generator.next(below: bound)] += 1 }
        let expected = Double(draws) / Double(bound)
        // Five standard deviations: one seed, so the outcome is fixed; a bias of 3 % would show.
        #expect(counts.allSatisfy { abs(Double($0) - expected) <= 5 * expected.squareRoot() })
    }

    @Test("has no bias where the bound does not divide 2⁶⁴")
    func unbiasedForHugeBounds() {
        // Taking the high half without rejection, or the remainder, would make the lower half of this range likelier
        // by a third or more.
        var generator = SeededGenerator(seed: 11)
        let bound = Int.max / 4 * 3
        let draws = 20_000
        let low = (0..<draws).count { _ in generator.next(below: bound) < bound / 2 }
        #expect(abs(Double(low) / Double(draws) - 0.5) < 0.02)
    }

    @Test("is a value: a copy goes on with the same numbers")
    func copies() {
        var first = SeededGenerator(seed: 3)
        _ = first.next()
        var second = first
        #expect((0..<10).map { _ in first.next() } == (0..<10).map { _ in second.next() })
    }

    @Test("a bound that is not positive stops the program")
    func badBound() async {
        await #expect(processExitsWith: .failure) {
            var generator = SeededGenerator(seed: 0)
            _ = generator.next(below: 0)
        }
    }
}
