public import FielCore

/// Takes an entailment model for a relevance model, by whether a passage entails that it answers the question.
///
/// The hypothesis is a sentence about the question (Yin, Hay & Roth, "Benchmarking zero-shot text classification",
/// EMNLP 2019), because entailment models are trained on statements: a bare question follows from nothing. Such a model has
/// never been trained to rank. Measure it on questions of your own before it replaces the retriever's order, or give it
/// only a part of the weight; a cross-encoder trained on relevance is the better judge.
public struct EntailmentRelevance: RelevanceModel {
    private let model: any EntailmentModel
    private let statement: @Sendable (String) -> String

    /// Joins a model with the statement that stands for a question.
    ///
    /// - Parameter statement: makes the hypothesis of a question.
    public init(
        _ model: any EntailmentModel,
        statement: @escaping @Sendable (String) -> String = { "This text answers the question: \($0)" }
    ) {
        (self.model, self.statement) = (model, statement)
    }

    /// The probability of entailment for each passage, in 0...1; a long passage is cut at its end.
    public func relevance(of passages: [String], to question: String) async throws(FielError) -> [Double] {
        let hypothesis = statement(question)
        return try await model.classify(passages.map { TextPair(premise: $0, hypothesis: hypothesis) }).map(
            \.entailment
        )
    }
}
