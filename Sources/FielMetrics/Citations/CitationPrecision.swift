public import FielCore

/// Citation precision: how many of the answer's citations are to the point.
///
/// ALCE's definition (Gao et al. 2023, section 3): the share of the citations in checkable sentences that help to entail
/// their sentence. A citation does not help where the passages cited in the sentence do not entail it together, or where it
/// does not entail the sentence alone and the others do without it. A number that no passage has never helps.
public struct CitationPrecision: JudgedMetric {
    /// What the metric declares.
    public static let info = MetricInfo(
        id: "citation_precision",
        version: 7,
        range: 0...1,
        better: .higher,
        definition: "Share of the citations in checkable sentences that help to entail their sentence (ALCE)."
    )

    /// The metric has no settings.
    public init() {}

    package func inquiry(about sample: PreparedSample) -> Inquiry<Outcome> {
        if sample.abstains { return .known(.abstained) }
        guard sample.hasContexts else { return .known(.noContexts) }
        return CitationCheck.inquiry(about: sample).map { checks in
            guard !checks.isEmpty else { return .noCheckableClaim }
            let citations = checks.reduce(0) { $0 + $1.citations }
            guard citations > 0 else { return .noCitations }
            return .scored(Double(checks.reduce(0) { $0 + $1.precise }) / Double(citations))
        }
    }
}
