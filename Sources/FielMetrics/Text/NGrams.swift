/// The n-grams of a sequence with their counts.
struct NGrams<Element: Hashable> {
    /// How often each occurs.
    private(set) var counts: [ArraySlice<Element>: Int] = [:]

    /// Counts the stretches of `n` elements.
    init(_ elements: [Element], _ n: Int) {
        guard elements.count >= n else { return }
        for start in 0...(elements.count - n) { counts[elements[start..<start + n], default: 0] += 1 }
    }

    /// How many there are, each as often as it occurs.
    var total: Int { counts.values.reduce(0, +) }

    /// How many stand in both, each as often as in the one with fewer.
    func shared(with other: NGrams) -> Int {
        counts.reduce(0) { $0 + min($1.value, other.counts[$1.key] ?? 0) }
    }

    /// Raises each count to that of another, where it is larger there.
    mutating func formMaximum(with other: NGrams) {
        counts.merge(other.counts, uniquingKeysWith: max)
    }
}

/// Precision, recall and their harmonic mean.
struct FMeasure {
    let precision: Double
    let recall: Double

    /// Of `matches` among so many predicted and so many expected; 0 where there are none.
    init(matches: Int, predicted: Int, expected: Int) {
        self.init(
            precision: Double(matches) / Double(max(1, predicted)),
            recall: Double(matches) / Double(max(1, expected))
        )
    }

    init(precision: Double, recall: Double) {
        (self.precision, self.recall) = (precision, recall)
    }

    /// F1, in 0...1; 0 where both are 0.
    var value: Double {
        precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
    }
}
