/// How well a score tells positives from negatives.
public enum Discrimination {
    /// The area under the ROC curve: how often a positive has the higher score than a negative, a tie counted as half.
    ///
    /// The Mann-Whitney statistic over the number of pairs (Hanley & McNeil, "The meaning and use of the area under a
    /// receiver operating characteristic curve", Radiology 1982), from mean ranks, in O(n log n).
    ///
    /// - Parameters:
    ///   - scores: finite numbers.
    ///   - labels: one a score; true for a positive.
    /// - Returns: in 0...1; nil without a positive or without a negative.
    public static func auroc(_ scores: [Double], _ labels: [Bool]) -> Double? {
        precondition(
            scores.count == labels.count,
            "Discrimination.auroc: \(scores.count) scores, \(labels.count) labels"
        )
        Values.requireFinite(scores)
        let positives = labels.count { $0 }
        let negatives = labels.count - positives
        guard positives > 0, negatives > 0 else { return nil }
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        var rankSum = 0.0
        var start = 0
        while start < order.count {
            var end = start
            while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
            let meanRank = Double(start + 1 + end) / 2
            rankSum += meanRank * Double(order[start..<end].count { labels[$0] })
            start = end
        }
        let wins = rankSum - Double(positives) * Double(positives + 1) / 2
        return wins / (Double(positives) * Double(negatives))
    }

    /// The mean of the share of positives that were called positive and the share of negatives that were not.
    ///
    /// - Parameters:
    ///   - predictions: what was said of each.
    ///   - labels: what each is.
    /// - Returns: in 0...1; nil without a positive or without a negative.
    public static func balancedAccuracy(_ predictions: [Bool], _ labels: [Bool]) -> Double? {
        precondition(
            predictions.count == labels.count,
            "Discrimination.balancedAccuracy: \(predictions.count) predictions, \(labels.count) labels"
        )
        func share(of label: Bool) -> Double? {
            let right = zip(predictions, labels).filter { $0.1 == label }.map { $0.0 == label }
            return right.isEmpty ? nil : Double(right.count { $0 }) / Double(right.count)
        }
        guard let sensitivity = share(of: true), let specificity = share(of: false) else { return nil }
        return (sensitivity + specificity) / 2
    }
}
