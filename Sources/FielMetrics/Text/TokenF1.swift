public import FielCore
import FielText

/// Token F1: how many words answer and gold answer share.
///
/// SQuAD's metric (Rajpurkar et al. 2016, section 6.1), with the best of several gold answers. Where one of the two has no
/// words, it is 1 if neither has, else 0, as in SQuAD 2.0.
public struct TokenF1: TextMetric {
    /// What the metric declares.
    public static let info = MetricInfo(
        id: "token_f1",
        version: 1,
        range: 0...1,
        better: .higher,
        definition: "F1 of the words of answer and reference after SQuAD's normalisation; the best over the references."
    )

    /// The metric has no settings.
    public init() {}

    /// The F1 of two texts' words, in 0...1.
    ///
    /// - Parameter question: helps to tell the language, whose articles are left out.
    public static func score(_ answer: String, _ reference: String, question: String? = nil) -> Double {
        score(answer, reference, AnswerTokens.language(question: question, reference: reference))
    }

    static func score(_ answer: String, _ reference: String, _ language: Language) -> Double {
        let own = AnswerTokens(answer, language: language).words
        let gold = AnswerTokens(reference, language: language).words
        guard !own.isEmpty, !gold.isEmpty else { return own.isEmpty && gold.isEmpty ? 1 : 0 }
        let shared = NGrams(own, 1).shared(with: NGrams(gold, 1))
        return FMeasure(matches: shared, predicted: own.count, expected: gold.count).value
    }

    package func outcome(of sample: Sample) -> Outcome {
        let scores = sample.references.map { Self.score(sample.answer, $0, question: sample.question) }
        return scores.max().map(Outcome.scored) ?? .noReference
    }
}
