public import FielCore

/// Chooses chunks that match the query and differ from one another.
///
/// Each step takes the chunk with the greatest λ · relevance − (1 − λ) · (greatest similarity to a chunk taken before)
/// (Carbonell & Goldstein, "The use of MMR, diversity-based reranking", SIGIR 1998).
public struct MaximalMarginalRelevance: Sendable, Hashable {
    /// The weight of relevance against difference, in 0...1; 1 keeps the order.
    public let lambda: Double

    /// Weighs relevance by `lambda`.
    ///
    /// - Throws: `FielError` with code `invalidArgument` for a `lambda` outside 0...1.
    public init(lambda: Double = 0.7) throws(FielError) {
        guard (0...1).contains(lambda) else {
            throw FielError(.invalidArgument, "lambda is \(lambda), expected 0 to 1")
        }
        self.lambda = lambda
    }

    /// The chosen chunks in the order of choice; of equal values, the lowest number comes first.
    ///
    /// - Parameters:
    ///   - candidates: chunks with their relevance, on a scale comparable with that of `similarity`.
    ///   - count: the most chunks wanted.
    ///   - similarity: of two chunks by their numbers, such as the cosine of their vectors.
    /// - Returns: chunks whose scores are the values they were chosen by; these never rise.
    public func select(
        _ candidates: [RetrievedChunk],
        top count: Int,
        similarity: (Int, Int) throws(FielError) -> Double
    ) throws(FielError) -> [RetrievedChunk] {
        var open = candidates
        var nearest = [Double](repeating: -.infinity, count: candidates.count)
        var chosen: [RetrievedChunk] = []
        while chosen.count < count, !open.isEmpty {
            let values = open.indices.map { place in
                let penalty = chosen.isEmpty ? 0 : (1 - lambda) * nearest[place]
                return RetrievedChunk(index: open[place].index, score: lambda * open[place].score - penalty)
            }
            guard let best = values.indices.max(by: { BestChunks.isWorse(values[$0], values[$1]) }) else { break }
            chosen.append(values[best])
            let taken = open.remove(at: best).index
            nearest.remove(at: best)
            for place in open.indices { nearest[place] = max(nearest[place], try similarity(open[place].index, taken)) }
        }
        return chosen
    }
}
