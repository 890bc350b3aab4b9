public import FielCore

/// Finds chunks by the words they share with the query, weighed by BM25.
public struct SparseRetriever: Retriever {
    private let index: InvertedIndex
    private let analyzer: Analyzer
    private let formula: BM25
    private let deleted: @Sendable (Int) -> Bool

    /// Joins an index with the analyzer that its terms came from.
    ///
    /// - Parameter deleted: whether a chunk, by its number, must not be found.
    package init(
        _ index: InvertedIndex,
        analyzer: Analyzer = Analyzer(),
        formula: BM25 = BM25(),
        deleted: @escaping @Sendable (Int) -> Bool = { _ in false }
    ) {
        (self.index, self.analyzer, self.formula, self.deleted) = (index, analyzer, formula, deleted)
    }

    /// The best chunks for a query, best first; of equal scores, the lowest number comes first.
    ///
    /// - Throws: `FielError` for parameters of BM25 out of range, or a damaged index.
    public func search(_ query: String, top count: Int) throws(FielError) -> [RetrievedChunk] {
        try index.search(analyzer.terms(query), top: count, formula: formula, deleted: deleted)
    }

    /// The same as `search`.
    public func retrieve(_ query: String, top count: Int) async throws(FielError) -> [RetrievedChunk] {
        try search(query, top: count)
    }
}
