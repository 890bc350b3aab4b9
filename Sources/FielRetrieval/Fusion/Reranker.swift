public import FielCore

/// Says how well passages answer a question; a cross-encoder, or anything else that reads both.
public protocol RelevanceModel: Sendable {
    /// Judges each passage by itself: a result does not depend on the other passages.
    ///
    /// - Returns: one number a passage, in order; higher is better, on any scale.
    /// - Throws: `FielError` when the model cannot be run.
    func relevance(of passages: [String], to question: String) async throws(FielError) -> [Double]
}

/// Orders the best chunks of a retriever anew by a model that reads question and passage together.
public struct Reranker: Sendable {
    private let model: any RelevanceModel
    /// How many of the best chunks the model reads.
    public let depth: Int
    /// The share of the model's score, in 0...1; the rest is the retriever's.
    public let weight: Double

    /// Joins a model with the number of chunks it is to read.
    ///
    /// - Throws: `FielError` with code `invalidArgument` for a depth below 1 or a weight outside 0...1.
    public init(_ model: any RelevanceModel, depth: Int = 50, weight: Double = 1) throws(FielError) {
        guard depth >= 1, (0...1).contains(weight) else {
            throw FielError(.invalidArgument, "reranking of \(depth) chunks with weight \(weight), expected 0 to 1")
        }
        (self.model, self.depth, self.weight) = (model, depth, weight)
    }

    /// The best `depth` chunks in their new order; of equal scores, the lowest number comes first.
    ///
    /// - Parameters:
    ///   - chunks: what a retriever found, best first.
    ///   - question: the question as asked.
    ///   - text: the text of a chunk, by its number.
    /// - Returns: chunks with scores in 0...1: model's and retriever's, each brought to 0...1 within the query, weighed.
    /// - Throws: what the model and `text` throw, and `FielError` with code `internalError` where the model gives another
    ///   number of results or one that is not finite.
    public func rerank(
        _ chunks: [RetrievedChunk],
        question: String,
        text: (Int) throws(FielError) -> String
    ) async throws(FielError) -> [RetrievedChunk] {
        let read = Array(chunks.prefix(depth))
        guard !read.isEmpty else { return [] }
        var passages: [String] = []
        for chunk in read { passages.append(try text(chunk.index)) }
        let judged = try await model.relevance(of: passages, to: question)
        guard judged.count == read.count, judged.allSatisfy(\.isFinite) else {
            throw FielError(.internalError, "\(judged.count) judgements of \(read.count) passages, or one not finite")
        }
        let model = zip(read, judged).map { RetrievedChunk(index: $0.index, score: $1) }
        return try ConvexFusion(alpha: weight).fuse(sparse: read, dense: model)
    }
}
