public import FielCore

/// chrF: how many character sequences answer and gold answer share (Popović 2015).
///
/// chrF2 as `sacrebleu` has it (Post 2018): sequences of one to six characters without white space, precision and recall each
/// averaged over the orders that both texts are long enough for, recall weighing twice as much. Case counts. In 0...1, where
/// `sacrebleu` prints 0 to 100. Of all metrics by shared text the one that bears inflected words best.
public struct ChrF: TextMetric {
    /// What the metric declares.
    public static let info = MetricInfo(
        id: "chrf",
        version: 1,
        range: 0...1,
        better: .higher,
        definition:
            "chrF2 of sacrebleu (character order 6, word order 0), divided by 100; the best over the references."
    )

    /// The metric has no settings.
    public init() {}

    /// chrF2 of an answer, in 0...1.
    public static func score(_ answer: String, _ reference: String) -> Double {
        let (own, gold) = (characters(answer), characters(reference))
        var (precision, recall, orders) = (0.0, 0.0, 0)
        for n in 1...6 where own.count >= n && gold.count >= n {
            let shared = Double(NGrams(own, n).shared(with: NGrams(gold, n)))
            precision += shared / Double(own.count - n + 1)
            recall += shared / Double(gold.count - n + 1)
            orders += 1
        }
        guard precision + recall > 0 else { return 0 }
        precision /= Double(orders)
        recall /= Double(orders)
        let weight = 4.0  // β² for β = 2
        return (1 + weight) * precision * recall / (weight * precision + recall)
    }

    private static func characters(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { !$0.separatesWords }
    }

    package func outcome(of sample: Sample) -> Outcome { sample.best(Self.score) }
}
