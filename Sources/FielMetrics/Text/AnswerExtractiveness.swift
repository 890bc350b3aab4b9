public import FielCore
import FielText

/// Extractiveness: how much of the answer is copied from the passages.
///
/// The coverage of Grusky, Naaman & Artzi 2018 (section 4): the share of the answer's words that stand in fragments shared
/// with a passage, found greedily from left to right, longest first. It describes an answer more than it judges it: a
/// copied answer invents nothing, and one in words of its own may be as faithful.
public struct AnswerExtractiveness: TextMetric {
    /// What the metric declares.
    public static let info = MetricInfo(
        id: "extractiveness",
        version: 2,
        range: 0...1,
        better: .neither,
        definition: "Share of the answer's words in fragments copied from a passage: coverage of Grusky et al. 2018."
    )

    /// The metric has no settings.
    public init() {}

    package func outcome(of sample: Sample) -> Outcome {
        guard sample.contexts.contains(where: { !$0.allSatisfy(\.isWhitespace) }) else { return .noContexts }
        let found = Extractiveness(answer: sample.answer, passages: sample.contexts)
        return found.map { .scored($0.coverage) } ?? .noCheckableClaim
    }
}
