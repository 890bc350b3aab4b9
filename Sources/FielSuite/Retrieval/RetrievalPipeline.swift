public import FielCore
public import FielRetrieval

/// Finds passages in an index: retrieves, reranks, makes them differ, and folds chunks to documents, in that order.
public struct RetrievalPipeline: Sendable {
    /// The chunks that each of two retrievers is asked for at least: scores are brought to 0...1 among them, so that the first
    /// places do not depend on how many are wanted.
    private static let fusionDepth = 1000
    /// The chunks that are made to differ, or stay behind those that were reranked.
    private static let poolSize = 100

    /// The share of the reranker's score, chosen on validation sets by `benchmarks/retrieval.py`.
    private static let rerankWeight = 0.5

    private let index: IndexFile
    private let retriever: any Retriever
    private let reranker: Reranker?
    private let options: RetrievalOptions
    /// How vectors are found; nil where none are asked.
    public let denseSearch: DenseSearch?

    /// Joins an index with the models that it is asked with.
    ///
    /// - Parameters:
    ///   - embedder: the model that made the index's vectors; needed for every mode but `bm25`.
    ///   - relevance: reads question and chunk together; needed where `options.reranks`.
    ///   - workers: the threads that share a search.
    /// - Throws: `FielError` with code `invalidArgument` where an option is out of its range, a model is missing, or the index
    ///   has no vectors or those of another model.
    public init(
        _ index: IndexFile,
        embedder: IndexEmbedder? = nil,
        relevance: (any RelevanceModel)? = nil,
        options: RetrievalOptions = RetrievalOptions(),
        workers: Workers = Workers()
    ) throws(FielError) {
        try options.validate()
        (self.index, self.options) = (index, options)
        reranker = try options.reranks ? Self.reranker(relevance) : nil
        let sparse = index.sparseRetriever(options.bm25)
        guard options.mode.isDense else {
            (retriever, denseSearch) = (sparse, nil)
            return
        }
        guard let embedder else { throw FielError(.invalidArgument, "mode \(options.mode.rawValue) needs a model") }
        let search: DenseSearch? = options.mode == .dense ? .exact(.int8()) : nil
        let dense = try index.denseRetriever(embedder, method: search, workers: workers)
        denseSearch = dense.method
        switch options.mode {
        case .hybrid:
            let fusion = Fusion.convex(
                try ConvexFusion(
                    alpha: options.alpha
                )
            )
            retriever = HybridRetriever(sparse: sparse, dense: dense, fusion: fusion, depth: Self.fusionDepth)
        case .rrf:
            let fusion = Fusion.reciprocalRank(try ReciprocalRankFusion())
            retriever = HybridRetriever(sparse: sparse, dense: dense, fusion: fusion, depth: Self.fusionDepth)
        case .bm25, .dense, .hnsw:
            retriever = dense
        }
    }

    private static func reranker(_ relevance: (any RelevanceModel)?) throws(FielError) -> Reranker {
        guard let relevance else { throw FielError(.invalidArgument, "reranking needs a model") }
        return try Reranker(relevance, weight: rerankWeight)
    }

    /// The best passages for a question, best first; fewer than asked for where the index has no more that match.
    ///
    /// - Throws: `FielError` where a model cannot be run or the index is damaged.
    public func passages(for question: String) async throws(FielError) -> [FoundPassage] {
        var found: [FoundPassage] = []
        for chunk in try await ranked(question) {
            found.append(FoundPassage(index: chunk.index, chunk: try index.chunk(chunk.index), score: chunk.score))
        }
        return found
    }

    private func ranked(_ question: String) async throws(FielError) -> [RetrievedChunk] {
        // Chunks of one document push others out of the list, so that it must be longer until it has enough documents.
        var wanted = options.topK
        while true {
            let chunks = try await chunks(question, wanted)
            guard options.foldsDocuments else { return Array(chunks.prefix(options.topK)) }
            let best = try index.bestOfDocuments(chunks)
            if best.count >= options.topK || chunks.count < wanted { return Array(best.prefix(options.topK)) }
            wanted *= 4
        }
    }

    private func chunks(_ question: String, _ count: Int) async throws(FielError) -> [RetrievedChunk] {
        let pool = reranker != nil || options.mmr != nil ? max(count, Self.poolSize) : count
        var chunks = try await retriever.retrieve(question, top: pool)
        if let reranker { chunks = try await rerank(chunks, question, reranker) }
        if let lambda = options.mmr { chunks = try differing(chunks, lambda, count) }
        return chunks
    }

    /// The chunks that the model read in their new order, then the rest as it was.
    private func rerank(
        _ chunks: [RetrievedChunk],
        _ question: String,
        _ reranker: Reranker
    ) async throws(FielError) -> [RetrievedChunk] {
        let read = try await reranker.rerank(chunks, question: question) { number throws(FielError) in
            try index.chunk(number).text
        }
        // Scores of those read are in 0...1; the others fall away from 0 as they did from one another.
        let last = chunks.prefix(reranker.depth).last?.score ?? 0
        return read + chunks.dropFirst(reranker.depth).map { RetrievedChunk(index: $0.index, score: $0.score - last) }
    }

    private func differing(
        _ chunks: [RetrievedChunk],
        _ lambda: Double,
        _ count: Int
    ) throws(FielError) -> [RetrievedChunk] {
        let scored = try ConvexFusion(alpha: 0).fuse(sparse: chunks, dense: [])
        return try MaximalMarginalRelevance(lambda: lambda).select(scored, top: count) { a, b throws(FielError) in
            try index.similarity(a, b)
        }
    }
}
