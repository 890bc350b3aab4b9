import FielStatistics
import Foundation
import Testing

@Suite("Discrimination and calibration")
struct CalibrationTests {
    /// What `fixtures/statistics/make.py` computed with scikit-learn and SciPy.
    struct Expected: Decodable {
        var probabilities: [Double]
        var labels: [Bool]
        var auroc: Double
        var balancedAccuracy: Double
        var brier: Double
        var logLoss: Double
        var widthError: Double
        var massError: Double
        var platt: [Double]
    }

    static let expected: [Expected] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "fixtures/statistics/calibration.json")
        return (try? JSONDecoder().decode([Expected].self, from: Data(contentsOf: file))) ?? []
    }()

    @Test("AUROC, balanced accuracy, Brier score, log loss and calibration errors equal scikit-learn's, ties included")
    func scores() throws {
        try #require(Self.expected.count == 4)
        for each in Self.expected {
            let (p, y) = (each.probabilities, each.labels)
            #expect(abs(try #require(Discrimination.auroc(p, y)) - each.auroc) < 1e-12)
            let balanced = try #require(Discrimination.balancedAccuracy(p.map { $0 >= 0.5 }, y))
            #expect(abs(balanced - each.balancedAccuracy) < 1e-12)
            #expect(abs(try #require(Reliability.brierScore(p, y)) - each.brier) < 1e-12)
            #expect(abs(try #require(Reliability.logLoss(p, y)) - each.logLoss) < 1e-12)
            #expect(abs(try #require(Reliability(p, y)).expectedError - each.widthError) < 1e-12)
            let mass = try #require(Reliability(p, y, bins: 5, by: .equalMass))
            // Equal predictions may be parted either way.
            if Set(p).count == p.count { #expect(abs(mass.expectedError - each.massError) < 1e-12) }
        }
    }

    @Test("Platt scaling finds the maximum that a general optimiser finds")
    func platt() throws {
        for each in Self.expected {
            let scores = each.probabilities.map { log($0 / (1 - $0)) }
            let fit = try #require(PlattScaling(fitting: scores, each.labels))
            #expect(abs(fit.slope - each.platt[0]) < 1e-5)
            #expect(abs(fit.offset - each.platt[1]) < 1e-5)
        }
    }

    @Test("Platt scaling stays finite where the scores part the labels, or are all equal")
    func degenerate() throws {
        let parted = try #require(PlattScaling(fitting: [-2, -1, 1, 2], [false, false, true, true]))
        #expect(parted.slope.isFinite && parted.slope > 0)
        #expect(parted.probability(2) > 0.6)
        let equal = try #require(PlattScaling(fitting: [1, 1, 1], [true, false, true]))
        #expect(abs(equal.probability(1) - 0.6) < 0.1)
        #expect(PlattScaling(fitting: [1, 2], [true, true]) == nil)
    }

    @Test("bins of equal mass hold equally many; bins that hold nothing are left out")
    func bins() throws {
        let p = (0..<100).map { Double($0) / 100 }
        let y = p.map { $0 > 0.5 }
        #expect(
            try #require(Reliability(p, y, bins: 8, by: .equalMass)).bins.map(\.n).allSatisfy { (12...13).contains($0) }
        )
        let narrow = try #require(Reliability([0.05, 0.06, 1], [true, false, true]))
        #expect(narrow.bins.map(\.n) == [2, 1])
        #expect(narrow.n == 3)
    }

    @Test("without data, or with one label only, there is no figure")
    func nothing() {
        #expect(Discrimination.auroc([], []) == nil)
        #expect(Discrimination.auroc([0.1, 0.2], [true, true]) == nil)
        #expect(Discrimination.balancedAccuracy([true], [true]) == nil)
        #expect(Reliability([], []) == nil)
        #expect(Reliability.brierScore([], []) == nil)
        #expect(Reliability.logLoss([], []) == nil)
    }

    @Test("the interval of an AUROC holds it, ignores copies within clusters, and is wide where the scores say nothing")
    func aurocInterval() throws {
        let scores = (0..<60).map { Double($0 * 37 % 60) }
        let labels = (0..<60).map { $0 % 3 == 0 }
        let own = try #require(Discrimination.auroc(scores, labels, clusters: nil))
        let bounds = try #require(own.bounds)
        #expect(own.estimate == Discrimination.auroc(scores, labels))
        #expect(bounds.contains(own.estimate) && bounds.contains(0.5))
        let twice = try #require(
            Discrimination.auroc(scores + scores, labels + labels, clusters: Array(0..<60) + Array(0..<60))
        )
        #expect(twice.clusters == 60 && twice.n == 120)
        #expect(abs(try #require(twice.upper) - bounds.upperBound) < 1e-12)
        #expect(Discrimination.auroc(scores, labels, clusters: scores.map { _ in 0 })?.bounds == nil)
        #expect(Discrimination.auroc([1, 2], [true, true], clusters: nil) == nil)
        let parted = try #require(Discrimination.auroc([1, 2, 3, 4], [false, false, true, true], clusters: nil))
        #expect(parted.bounds == 1...1)
    }
}
