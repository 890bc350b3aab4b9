internal import FielCore

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

    /// The area under the ROC curve with its percentile bootstrap interval: whole clusters are drawn, as by `Bootstrap.mean`.
    ///
    /// Draws without a positive or without a negative are left out. The names of the clusters do not matter.
    ///
    /// - Parameters:
    ///   - scores: finite numbers.
    ///   - labels: one a score; true for a positive.
    ///   - clusters: the cluster of each score, or nil where every score stands for itself.
    /// - Returns: nil without a positive or without a negative.
    public static func auroc(
        _ scores: [Double],
        _ labels: [Bool],
        clusters: [Int]?,
        options: BootstrapOptions = BootstrapOptions()
    ) -> Interval? {
        guard let estimate = auroc(scores, labels) else { return nil }
        let places = clusters.map(Clusters.numbers) ?? Array(scores.indices)
        let count = (places.max() ?? -1) + 1
        var interval = Interval(
            estimate: estimate,
            bounds: nil,
            n: scores.count,
            clusters: clusters.map { _ in count }
        )
        guard count > 1 else { return interval }
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        var generator = SeededGenerator(seed: options.seed)
        let areas = (0..<options.resamples).compactMap { _ in
            var drawn = [Double](repeating: 0, count: count)
            for _ in drawn.indices { drawn[generator.next(below: drawn.count)] += 1 }
            return area(order, scores, labels) { drawn[places[$0]] }
        }.sorted()
        interval.bounds = Quantile.middle(options.confidence, ofSorted: areas)
        return interval
    }

    /// The area where each score counts as often as its weight says; `order` are the scores' places in rising order.
    private static func area(
        _ order: [Int],
        _ scores: [Double],
        _ labels: [Bool],
        weight: (Int) -> Double
    ) -> Double? {
        var (wins, positives, negatives) = (0.0, 0.0, 0.0)
        var start = 0
        while start < order.count {
            var tied = (positives: 0.0, negatives: 0.0)
            let score = scores[order[start]]
            while start < order.count, scores[order[start]] == score {
                let index = order[start]
                if labels[index] { tied.positives += weight(index) } else { tied.negatives += weight(index) }
                start += 1
            }
            wins += tied.positives * (negatives + tied.negatives / 2)
            positives += tied.positives
            negatives += tied.negatives
        }
        return positives > 0 && negatives > 0 ? wins / (positives * negatives) : nil
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
