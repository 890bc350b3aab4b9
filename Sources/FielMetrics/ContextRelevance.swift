public import FielCore
import FielText

/// Context relevance: whether a passage speaks to the question.
///
/// Per passage a calibrated probability from the similarity of the question with the passage's nearest window, and the
/// largest share of the question's content words in one window. The metric is the mean over the passages.
public struct ContextRelevance: Sendable {
    /// What the metric declares.
    public static let info = MetricInfo(
        id: "context_relevance",
        version: 4,
        range: 0...1,
        better: .higher,
        definition: "Mean over the passages of P(the passage is relevant to the question), calibrated on human labels."
    )

    /// Fitted by `benchmarks/calibrate.py`.
    static let calibration = LogisticModel(bias: -3.5368, weights: [4.5086, 4.1331])

    /// Uses the calibration that Fiel was fitted with.
    public init() {}

    /// What was found for one passage, before calibration.
    public struct Signals: Sendable, Hashable {
        /// The similarity of the question with the passage's nearest window, at most 1.
        public var similarity = 0.0
        /// The largest share of the question's content words in one window of the passage, in 0...1.
        public var recall = 0.0
    }

    /// What has to be found out about a sample's passages; nothing without a question.
    package func inquiry(about sample: PreparedSample) -> Inquiry<[Signals]> {
        guard let question = sample.question else { return .known([]) }
        return .embedding([question] + sample.windows.map(\.text)) { embeddings in
            signals(
                (question, embeddings[0]),
                contexts: sample.sample.contexts,
                windows: sample.windows,
                embeddings: Array(embeddings.dropFirst())
            )
        }
    }

    /// Measures every passage.
    ///
    /// - Parameters:
    ///   - question: what was asked, with its embedding.
    ///   - contexts: the passages.
    ///   - windows: their windows.
    ///   - embeddings: one a window.
    /// - Returns: one result a passage; a passage without words has similarity and recall 0.
    public func signals(
        _ question: (text: String, embedding: Embedding),
        contexts: [String],
        windows: [PassageWindow],
        embeddings: [Embedding]
    ) -> [Signals] {
        let words = Set(LexicalOverlap.contentWords(question.text))
        var signals = contexts.map { _ in Signals() }
        for (window, embedding) in zip(windows, embeddings) {
            let found = signals[window.context]
            signals[window.context] = Signals(
                similarity: max(found.similarity, question.embedding.similarity(embedding)),
                recall: max(found.recall, LexicalOverlap.recall(of: words, in: window.contentWords))
            )
        }
        return signals
    }

    /// P(relevant) of each passage, in 0...1.
    public func relevance(_ signals: [Signals]) -> [Double] {
        signals.map { Self.calibration.probability([$0.similarity, $0.recall]) }
    }

    /// ln(p / (1 − p)) of each passage's P(relevant), kept within ±7: what tells very relevant passages apart.
    public func logOdds(_ signals: [Signals]) -> [Double] { relevance(signals).map(LogisticModel.logit) }

    /// The metric from the passages' relevance.
    public func outcome(_ relevance: [Double], question: String?) -> Outcome {
        guard question != nil else { return .noQuestion }
        guard !relevance.isEmpty else { return .noContexts }
        return .scored(relevance.reduce(0, +) / Double(relevance.count))
    }
}
