public import FielCore

/// How nearest vectors are found.
public enum DenseSearch: Sendable, Hashable {
    /// By scoring every vector.
    case exact(VectorPrecision)
    /// Through the graph, keeping `ef` nodes while searching (efSearch).
    case hnsw(ef: Int)

    /// The number of vectors up to which search is exact: up to here it misses none for about 0.1 ms a query.
    ///
    /// `benchmarks/retrieval_speed.py`, 384 dimensions, two cores, one query at a time: of 10,000 vectors exact search takes
    /// 0.12 ms and a graph with ef 80 0.09 ms, of 20,000 0.16 and 0.09 ms.
    public static let exactUpTo = 10_000

    /// Exact search up to `exactUpTo` vectors, else the graph with ef 80.
    ///
    /// That ef found over 99 % of the nearest ten of 200,000 vectors that lie in clusters, but 5 % of as many without any
    /// structure: measure recall on vectors of your own.
    public static func faster(vectors: Int) -> DenseSearch {
        vectors <= exactUpTo ? .exact(.int8()) : .hnsw(ef: 80)
    }
}

/// Finds chunks by the nearness of their meaning to the query's.
public struct DenseRetriever: Retriever {
    private let store: VectorStore
    private let graph: HNSWGraph?
    private let embedder: any TextEmbedder
    private let workers: Workers
    private let deleted: @Sendable (Int) -> Bool
    /// How vectors are found: as asked, or exactly where there is no graph.
    public let method: DenseSearch

    /// Joins vectors with the model that they came from.
    ///
    /// - Parameters:
    ///   - method: how vectors are found; `nil` takes the faster way. Without a graph, search is exact.
    ///   - deleted: whether a chunk, by its number, must not be found.
    package init(
        _ store: VectorStore,
        graph: HNSWGraph?,
        embedder: any TextEmbedder,
        method: DenseSearch? = nil,
        workers: Workers = Workers(),
        deleted: @escaping @Sendable (Int) -> Bool = { _ in false }
    ) {
        (self.store, self.graph, self.embedder, self.workers, self.deleted) = (store, graph, embedder, workers, deleted)
        let wanted = method ?? .faster(vectors: store.count)
        if case .hnsw = wanted, graph == nil { self.method = .exact(.int8()) } else { self.method = wanted }
    }

    /// The nearest chunks of each vector, best first; of equal scores, the lowest number comes first.
    package func search(_ queries: [[Float]], top count: Int) throws(FielError) -> [[RetrievedChunk]] {
        guard store.count > 0 else { return queries.map { _ in [] } }
        if case .hnsw(let ef) = method, let graph {
            return try graph.search(queries, top: count, ef: ef, in: store, workers: workers, deleted: deleted)
        }
        let precision: VectorPrecision = if case .exact(let precision) = method { precision } else { .int8() }
        return try ExactSearch(store, precision: precision, workers: workers).search(
            queries,
            top: count,
            deleted: deleted
        )
    }

    /// The nearest chunks of each text, best first.
    public func retrieve(_ queries: [String], top count: Int) async throws(FielError) -> [[RetrievedChunk]] {
        try search(try await embedder.embed(queries).map(\.vector), top: count)
    }

    /// The nearest chunks of a query, best first.
    public func retrieve(_ query: String, top count: Int) async throws(FielError) -> [RetrievedChunk] {
        try await retrieve([query], top: count).first ?? []
    }
}
