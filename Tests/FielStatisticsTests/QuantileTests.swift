import FielStatistics
import Testing

@Suite("Quantile")
struct QuantileTests {
    private static let scores = [
        0.12, 0.95, 0.33, 0.71, 0.88, 0.05, 0.64, 0.47, 0.99, 0.81, 0.26, 0.58, 0.77, 0.91, 0.39, 0.69, 0.02, 0.84,
        0.53,
        0.61,
    ]

    /// From `numpy.quantile`, NumPy 2.4.6.
    @Test(
        "equals NumPy's default",
        arguments: [(0, 0.02), (0.025, 0.03425), (0.1, 0.113), (0.5, 0.625), (0.9, 0.914), (0.975, 0.971), (1, 0.99)]
    )
    func equalsNumPy(share: Double, expected: Double) throws {
        #expect(abs(try #require(Quantile.linear(share, of: Self.scores)) - expected) < 1e-15)
    }

    @Test("no values have no quantile, one value is all of its quantiles")
    func fewValues() {
        #expect(Quantile.linear(0.5, of: []) == nil)
        for share in [0, 0.3, 1] { #expect(Quantile.linear(share, of: [7]) == 7) }
    }

    @Test("does not overflow between the smallest and the largest number")
    func extremes() throws {
        let huge = Double.greatestFiniteMagnitude
        #expect(Quantile.linear(0.5, of: [-huge, huge]) == 0)
        #expect(Quantile.linear(0.7, of: [huge, huge, huge]) == huge)
    }

    @Test("a number that is not finite stops the program")
    func notFinite() async {
        await #expect(processExitsWith: .failure) { _ = Quantile.linear(0.5, of: [1, .nan]) }
    }
}
