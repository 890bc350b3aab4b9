public import FielCore

/// Answer correctness: whether the answer says what a gold answer says, no less and no more.
///
/// Three parts of the F1 of what is stated, where precision is the mean P(the reference entails a claim of the answer) and
/// recall the mean P(the answer entails a claim of the reference); half a part of the similarity of the two texts, half a part
/// of their token F1. Three to one is the weight that RAGAS gives statements over similarity. An exact match is 1, and of
/// several references the best counts.
public struct AnswerCorrectness: JudgedMetric {
    /// What the metric declares.
    public static let info = MetricInfo(
        id: "answer_correctness",
        version: 7,
        range: 0...1,
        better: .higher,
        definition:
            "0.75 × F1 of the claims that reference and answer entail of each other + 0.125 × similarity + 0.125 × token F1."
    )

    /// The metric has no settings.
    public init() {}

    package func inquiry(about sample: PreparedSample) -> Inquiry<Outcome> {
        let references = sample.sample.references
        guard !references.isEmpty else { return .known(.noReference) }
        if sample.abstains { return .known(.abstained) }
        let own = sample.statements(of: sample.sample.answer)
        guard !own.claims.isEmpty else { return .known(.noCheckableClaim) }
        return Inquiry.all(references.map { correctness(of: own, sample, against: $0) }).map { scores in
            scores.compactMap(\.self).max().map(Outcome.scored) ?? .noReference
        }
    }

    /// The correctness against one reference; nil where it states nothing.
    private func correctness(
        of own: Statements,
        _ sample: PreparedSample,
        against reference: String
    ) -> Inquiry<Double?> {
        let answer = sample.sample.answer
        if ExactMatch.matches(answer, reference, question: sample.question) { return .known(1) }
        let gold = sample.statements(of: reference)
        guard !gold.claims.isEmpty else { return .known(nil) }
        let tokens = TokenF1.score(answer, reference, question: sample.question)
        let precision = Groundedness().supports(of: own.claims, by: gold.windows, contexts: [gold.text])
        let recall = Groundedness().supports(of: gold.claims, by: own.windows, contexts: [own.text])
        let similarity = Inquiry.embedding([answer, reference]) { max(0, $0[0].similarity($0[1])) }
        return precision.and(recall).and(similarity).map { found in
            let stated = FMeasure(precision: found.0.0.mean, recall: found.0.1.mean).value
            return min(1, 0.75 * stated + 0.125 * found.1 + 0.125 * tokens)
        }
    }
}
