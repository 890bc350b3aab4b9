public import FielCore

/// Citation recall: how much of what the answer says is backed by the passages that it cites for it.
///
/// ALCE's definition (Gao et al. 2023, section 3): the share of the answer's checkable sentences that the passages cited in
/// them, `[1]` or `[2, 3]`, together entail. A sentence that cites nothing is not backed. A sentence of several claims is
/// entailed where each of them is.
public struct CitationRecall: JudgedMetric {
    /// What the metric declares.
    public static let info = MetricInfo(
        id: "citation_recall",
        version: 7,
        range: 0...1,
        better: .higher,
        definition: "Share of the answer's checkable sentences that the passages cited in them together entail (ALCE)."
    )

    /// The metric has no settings.
    public init() {}

    package func inquiry(about sample: PreparedSample) -> Inquiry<Outcome> {
        if sample.abstains { return .known(.abstained) }
        guard sample.hasContexts else { return .known(.noContexts) }
        return CitationCheck.inquiry(about: sample).map { checks in
            guard !checks.isEmpty else { return .noCheckableClaim }
            return .scored(Double(checks.count(where: \.isSupported)) / Double(checks.count))
        }
    }
}
