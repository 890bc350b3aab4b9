public import FielCore

/// Context recall: how much of the gold answer the passages hold.
///
/// The idea of RAGAS, with the judge of groundedness in place of a language model: the mean over the checkable claims of the
/// reference of P(the passages entail the claim), that is, the share to be expected. The answer plays no part.
public struct ContextRecall: JudgedMetric {
    /// What the metric declares.
    public static let info = MetricInfo(
        id: "context_recall",
        version: 7,
        range: 0...1,
        better: .higher,
        definition: "Mean over the reference's checkable claims of P(the passages entail the claim), after RAGAS."
    )

    /// The metric has no settings.
    public init() {}

    package func inquiry(about sample: PreparedSample) -> Inquiry<Outcome> {
        guard let reference = sample.sample.references.first else { return .known(.noReference) }
        guard sample.hasContexts else { return .known(.noContexts) }
        let claims = sample.statements(of: reference).claims
        guard !claims.isEmpty else { return .known(.noReference) }
        return Groundedness().supports(of: claims, by: sample.windows, contexts: sample.sample.contexts)
            .map { .scored($0.mean) }
    }
}
