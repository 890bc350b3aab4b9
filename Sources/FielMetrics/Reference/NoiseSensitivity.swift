public import FielCore

/// Noise sensitivity: how often the answer repeats from the passages what is not right.
///
/// The share of the answer's checkable claims that the reference does not entail and a passage does. It is the sum of the two
/// modes of RAGAS (relevant and irrelevant passages). What is right but more than the reference says counts as well, so the
/// reference should be complete.
public struct NoiseSensitivity: JudgedMetric {
    /// What the metric declares.
    public static let info = MetricInfo(
        id: "noise_sensitivity",
        version: 7,
        range: 0...1,
        better: .lower,
        definition: "Share of the answer's claims that the passages entail and the reference does not, after RAGAS."
    )

    /// The metric has no settings.
    public init() {}

    package func inquiry(about sample: PreparedSample) -> Inquiry<Outcome> {
        guard let reference = sample.sample.references.first else { return .known(.noReference) }
        guard sample.hasContexts else { return .known(.noContexts) }
        if sample.abstains { return .known(.abstained) }
        let claims = sample.statements(of: sample.sample.answer).claims
        guard !claims.isEmpty else { return .known(.noCheckableClaim) }
        let gold = sample.statements(of: reference)
        guard !gold.claims.isEmpty else { return .known(.noReference) }
        let right = Groundedness().supports(of: claims, by: gold.windows, contexts: [gold.text])
        let found = Groundedness().supports(of: claims, by: sample.windows, contexts: sample.sample.contexts)
        return right.and(found).map { right, found in
            let wrong = zip(right, found).count { $0 < Groundedness.threshold && $1 >= Groundedness.threshold }
            return .scored(Double(wrong) / Double(claims.count))
        }
    }
}
