import CFielKernels
package import FielCore

/// What exact search reads.
public enum VectorPrecision: Sendable, Hashable {
    /// The vectors in full.
    case float32
    /// The vectors in 8 bits; then the best `rescored` (at least as many as are wanted) in full, where vectors are kept
    /// so. 0 rescores none.
    case int8(rescored: Int = 100)
}

/// Finds the nearest of all stored vectors by scoring every one.
package struct ExactSearch: Sendable {
    let store: VectorStore
    let precision: VectorPrecision
    let workers: Workers

    /// Rows that are scored in one step; their codes stay in the second-level cache for all queries of a group.
    private static let rowsInStep = 512
    private static let queriesInGroup = 64

    /// Searches a store; where it keeps no vectors in full, 8 bits serve for `float32` too.
    package init(_ store: VectorStore, precision: VectorPrecision = .int8(), workers: Workers = Workers()) {
        self.store = store
        self.precision = store.keepsFloats ? precision : .int8(rescored: 0)
        self.workers = workers
    }

    /// The nearest vectors of each query, best first; of equal scores, the lowest number comes first.
    ///
    /// The result of a query depends neither on the other queries nor on the number of threads.
    ///
    /// - Parameters:
    ///   - queries: vectors of the store's dimensions.
    ///   - count: the most wanted of each.
    ///   - deleted: whether a vector, by its number, must not be found.
    /// - Throws: `FielError` with code `invalidArgument` for a query of other dimensions or with numbers not finite.
    package func search(
        _ queries: [[Float]],
        top count: Int,
        deleted: @escaping @Sendable (Int) -> Bool = { _ in false }
    ) throws(FielError) -> [[RetrievedChunk]] {
        let prepared = try PreparedQueries(queries, dimensions: store.dimensions)
        guard count > 0, store.count > 0 else { return queries.map { _ in [] } }
        let (first, rescores) = candidates(for: count)
        return try store.withRows { rows throws(FielError) in
            var results: [[RetrievedChunk]] = []
            for start in stride(from: 0, to: queries.count, by: Self.queriesInGroup) {
                let group = start..<min(start + Self.queriesInGroup, queries.count)
                results += scan(rows, prepared, group, top: min(first, store.count), deleted: deleted)
            }
            guard rescores else { return results }
            return workers.map(Array(results.enumerated())) { number, found in
                rows.rescored(found, query: prepared.floats(number), top: count)
            }
        }
    }

    private func candidates(for count: Int) -> (count: Int, rescores: Bool) {
        guard case .int8(let rescored) = precision, rescored > 0, store.keepsFloats else { return (count, false) }
        return (max(count, rescored), true)
    }

    /// Scores all rows for a group of queries, each thread with heaps of its own.
    private func scan(
        _ rows: VectorRows,
        _ queries: PreparedQueries,
        _ group: Range<Int>,
        top count: Int,
        deleted: @Sendable (Int) -> Bool
    ) -> [[RetrievedChunk]] {
        let steps = (rows.count + Self.rowsInStep - 1) / Self.rowsInStep
        let crew = (0..<min(workers.threads, steps)).map { _ in
            Scan(queries: group.count, rows: Self.rowsInStep, top: count)
        }
        workers.forEach(steps) { step, worker in
            let range = step * Self.rowsInStep..<min((step + 1) * Self.rowsInStep, rows.count)
            let scan = crew[worker]
            if precision == .float32 {
                scan.scoreFloats(rows, range, queries, group)
            } else {
                scan.scoreCodes(rows, range, queries, group)
            }
            scan.keepBest(range, deleted: deleted)
        }
        return group.indices.map { query in
            let found = crew.flatMap { $0.best[query - group.lowerBound].unsorted }
            return Array(found.sorted { BestChunks.isWorse($1, $0) }.prefix(count))
        }
    }
}

extension VectorRows {
    /// Scores candidates in full and gives the best.
    func rescored(_ candidates: [RetrievedChunk], query: [Float], top count: Int) -> [RetrievedChunk] {
        let places = candidates.map { UInt32($0.index) }
        let scores = exactScores(query, places)
        let found = zip(candidates, scores).map { RetrievedChunk(index: $0.index, score: Double($1)) }
        return Array(found.sorted { BestChunks.isWorse($1, $0) }.prefix(count))
    }
}
