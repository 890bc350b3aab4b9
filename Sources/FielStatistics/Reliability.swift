#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Whether probabilities mean what they say: predictions beside what came true.
public struct Reliability: Sendable, Hashable {
    /// How predictions are put into bins.
    public enum Binning: Sendable, Hashable {
        /// Bins of equal width over 0...1; a prediction on a border falls into the upper bin.
        case equalWidth
        /// Bins of equally many predictions, as nearly as their number allows; equal predictions may be parted.
        case equalMass
    }

    /// Predictions near one another.
    public struct Bin: Sendable, Hashable {
        /// How many predictions fell into it, at least 1.
        public let n: Int
        /// The mean of those predictions, in 0...1.
        public let predicted: Double
        /// The share of them that came true, in 0...1.
        public let observed: Double
    }

    /// The bins that hold predictions, in rising order.
    public let bins: [Bin]
    /// The number of predictions.
    public let n: Int

    /// The mean distance between predicted and observed, weighed by the bins' sizes, in 0...1.
    ///
    /// The expected calibration error of Naeini et al., "Obtaining well calibrated probabilities using Bayesian binning",
    /// AAAI 2015; with bins of equal mass that of Nguyen & O'Connor, EMNLP 2015.
    public var expectedError: Double {
        bins.reduce(0) { $0 + Double($1.n) * abs($1.predicted - $1.observed) } / Double(n)
    }

    /// Bins predictions, as in the reliability diagram of DeGroot & Fienberg, "The comparison and evaluation of
    /// forecasters", The Statistician 1983.
    ///
    /// - Parameters:
    ///   - probabilities: in 0...1.
    ///   - labels: one a probability; whether it came true.
    ///   - bins: how many bins, at least 1.
    /// - Returns: nil for no predictions.
    public init?(_ probabilities: [Double], _ labels: [Bool], bins count: Int = 10, by binning: Binning = .equalWidth) {
        Self.require(probabilities, labels)
        precondition(count >= 1, "Reliability: \(count) bins")
        guard !probabilities.isEmpty else { return nil }
        let order = probabilities.indices.sorted { probabilities[$0] < probabilities[$1] }
        let parts: [ArraySlice<Int>]
        switch binning {
        case .equalWidth:
            func place(_ index: Int) -> Int { min(count - 1, Int(probabilities[index] * Double(count))) }
            parts = Dictionary(grouping: order, by: place).sorted { $0.key < $1.key }.map { $0.value[...] }
        case .equalMass:
            let borders = (0...count).map { $0 * order.count / count }
            parts = zip(borders, borders.dropFirst()).map { order[$0..<$1] }
        }
        bins = parts.filter { !$0.isEmpty }.map { part in
            Bin(
                n: part.count,
                predicted: part.reduce(0) { $0 + probabilities[$1] } / Double(part.count),
                observed: Double(part.count { labels[$0] }) / Double(part.count)
            )
        }
        n = probabilities.count
    }

    /// The mean squared distance of probabilities from what came true (Brier 1950), in 0...1; nil for none.
    public static func brierScore(_ probabilities: [Double], _ labels: [Bool]) -> Double? {
        require(probabilities, labels)
        guard !probabilities.isEmpty else { return nil }
        let sum = zip(probabilities, labels).reduce(0.0) { sum, pair in
            let distance = pair.0 - (pair.1 ? 1 : 0)
            return sum + distance * distance
        }
        return sum / Double(probabilities.count)
    }

    /// The mean of −ln of the probability given to what came true, at least 0; nil for none.
    ///
    /// Probabilities are first kept 1e-15 away from 0 and 1.
    public static func logLoss(_ probabilities: [Double], _ labels: [Bool]) -> Double? {
        require(probabilities, labels)
        guard !probabilities.isEmpty else { return nil }
        let sum = zip(probabilities, labels).reduce(0.0) { sum, pair in
            let p = min(1 - 1e-15, max(1e-15, pair.0))
            return sum - log(pair.1 ? p : 1 - p)
        }
        return sum / Double(probabilities.count)
    }

    private static func require(_ probabilities: [Double], _ labels: [Bool]) {
        precondition(
            probabilities.count == labels.count,
            "Reliability: \(probabilities.count) probabilities, \(labels.count) labels"
        )
        precondition(probabilities.allSatisfy((0...1).contains), "Reliability: a probability is not in 0...1")
    }
}
