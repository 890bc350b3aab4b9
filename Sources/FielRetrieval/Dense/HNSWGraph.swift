package import FielCore

/// A hierarchical navigable small world graph over stored vectors, read where it stands.
///
/// Malkov & Yashunin, "Efficient and robust approximate nearest neighbor search using hierarchical navigable small world
/// graphs", 2018, arXiv 1603.09320. Distances are those of the vectors in 8 bits, whose scores are the same bits on every
/// machine: so are the graph and what is found.
package struct HNSWGraph: Sendable {
    /// The number of nodes: one a stored vector.
    package let count: Int
    /// How it was built.
    package let options: HNSWOptions
    private let entry: Int
    private let bottom, starts, upper: IndexSection

    /// Opens the sections that `HNSWGraph.build` made; costs the same for any size.
    ///
    /// - Throws: `FielError` with code `malformedInput` where the sections contradict one another, `unsupported` for
    ///   those of another version.
    package init(sections: (String) throws(FielError) -> IndexSection) throws(FielError) {
        let header = try sections(GraphLayout.header)
        guard header.count == 4 * GraphLayout.headerWords else {
            throw Self.damaged("header of \(header.count) bytes")
        }
        let words = try header.withBytes { bytes throws(FielError) in
            (0..<GraphLayout.headerWords).map { bytes.word(at: $0 * 4) }
        }
        guard words[0] == GraphLayout.version else {
            throw FielError(.unsupported, "graph of version \(words[0]), expected \(GraphLayout.version)")
        }
        var options = HNSWOptions()
        (options.maximumLinks, options.efConstruction) = (words[2], words[3])
        options.seed = UInt64(words[5]) | UInt64(words[6]) << 32
        (count, entry, self.options) = (words[1], words[4], options)
        bottom = try sections(GraphLayout.bottom)
        starts = try sections(GraphLayout.starts)
        upper = try sections(GraphLayout.upper)
        guard (2...GraphLayout.highestLinks).contains(options.maximumLinks), entry < max(1, count),
            bottom.count == 4 * count * (2 * options.maximumLinks + 1), starts.count == 4 * (count + 1),
            upper.count % (4 * (options.maximumLinks + 1)) == 0
        else { throw Self.damaged("sizes of sections") }
    }

    static func damaged(_ what: String) -> FielError {
        FielError(.malformedInput, "the graph is damaged: \(what)", hint: "build the index again")
    }

    /// The nearest vectors of each query, best first; of equal scores, the lowest number comes first.
    ///
    /// Of the `ef` nodes found, scores are those of the vectors in full where the store keeps them.
    ///
    /// - Parameters:
    ///   - queries: vectors of the store's dimensions.
    ///   - count: the most wanted of each.
    ///   - ef: how many nodes are kept while searching (efSearch); at least `count` are.
    ///   - store: the vectors that the graph was built over.
    ///   - workers: the threads that share the queries.
    ///   - deleted: whether a vector, by its number, must not be found.
    /// - Throws: `FielError` for queries of other dimensions, a store of another size, or a damaged graph.
    package func search(
        _ queries: [[Float]],
        top count: Int,
        ef: Int,
        in store: VectorStore,
        workers: Workers = Workers(),
        deleted: @escaping @Sendable (Int) -> Bool = { _ in false }
    ) throws(FielError) -> [[RetrievedChunk]] {
        guard store.count == self.count else {
            throw Self.damaged("\(self.count) nodes for \(store.count) vectors")
        }
        let prepared = try PreparedQueries(queries, dimensions: store.dimensions)
        guard count > 0, self.count > 0 else { return queries.map { _ in [] } }
        let results = try store.withRows { rows throws(FielError) in
            try withRows { graph throws(FielError) in
                let walks = (0..<workers.threads).map { _ in GraphWalk(count: self.count) }
                return workers.results(queries.count) { query, worker throws(FielError) in
                    let codes = prepared.codes(query)
                    let found = try codes.withGraphQuery(rows, scale: prepared.scales[query]) { x throws(FielError) in
                        try nearest(x, graph, walks[worker], ef: max(ef, count), deleted: deleted)
                    }
                    guard store.keepsFloats else { return Array(found.prefix(count)) }
                    return rows.rescored(found, query: prepared.floats(query), top: count)
                }
            }
        }
        var found: [[RetrievedChunk]] = []
        for result in results { found.append(try result.get()) }
        return found
    }

    private func nearest(
        _ query: GraphQuery,
        _ graph: GraphRows,
        _ walk: GraphWalk,
        ef: Int,
        deleted: (Int) -> Bool
    ) throws(FielError) -> [RetrievedChunk] {
        var scores: [Float] = [0]
        query.score([UInt32(entry)], into: &scores)
        var here = NodeKey(scores[0], UInt32(entry))
        for layer in stride(from: min(graph.layers(of: entry), GraphLayout.highestLayer), to: 0, by: -1) {
            here = try walk.descend(graph, query, from: here, layer: layer)
        }
        return try walk.search(graph, query, from: [here], layer: 0, ef: ef, deleted: deleted)
            .lazy.filter { !$0.score.isNaN }
            .map { RetrievedChunk(index: Int($0.node), score: Double($0.score)) }
    }

    /// Calls `body` with the links, valid as long as it runs.
    func withRows<R>(_ body: (GraphRows) throws(FielError) -> R) throws(FielError) -> R {
        try bottom.withBytes { bottom throws(FielError) in
            try starts.withBytes { starts throws(FielError) in
                try upper.withBytes { upper throws(FielError) in
                    guard let first = bottom.baseAddress, let start = starts.baseAddress, !bottom.isEmpty else {
                        throw Self.damaged("no rows")
                    }
                    return try body(
                        GraphRows(
                            count: count,
                            maximumLinks: options.maximumLinks,
                            bottom: first.assumingMemoryBound(to: UInt32.self),
                            starts: start.assumingMemoryBound(to: UInt32.self),
                            upper: upper.isEmpty ? nil : upper.baseAddress?.assumingMemoryBound(to: UInt32.self),
                            upperRows: upper.count / (4 * (options.maximumLinks + 1))
                        )
                    )
                }
            }
        }
    }
}

extension Workers {
    /// Runs a step that may fail for every number in `0..<count`.
    func results<R: Sendable>(
        _ count: Int,
        _ body: @Sendable (_ step: Int, _ worker: Int) throws(FielError) -> R
    ) -> [Result<R, FielError>] {
        [Result<R, FielError>](unsafeUninitializedCapacity: count) { buffer, initialized in
            nonisolated(unsafe) let buffer = buffer  // each step initialises an element of its own
            forEach(count) { step, worker in
                buffer.initializeElement(at: step, to: Result { () throws(FielError) in try body(step, worker) })
            }
            initialized = count
        }
    }
}

extension [Int8] {
    /// Calls `body` with these codes as the query.
    fileprivate func withGraphQuery<R>(
        _ rows: VectorRows,
        scale: Float,
        _ body: (GraphQuery) throws(FielError) -> [R]
    ) throws(FielError) -> [R] {
        let result = withUnsafeBufferPointer { codes -> Result<[R], FielError> in
            guard let base = codes.baseAddress else { return .success([]) }
            return Result { () throws(FielError) in try body(GraphQuery(rows, codes: base, scale: scale)) }
        }
        return try result.get()
    }
}
