public import FielCore

/// Context precision: whether the passages that matter stand before those that do not.
///
/// Average precision, as in RAGAS: the mean over the relevant passages of the share of relevant ones among the passages up to
/// there; 0 where none is relevant. A passage is relevant where the data set says so, and else where it entails a claim of
/// the reference. The data set says so in `relevant_contexts`, one boolean or number (relevant above 0) for each passage, or
/// in `retrieved_context_ids` with `reference_context_ids`.
public struct ContextPrecision: JudgedMetric {
    /// What the metric declares.
    public static let info = MetricInfo(
        id: "context_precision",
        version: 7,
        range: 0...1,
        better: .higher,
        definition:
            "Average precision of the passages, relevant where labelled or entailing a claim of the reference (RAGAS)."
    )

    /// The metric has no settings.
    public init() {}

    /// The average precision of passages in rank order, in 0...1; 0 where none is relevant.
    public static func averagePrecision(_ relevant: [Bool]) -> Double {
        var found = 0.0
        var sum = 0.0
        for (rank, isRelevant) in zip(1..., relevant) where isRelevant {
            found += 1
            sum += found / Double(rank)
        }
        return found > 0 ? sum / found : 0
    }

    package func inquiry(about sample: PreparedSample) -> Inquiry<Outcome> {
        guard sample.hasContexts else { return .known(.noContexts) }
        do throws(FielError) {
            if let labels = try Self.labels(of: sample.sample) { return .known(.scored(Self.averagePrecision(labels))) }
        } catch {
            return .known(.failed(error))
        }
        guard let reference = sample.sample.references.first else { return .known(.noReference) }
        let claims = sample.statements(of: reference).claims
        guard !claims.isEmpty else { return .known(.noReference) }
        let passages = sample.sample.contexts.enumerated().map { place, passage in
            Groundedness().supports(of: claims, by: sample.windows(over: place), contexts: [passage])
        }
        return Inquiry.all(passages).map { supports in
            .scored(Self.averagePrecision(supports.map { $0.contains { $0 >= Groundedness.threshold } }))
        }
    }

    /// Which passages are relevant by the data set's word; nil where it says nothing.
    private static func labels(of sample: Sample) throws(FielError) -> [Bool]? {
        if let field = sample.field("relevant_contexts") {
            let labels = field.value.elements?.compactMap { $0.truth ?? $0.number.map { $0 > 0 } }
            guard let labels, labels.count == sample.contexts.count else {
                throw FielError(
                    .malformedInput,
                    "field \"relevant_contexts\" is no list of \(sample.contexts.count) labels, one for each passage"
                )
            }
            return labels
        }
        guard let gold = sample.field("reference_context_ids"), let own = sample.field("retrieved_context_ids") else {
            return nil
        }
        guard let gold = gold.value.elements, let own = own.value.elements, own.count == sample.contexts.count else {
            throw FielError(
                .malformedInput,
                "field \"retrieved_context_ids\" is no list of \(sample.contexts.count) names, one for each passage"
            )
        }
        return own.map(gold.contains)
    }
}
