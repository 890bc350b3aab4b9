import FielCore
import FielMetrics

/// Every metric, in the order of reports.
enum MetricCatalog {
    /// The metrics of every evaluation; what they need to know is found out together (`SampleSignals`).
    static let defaults = [ContextRelevance.info, Groundedness.info, AnswerRelevance.info, Hallucination.info]

    /// The metrics that are computed where they are asked for.
    static let others: [any SampleMetric] = [
        AnswerCorrectness(), ContextRecall(), ContextPrecision(), NoiseSensitivity(),
        CitationRecall(), CitationPrecision(), AnswerExtractiveness(), AbstentionCorrectness(),
        SelfCheckNLI(), SemanticEntropy(),
        ExactMatch(), TokenF1(), ROUGE1(), ROUGE2(), ROUGEL(), BLEU(), ChrF(),
    ]

    /// What all metrics declare.
    static let infos = defaults + others.map(\.info)
}

/// The metrics that were asked for.
struct MetricSelection: Sendable {
    /// What they declare, in the order of reports.
    let infos: [MetricInfo]
    /// Whether one of the default metrics is among them.
    let includesDefaults: Bool
    /// Those that ask the judges by themselves.
    let judged: [any JudgedMetric]
    /// Those that need no judge.
    let text: [any TextMetric]

    /// Selects metrics by what they declare.
    init(_ infos: [MetricInfo]) {
        let ids = Set(infos.map(\.id))
        let others = MetricCatalog.others.filter { ids.contains($0.info.id) }
        self.infos = infos
        includesDefaults = MetricCatalog.defaults.contains { ids.contains($0.id) }
        judged = others.compactMap { $0 as? any JudgedMetric }
        text = others.compactMap { $0 as? any TextMetric }
    }
}
