public import FielCore

/// ROUGE-2: how many pairs of neighbouring words answer and gold answer share (Lin 2004, section 2).
///
/// The F-measure of Google's `rouge-score`, without stemming, with the best of several gold answers.
public struct ROUGE2: TextMetric {
    /// What the metric declares.
    public static let info = MetricInfo(
        id: "rouge_2",
        version: 1,
        range: 0...1,
        better: .higher,
        definition: "F1 of the word pairs of answer and reference, as rouge-score has it; the best over the references."
    )

    /// The metric has no settings.
    public init() {}

    /// The F1 of two texts' word pairs, in 0...1.
    public static func score(_ answer: String, _ reference: String) -> Double {
        ROUGE.nGramScore(answer, reference, n: 2)
    }

    package func outcome(of sample: Sample) -> Outcome { sample.best(Self.score) }
}
