public import FielCore

/// Joins a sparse and a dense list by a weighted sum of their scores, each brought to 0...1 within the query.
///
/// score = α · dense + (1 − α) · sparse, with (s − least) / (greatest − least) in place of each score s (Bruch, Gai & Ingber,
/// "An analysis of fusion functions for hybrid retrieval", ACM TOIS 2023). A chunk that a list lacks has 0 there; where
/// all scores of a list are equal, each counts as 1.
public struct ConvexFusion: Sendable, Hashable {
    /// The weight of the dense list, in 0...1.
    public let alpha: Double

    /// Weighs the dense list by `alpha` and the sparse one by the rest: 0 is sparse only, 1 dense only.
    ///
    /// - Throws: `FielError` with code `invalidArgument` for an `alpha` outside 0...1.
    public init(alpha: Double = 0.5) throws(FielError) {
        guard (0...1).contains(alpha) else {
            throw FielError(.invalidArgument, "alpha is \(alpha), expected 0 to 1")
        }
        self.alpha = alpha
    }

    /// The chunks of both lists, best first; of equal scores, the lowest number comes first.
    ///
    /// A list of weight 0 contributes no chunk. Scores are in 0...1.
    public func fuse(sparse: [RetrievedChunk], dense: [RetrievedChunk]) -> [RetrievedChunk] {
        var scores: [Int: Double] = [:]
        for (list, weight) in [(sparse, 1 - alpha), (dense, alpha)] where weight > 0 {
            for chunk in list.minMaxScores() { scores[chunk.index, default: 0] += weight * chunk.score }
        }
        return scores.ranked()
    }
}

extension [RetrievedChunk] {
    /// The scores brought to 0...1 by their least and greatest; all 1 where they are equal.
    ///
    /// Of chunks that occur again, only the first stays.
    func minMaxScores() -> [RetrievedChunk] {
        var seen: Set<Int> = []
        let chunks = filter { seen.insert($0.index).inserted }
        guard let least = chunks.map(\.score).min(), let greatest = chunks.map(\.score).max() else { return [] }
        return chunks.map {
            let score = greatest > least ? ($0.score - least) / (greatest - least) : 1
            return RetrievedChunk(index: $0.index, score: score)
        }
    }
}

extension [Int: Double] {
    /// Scores by chunk as a list, best first; of equal scores, the lowest number comes first.
    func ranked() -> [RetrievedChunk] {
        map { RetrievedChunk(index: $0.key, score: $0.value) }.sorted { BestChunks.isWorse($1, $0) }
    }
}
