public import FielCore
import FielMetrics
public import FielRetrieval

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Says how well passages answer a question with both judges: a reranker without a model of its own.
///
/// The log-odds that the context relevance metric gives a passage (nearest window, common words), and a part of the NLI
/// classifier's ln P(passage entails "This text answers the question: …"), which reads both together. The parts were
/// weighed on validation sets by `benchmarks/retrieval.py`.
public struct PassageRelevance: RelevanceModel {
    /// The weight of the classifier's logarithm against log-odds of relevance.
    static let entailmentWeight = 0.2

    private let entailment: any EntailmentModel
    private let embedder: any TextEmbedder

    /// Joins the judges.
    public init(entailment: any EntailmentModel, embedder: any TextEmbedder) {
        self.entailment = entailment
        self.embedder = embedder
    }

    /// One number a passage, in order; higher is better, comparable within one question.
    ///
    /// - Throws: `FielError` where a judge cannot be run.
    public func relevance(of passages: [String], to question: String) async throws(FielError) -> [Double] {
        let metric = ContextRelevance()
        let windows = PassageWindows().windows(over: passages, counter: entailment)
        let embeddings = try await embedder.embed([question] + windows.map(\.text))
        let signals = metric.signals(
            (question, embeddings[0]),
            contexts: passages,
            windows: windows,
            embeddings: Array(embeddings.dropFirst())
        )
        let entailed = try await EntailmentRelevance(entailment).relevance(of: passages, to: question)
        return zip(metric.logOdds(signals), entailed).map { relevant, entailed in
            relevant + Self.entailmentWeight * log(max(entailed, 1e-9))
        }
    }
}
