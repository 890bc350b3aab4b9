public import FielCore

/// ROUGE-L: how long the longest sequence of words is that runs through both answer and gold answer (Lin 2004, section 3).
///
/// The F-measure of Google's `rouge-score`, without stemming, with the best of several gold answers.
public struct ROUGEL: TextMetric {
    /// What the metric declares.
    public static let info = MetricInfo(
        id: "rouge_l",
        version: 1,
        range: 0...1,
        better: .higher,
        definition:
            "F1 of the longest common subsequence of words, as rouge-score has it; the best over the references."
    )

    /// The metric has no settings.
    public init() {}

    /// The F1 of two texts' longest common subsequence of words, in 0...1.
    public static func score(_ answer: String, _ reference: String) -> Double {
        let (own, gold) = (ROUGE.words(answer), ROUGE.words(reference))
        let common = LongestCommonSubsequence.length(own, gold)
        return FMeasure(matches: common, predicted: own.count, expected: gold.count).value
    }

    package func outcome(of sample: Sample) -> Outcome { sample.best(Self.score) }
}
