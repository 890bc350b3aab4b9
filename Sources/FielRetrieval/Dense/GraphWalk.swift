import FielCore

/// What a search through a graph holds; one thread's own, used again from search to search.
final class GraphWalk: Sendable {
    nonisolated(unsafe) private var visited: [UInt64]  // one thread's own, as are all of these
    nonisolated(unsafe) private var open = KeyHeap()
    nonisolated(unsafe) private var best = KeyHeap()
    nonisolated(unsafe) private var fresh: [UInt32] = []
    nonisolated(unsafe) private var scores: [Float] = []

    /// - Parameter count: the nodes of the graph.
    init(count: Int) { visited = Array(repeating: 0, count: (count + 63) / 64) }

    /// Goes to the neighbour nearest to the query until none is nearer.
    func descend(
        _ graph: GraphRows,
        _ query: GraphQuery,
        from start: NodeKey,
        layer: Int
    ) throws(FielError) -> NodeKey {
        var here = start
        while true {
            fresh.removeAll(keepingCapacity: true)
            fresh.append(contentsOf: try graph.links(of: Int(here.node), layer: layer))
            score(query)
            var next = here
            for (node, score) in zip(fresh, scores) { next = max(next, NodeKey(score, node)) }
            guard next > here else { return here }
            here = next
        }
    }

    /// The best nodes of a layer that are found from some entries, best first (algorithm 2 of the paper).
    ///
    /// - Parameters:
    ///   - ef: how many nodes are kept while searching.
    ///   - deleted: nodes that lead on, but are not kept.
    func search(
        _ graph: GraphRows,
        _ query: GraphQuery,
        from entries: [NodeKey],
        layer: Int,
        ef: Int,
        deleted: (Int) -> Bool = { _ in false }
    ) throws(FielError) -> [NodeKey] {
        begin()
        for entry in entries where visit(entry.node) {
            open.push(entry)
            if !deleted(Int(entry.node)) { keep(entry, ef) }
        }
        while let next = open.pop() {
            if best.keys.count >= ef, let worst = best.top?.reversed, next < worst { break }
            fresh.removeAll(keepingCapacity: true)
            for link in try graph.links(of: Int(next.node), layer: layer) where visit(link) { fresh.append(link) }
            score(query)
            for place in fresh.indices {
                let key = NodeKey(scores[place], fresh[place])
                if best.keys.count >= ef, let worst = best.top?.reversed, key < worst { continue }
                open.push(key)
                if !deleted(Int(key.node)) { keep(key, ef) }
            }
        }
        return best.keys.map(\.reversed).sorted(by: >)
    }

    private func begin() {
        visited.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
        open.removeAll()
        best.removeAll()
    }

    /// Whether a node is met for the first time.
    private func visit(_ node: UInt32) -> Bool {
        let (word, bit) = (Int(node >> 6), UInt64(1) << UInt64(node & 63))
        guard visited[word] & bit == 0 else { return false }
        visited[word] |= bit
        return true
    }

    private func keep(_ key: NodeKey, _ ef: Int) {
        if best.keys.count < ef { best.push(key.reversed) } else { best.replaceTop(key.reversed) }
    }

    private func score(_ query: GraphQuery) {
        if scores.count < fresh.count { scores = Array(repeating: 0, count: fresh.count) }
        query.score(fresh, into: &scores)
    }
}

/// A query's codes, in memory that outlives the search.
struct GraphQuery {
    let rows: VectorRows
    let codes: UnsafePointer<Int8>
    let scale: Float

    init(_ rows: VectorRows, codes: UnsafePointer<Int8>, scale: Float) {
        (self.rows, self.codes, self.scale) = (rows, codes, scale)
    }

    /// A stored vector as the query.
    init(_ rows: VectorRows, node: Int) {
        self.init(rows, codes: rows.codes + node * rows.codeStride, scale: rows.scales[node])
    }

    /// Writes one score a node to the start of `scores`.
    func score(_ nodes: [UInt32], into scores: inout [Float]) {
        nodes.withUnsafeBufferPointer { nodes in
            scores.withUnsafeMutableBufferPointer { scores in
                guard let first = nodes.baseAddress, let scores = scores.baseAddress else { return }
                rows.score(codes, scale, first, nodes.count, scores)
            }
        }
    }
}
