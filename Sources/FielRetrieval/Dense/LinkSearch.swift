import FielCore

/// Looks for the links of a new node, in the graph as it stood before the node's batch and among the batch.
struct LinkSearch {
    let graph: GraphRows
    let rows: VectorRows
    let options: HNSWOptions
    let entry: Int
    let batch: Range<Int>

    /// The links of a node of the batch, layer by layer from the bottom (algorithm 1 of the paper).
    func links(for node: Int, _ walk: GraphWalk) throws(FielError) -> [[UInt32]] {
        let query = GraphQuery(rows, node: node)
        let (top, reached) = (graph.layers(of: entry), graph.layers(of: node))
        var here = [NodeKey(rows.scores(of: node, [UInt32(entry)])[0], UInt32(entry))]
        for layer in stride(from: top, to: reached, by: -1) {
            here = [try walk.descend(graph, query, from: here[0], layer: layer)]
        }
        var links = [[UInt32]](repeating: [], count: reached + 1)
        let companions = companions(of: node)
        for layer in stride(from: reached, through: 0, by: -1) {
            var candidates = companions.filter { graph.layers(of: Int($0.node)) >= layer }
            if layer <= top {
                here = try walk.search(graph, query, from: here, layer: layer, ef: options.efConstruction)
                candidates += here
            }
            candidates.sort(by: >)
            let nearest = Array(candidates.prefix(options.efConstruction))
            links[layer] = NeighbourSelection(rows: rows).select(sorted: nearest, most: options.maximumLinks)
        }
        return links
    }

    /// The nodes of the batch before this one.
    private func companions(of node: Int) -> [NodeKey] {
        let places = (batch.lowerBound..<node).map { UInt32($0) }
        return zip(places, rows.scores(of: node, places)).map { NodeKey($1, $0) }
    }
}

/// Chooses links that lead in different directions (algorithm 4 of the paper, without its extensions).
struct NeighbourSelection {
    let rows: VectorRows

    /// The links to keep of a node that has too many.
    func select(_ links: [UInt32], for node: Int, most: Int) -> [UInt32] {
        let keys = zip(links, rows.scores(of: node, links)).map { NodeKey($1, $0) }
        return select(sorted: keys.sorted(by: >), most: most)
    }

    /// The candidates, best first, that are nearer to the node than to any candidate chosen before.
    func select(sorted candidates: [NodeKey], most: Int) -> [UInt32] {
        guard candidates.count > most else { return candidates.map(\.node) }
        var chosen: [UInt32] = []
        for candidate in candidates where chosen.count < most {
            let toChosen = rows.scores(of: Int(candidate.node), chosen)
            if toChosen.allSatisfy({ $0 <= candidate.score }) { chosen.append(candidate.node) }
        }
        return chosen
    }
}
