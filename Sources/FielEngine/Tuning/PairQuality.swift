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
    /// What each pair adds to the loss, weighted so that each label has the same weight in sum: their mean is the loss.
    public let losses: [Double]
    /// What each pair adds to the balanced accuracy, weighted in the same way: their mean is the balanced accuracy.
    public let hits: [Double]

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
        var (losses, hits): ([Double], [Double]) = ([], [])
        let weights = Self.weights(of: labels)
        for ((scores, label), weight) in zip(zip(scores, labels), weights) {
            var total = totals[label.name] ?? Total()
            total.count += 1
            let hit = scores.agrees(with: label) ? 1.0 : 0
            total.right += hit
            let loss = -log(max(scores.probability(of: label), .leastNormalMagnitude))
            total.loss += loss
            losses.append(weight * loss)
            hits.append(weight * hit)
            totals[label.name] = total
        }
        // In the order of the names, because another order would change the last bits of the sums.
        let all = totals.sorted { $0.key < $1.key }.map(\.value)
        (self.losses, self.hits) = (losses, hits)
        count = scores.count
        loss = all.reduce(0) { $0 + $1.loss / $1.count } / Double(all.count)
        accuracy = all.reduce(0) { $0 + $1.right } / Double(count)
        balancedAccuracy = all.reduce(0) { $0 + $1.right / $1.count } / Double(all.count)
    }

    /// The weights with which each label has the same weight in sum, one a label; their mean is 1.
    static func weights(of labels: [LabelledPair.Label]) -> [Double] {
        let counts = Dictionary(labels.map { ($0.name, 1.0) }, uniquingKeysWith: +)
        return labels.map { Double(labels.count) / Double(counts.count) / (counts[$0.name] ?? 1) }
    }
}
