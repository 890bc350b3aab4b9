public import FielCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// How well a classifier judges labelled pairs.
public struct PairQuality: Sendable, Hashable {
    /// The number of pairs, at least 1.
    public let count: Int
    /// The mean of −log P(label), in nats.
    public let loss: Double
    /// The share of pairs judged as labelled, in 0...1.
    public let accuracy: Double
    /// The mean over the labels of the share of their pairs judged so, in 0...1.
    public let balancedAccuracy: Double

    /// Compares judgements with labels, one a pair.
    public init(_ scores: [EntailmentScores], of labels: [LabelledPair.Label]) {
        precondition(!scores.isEmpty && scores.count == labels.count, "PairQuality: \(scores.count) scores")
        var totals: [LabelledPair.Label: (right: Double, all: Double)] = [:]
        var loss = 0.0
        for (scores, label) in zip(scores, labels) {
            loss -= log(max(scores.probability(of: label), .leastNormalMagnitude))
            let total = totals[label] ?? (0, 0)
            totals[label] = (total.right + (scores.agrees(with: label) ? 1 : 0), total.all + 1)
        }
        count = scores.count
        self.loss = loss / Double(count)
        accuracy = totals.values.reduce(0) { $0 + $1.right } / Double(count)
        // Sorted, because the order of a dictionary would change the last bits of the sum.
        balancedAccuracy = totals.values.map { $0.right / $0.all }.sorted().reduce(0, +) / Double(totals.count)
    }
}
