public import FielCore

/// How two lists become one.
public enum Fusion: Sendable, Hashable {
    /// A weighted sum of scores.
    case convex(ConvexFusion)
    /// A weighted sum of reciprocal ranks; the first weight is the sparse list's.
    case reciprocalRank(ReciprocalRankFusion)

    /// The chunks of both lists, best first.
    public func fuse(sparse: [RetrievedChunk], dense: [RetrievedChunk]) -> [RetrievedChunk] {
        switch self {
        case .convex(let fusion): fusion.fuse(sparse: sparse, dense: dense)
        case .reciprocalRank(let fusion): fusion.fuse([sparse, dense])
        }
    }
}

/// Asks a sparse and a dense retriever and fuses what they find.
public struct HybridRetriever: Retriever {
    private let sparse: any Retriever
    private let dense: any Retriever
    private let fusion: Fusion
    private let depth: Int

    /// Joins two retrievers.
    ///
    /// - Parameter depth: the chunks asked of each retriever, where fewer are wanted; scores are brought to 0...1 among them.
    public init(sparse: any Retriever, dense: any Retriever, fusion: Fusion, depth: Int = 100) {
        (self.sparse, self.dense, self.fusion, self.depth) = (sparse, dense, fusion, depth)
    }

    /// The best chunks of the fused lists, best first; of equal scores, the lowest number comes first.
    public func retrieve(_ query: String, top count: Int) async throws(FielError) -> [RetrievedChunk] {
        guard count > 0 else { return [] }
        let wanted = max(count, depth)
        let words = try await sparse.retrieve(query, top: wanted)
        let meanings = try await dense.retrieve(query, top: wanted)
        return Array(fusion.fuse(sparse: words, dense: meanings).prefix(count))
    }
}
