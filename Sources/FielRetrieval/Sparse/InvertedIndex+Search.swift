package import FielCore

/// Scores one term's occurrences in one chunk.
struct ChunkScorer {
    let formula: BM25
    let chunkCount: Int
    let meanLength: Double

    func gain(count: Int, length: Int) -> Double {
        formula.gain(tf: Double(count), relativeLength: Double(length) / meanLength)
    }
}

/// How a search finds its chunks; both ways give the same.
package enum SearchStrategy: Sendable, Hashable {
    /// Scores every chunk that has a term of the query.
    case exhaustive
    /// Skips chunks and blocks that cannot get into the result (Ding and Suel, "Faster top-k document retrieval using
    /// block-max indexes", 2011).
    case blockMaxWAND
}

extension InvertedIndex {
    /// The best chunks for the terms of a query: highest score first, of equal scores the lowest number first.
    ///
    /// - Parameters:
    ///   - terms: the query's terms; a repeated term counts as often as it occurs.
    ///   - count: the most chunks wanted; chunks with a score of 0 are never given.
    ///   - formula: the variant of BM25 and its parameters.
    ///   - deleted: whether a chunk is deleted; such chunks still count in the statistics until they are purged.
    /// - Throws: `FielError` for parameters out of range, or a damaged index.
    package func search(
        _ terms: [String],
        top count: Int,
        formula: BM25 = BM25(),
        strategy: SearchStrategy = .blockMaxWAND,
        deleted: (Int) -> Bool = { _ in false }
    ) throws(FielError) -> [RetrievedChunk] {
        guard formula.isValid else {
            throw FielError(.invalidArgument, "BM25 with k1 \(formula.k1), b \(formula.b), delta \(formula.delta)")
        }
        guard count > 0 else { return [] }
        let scorer = ChunkScorer(formula: formula, chunkCount: chunkCount, meanLength: meanLength)
        return try withPostings { bytes throws(FielError) in
            var cursors = try self.cursors(terms, scorer, bytes)
            var order = Array(cursors.indices)
            var best = BestChunks(limit: count)
            var from = 0
            while let chunk = try nextChunk(
                from: from,
                &cursors,
                &order,
                strategy == .exhaustive ? 0 : best.threshold
            ) {
                if !deleted(chunk) {
                    let length = bytes.lengths.word(at: chunk * 4)
                    var score = 0.0
                    for place in cursors.indices {
                        try cursors[place].advance(to: chunk)
                        guard cursors[place].chunk == chunk else { continue }
                        score += cursors[place].weight * scorer.gain(count: cursors[place].count, length: length)
                    }
                    best.add(RetrievedChunk(index: chunk, score: score))
                }
                from = chunk + 1
            }
            return best.sorted()
        }
    }

    private func cursors(
        _ terms: [String],
        _ scorer: ChunkScorer,
        _ bytes: PostingBytes
    ) throws(FielError) -> [PostingCursor] {
        var cursors: [PostingCursor] = []
        for (term, times) in Dictionary(terms.map { ($0, 1) }, uniquingKeysWith: +).sorted(by: { $0.key < $1.key }) {
            guard let found = try find(term) else { continue }
            let weight = Double(times) * scorer.formula.idf(df: found.df, count: chunkCount)
            guard weight > 0 else { continue }
            cursors.append(try PostingCursor(found.blocks, weight: weight, scorer: scorer, in: bytes))
        }
        return cursors
    }

    /// The next chunk that may score above the threshold.
    private func nextChunk(
        from start: Int,
        _ cursors: inout [PostingCursor],
        _ order: inout [Int],
        _ threshold: Double
    ) throws(FielError) -> Int? {
        var from = start
        while true {
            for place in cursors.indices where cursors[place].chunk < from { try cursors[place].advance(to: from) }
            guard let pivot = pivot(cursors, &order, threshold) else { return nil }
            guard threshold > 0 else { return pivot }
            var (bound, last) = (0.0, Int.max - 1)
            for place in cursors.indices {
                let next = cursors[place].chunk
                if next <= pivot {
                    let block = cursors[place].blockBound(at: pivot)
                    bound += block.bound
                    last = min(last, block.last)
                } else {
                    last = min(last, next - 1)
                }
            }
            if bound * Self.slack > threshold { return pivot }
            from = last + 1
        }
    }

    /// The first chunk up to which the terms' bounds together exceed the threshold.
    ///
    /// - Parameter order: the cursors in the order of their chunks as it was last time, and as it is now.
    private func pivot(_ cursors: [PostingCursor], _ order: inout [Int], _ threshold: Double) -> Int? {
        // Few cursors have moved since the last time, so that insertion takes few steps.
        for end in order.indices.dropFirst() {
            let cursor = order[end]
            var place = end
            while place > 0, cursors[order[place - 1]].chunk > cursors[cursor].chunk {
                order[place] = order[place - 1]
                place -= 1
            }
            order[place] = cursor
        }
        var bound = 0.0
        for place in order where cursors[place].chunk != .max {
            bound += cursors[place].bound
            if bound * Self.slack > threshold { return cursors[place].chunk }
        }
        return nil
    }

    /// Covers the rounding of sums in another order.
    private static var slack: Double { 1 + 1e-9 }
}
