public import FielCore

/// Joins lists by the ranks of their chunks alone.
///
/// score = Σ weight / (constant + rank), ranks from 1, nothing for a chunk that a list lacks (Cormack, Clarke & Büttcher,
/// "Reciprocal rank fusion outperforms Condorcet and individual rank learning methods", SIGIR 2009, with weights).
public struct ReciprocalRankFusion: Sendable, Hashable {
    /// What is added to ranks; the greater, the less the first ranks stand out.
    public let constant: Double
    /// The weight of each list; 1 for lists past the end.
    public let weights: [Double]

    /// Uses the paper's constant and equal weights unless told otherwise.
    ///
    /// - Throws: `FielError` with code `invalidArgument` for a constant or weight that is negative or not finite.
    public init(constant: Double = 60, weights: [Double] = []) throws(FielError) {
        for number in [constant] + weights where !(number >= 0 && number.isFinite) {
            throw FielError(.invalidArgument, "reciprocal rank fusion with \(number), expected at least 0")
        }
        (self.constant, self.weights) = (constant, weights)
    }

    /// The chunks of all lists, best first; of equal scores, the lowest number comes first.
    ///
    /// A list of weight 0 contributes no chunk; of chunks that occur again in a list, only the first counts.
    public func fuse(_ lists: [[RetrievedChunk]]) -> [RetrievedChunk] {
        var scores: [Int: Double] = [:]
        for (place, list) in lists.enumerated() {
            let weight = place < weights.count ? weights[place] : 1
            guard weight > 0 else { continue }
            var seen: Set<Int> = []
            for (rank, chunk) in list.enumerated() where seen.insert(chunk.index).inserted {
                scores[chunk.index, default: 0] += weight / (constant + Double(rank + 1))
            }
        }
        return scores.ranked()
    }
}
