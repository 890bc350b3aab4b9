public import FielCore
public import FielRetrieval

/// How passages are found for a question.
public struct RetrievalOptions: Sendable, Hashable {
    /// Which parts of an index are asked.
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        /// Words, by BM25.
        case bm25
        /// Vectors, every one of them.
        case dense
        /// Vectors, through the graph; every one of them where the index has none because that is as fast.
        case hnsw
        /// Words and vectors, joined by their scores.
        case hybrid
        /// Words and vectors, joined by their ranks.
        case rrf

        /// Whether vectors are needed.
        public var isDense: Bool { self != .bm25 }
    }

    /// Which parts of the index are asked.
    public var mode = Mode.hybrid
    /// The weight of vectors against words where scores are joined: 0 is words alone, 1 vectors alone.
    ///
    /// 0.6 serves well in English and in Portuguese (`results/retrieval.md`).
    public var alpha = 0.6
    /// How words are weighed.
    public var bm25 = BM25()
    /// Whether the best chunks are put in a new order by a model that reads question and chunk together.
    public var reranks = false
    /// The weight of relevance against difference (maximal marginal relevance), in 0...1; nil where chunks may be alike.
    public var mmr: Double?
    /// Whether only the best chunk of each document counts.
    public var foldsDocuments = false
    /// The most passages for a question.
    public var topK = 10

    /// The ten best chunks, by words and vectors.
    public init() {}

    /// Checks the ranges of the numbers.
    ///
    /// - Throws: `FielError` with code `invalidArgument` that names the option.
    public func validate() throws(FielError) {
        guard topK >= 1 else { throw FielError(.invalidArgument, "top-k is \(topK), expected at least 1") }
        for (name, value) in [("alpha", alpha), ("mmr", mmr ?? 0)] where !(0...1).contains(value) {
            throw FielError(.invalidArgument, "\(name) is \(value), expected 0 to 1")
        }
    }
}

/// A passage that was found, best first.
public struct FoundPassage: Sendable, Hashable {
    /// The chunk's number in the index.
    public var index: Int
    /// The chunk: its text, its document and its place there.
    public var chunk: Chunk
    /// How well it matches; higher is better, comparable within one question.
    public var score: Double
}
