public import FielCore

/// Exact match: whether the answer is a gold answer, but for case, punctuation and articles.
///
/// SQuAD's metric (Rajpurkar et al. 2016, section 6.1). An answer that says more than the gold answer does not match it.
public struct ExactMatch: TextMetric {
    /// What the metric declares.
    public static let info = MetricInfo(
        id: "exact_match",
        version: 1,
        range: 0...1,
        better: .higher,
        definition: "1 where the answer is one of the references after SQuAD's normalisation, else 0."
    )

    /// The metric has no settings.
    public init() {}

    /// Whether two texts are equal but for case, punctuation and articles.
    ///
    /// - Parameter question: helps to tell the language, whose articles are left out.
    public static func matches(_ answer: String, _ reference: String, question: String? = nil) -> Bool {
        let language = AnswerTokens.language(question: question, reference: reference)
        return AnswerTokens(answer, language: language) == AnswerTokens(reference, language: language)
    }

    package func outcome(of sample: Sample) -> Outcome {
        let references = sample.references
        guard !references.isEmpty else { return .noReference }
        let matches = references.contains { Self.matches(sample.answer, $0, question: sample.question) }
        return .scored(matches ? 1 : 0)
    }
}
