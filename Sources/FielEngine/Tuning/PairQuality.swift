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
    /// The mean over the labels of the mean of −log P(label) over their pairs, in nats.
    public let loss: Double
    /// The share of pairs judged as labelled, in 0...1.
    public let accuracy: Double
    /// The mean over the labels of the share of their pairs judged so, in 0...1.
    public let balancedAccuracy: Double

    /// What the pairs of one label add up to.
    private struct Total {
        var count = 0.0
        var right = 0.0
        var loss = 0.0
    }

    /// Compares judgements with labels, one a pair.
    public init(_ scores: [EntailmentScores], of labels: [LabelledPair.Label]) {
        precondition(!scores.isEmpty && scores.count == labels.count, "PairQuality: \(scores.count) scores")
        var totals: [String: Total] = [:]
        for (scores, label) in zip(scores, labels) {
            var total = totals[label.name] ?? Total()
            total.count += 1
            total.right += scores.agrees(with: label) ? 1 : 0
            total.loss -= log(max(scores.probability(of: label), .leastNormalMagnitude))
            totals[label.name] = total
        }
        // In the order of the names, because another order would change the last bits of the sums.
        let all = totals.sorted { $0.key < $1.key }.map(\.value)
        count = scores.count
        loss = all.reduce(0) { $0 + $1.loss / $1.count } / Double(all.count)
        accuracy = all.reduce(0) { $0 + $1.right } / Double(count)
        balancedAccuracy = all.reduce(0) { $0 + $1.right / $1.count } / Double(all.count)
    }
}
