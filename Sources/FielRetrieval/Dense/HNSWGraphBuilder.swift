package import FielCore

extension HNSWGraph {
    /// Builds a graph over stored vectors; the same for the same vectors and options, whatever the number of threads.
    ///
    /// Vectors are added in batches: each vector of a batch looks for its links in the graph before the batch and among
    /// the vectors before it in the batch, and then all links of the batch are entered.
    ///
    /// - Parameters:
    ///   - store: the vectors.
    ///   - options: M, efConstruction and the seed.
    ///   - workers: the threads that share each batch.
    ///   - progress: is told the number of vectors added so far, after each batch.
    /// - Returns: the graph as bytes, section by section.
    /// - Throws: `FielError` with code `invalidArgument` for options out of range, and what `progress` throws.
    package static func build(
        over store: VectorStore,
        options: HNSWOptions = HNSWOptions(),
        workers: Workers = Workers(),
        progress: (Int) throws(FielError) -> Void = { _ in }
    ) throws(FielError) -> [(name: String, bytes: [UInt8])] {
        guard (2...GraphLayout.highestLinks).contains(options.maximumLinks), options.efConstruction >= 1 else {
            throw FielError(
                .invalidArgument,
                "HNSW with M \(options.maximumLinks) and efConstruction \(options.efConstruction), "
                    + "expected 2 to \(GraphLayout.highestLinks) and at least 1"
            )
        }
        var builder = HNSWGraphBuilder(count: store.count, options: options, workers: workers)
        if store.count > 0 {
            try store.withRows { rows throws(FielError) in try builder.addAll(rows, progress) }
        }
        return builder.sections()
    }
}

/// A graph that grows.
struct HNSWGraphBuilder {
    private let options: HNSWOptions
    private let workers: Workers
    private let count: Int
    private var bottom: [UInt32]
    private var starts: [UInt32] = [0]
    private var upper: [UInt32]
    private var entry = 0

    private static let largestBatch = 256
    /// A batch is at most this part of the graph before it, so that few links are missed.
    private static let batchShare = 16

    init(count: Int, options: HNSWOptions, workers: Workers) {
        (self.count, self.options, self.workers) = (count, options, workers)
        var random = SeededGenerator(seed: options.seed)
        for _ in 0..<count {
            // P(layer ≥ l) = M⁻ˡ, as of ⌊−ln U / ln M⌋, in integers.
            var layers: UInt32 = 0
            while layers < GraphLayout.highestLayer, random.next(below: options.maximumLinks) == 0 { layers += 1 }
            starts.append(starts[starts.count - 1] + layers)
        }
        bottom = Array(repeating: 0, count: count * (2 * options.maximumLinks + 1))
        upper = Array(repeating: 0, count: Int(starts[count]) * (options.maximumLinks + 1))
    }

    mutating func addAll(_ rows: VectorRows, _ progress: (Int) throws(FielError) -> Void) throws(FielError) {
        let walks = (0..<workers.threads).map { _ in GraphWalk(count: count) }
        var added = 1
        while added < count {
            let size = max(1, min(Self.largestBatch, added / Self.batchShare, count - added))
            try add(added..<added + size, rows, walks)
            added += size
            try progress(added)
        }
    }

    func sections() -> [(name: String, bytes: [UInt8])] {
        let header = [
            GraphLayout.version, count, options.maximumLinks, options.efConstruction, entry,
            Int(UInt32(truncatingIfNeeded: options.seed)), Int(options.seed >> 32),
        ]
        return [
            (GraphLayout.header, Self.bytes(header.map { UInt32(truncatingIfNeeded: $0) })),
            (GraphLayout.bottom, Self.bytes(bottom)), (GraphLayout.starts, Self.bytes(starts)),
            (GraphLayout.upper, Self.bytes(upper)),
        ]
    }

    private static func bytes(_ words: [UInt32]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(4 * words.count)
        for word in words { bytes.append(word: word) }
        return bytes
    }

    // MARK: A batch

    private struct Edge {
        let target: UInt32, layer: Int, source: UInt32
    }

    private mutating func add(_ batch: Range<Int>, _ rows: VectorRows, _ walks: [GraphWalk]) throws(FielError) {
        let (entry, options, workers) = (entry, options, workers)
        let chosen = withGraph { graph in
            workers.results(batch.count) { step, worker throws(FielError) in
                let search = LinkSearch(graph: graph, rows: rows, options: options, entry: entry, batch: batch)
                return try search.links(for: batch.lowerBound + step, walks[worker])
            }
        }
        var edges: [Edge] = []
        for (node, result) in zip(batch, chosen) {
            for (layer, links) in try result.get().enumerated() {
                write(links, node, layer)
                for link in links { edges.append(Edge(target: link, layer: layer, source: UInt32(node))) }
            }
        }
        try enter(edges, rows)
        for node in batch where layers(of: node) > layers(of: self.entry) { self.entry = node }
    }

    /// Enters the links back to the batch; each row belongs to one thread.
    private mutating func enter(_ edges: [Edge], _ rows: VectorRows) throws(FielError) {
        var sources: [[UInt32]] = []
        var targets: [(node: Int, layer: Int)] = []
        let sorted = edges.sorted { ($0.layer, $0.target, $0.source) < ($1.layer, $1.target, $1.source) }
        for edge in sorted {
            if let last = targets.last, last == (Int(edge.target), edge.layer) {
                sources[sources.count - 1].append(edge.source)
            } else {
                targets.append((Int(edge.target), edge.layer))
                sources.append([edge.source])
            }
        }
        let rewritten = withGraph { [targets, sources, workers] graph in
            workers.results(targets.count) { place, _ throws(FielError) in
                let (node, layer) = targets[place]
                let old = Array(try graph.links(of: node, layer: layer))
                let links = old + sources[place].filter { !old.contains($0) }
                let room = graph.capacity(layer)
                return links.count <= room ? links : NeighbourSelection(rows: rows).select(links, for: node, most: room)
            }
        }
        for (target, links) in zip(targets, rewritten) { write(try links.get(), target.node, target.layer) }
    }

    private func layers(of node: Int) -> Int { Int(starts[node + 1] - starts[node]) }

    private mutating func write(_ links: [UInt32], _ node: Int, _ layer: Int) {
        if layer == 0 {
            let start = node * (2 * options.maximumLinks + 1)
            bottom[start] = UInt32(links.count)
            for (place, link) in links.enumerated() { bottom[start + 1 + place] = link }
        } else {
            let start = (Int(starts[node]) + layer - 1) * (options.maximumLinks + 1)
            upper[start] = UInt32(links.count)
            for (place, link) in links.enumerated() { upper[start + 1 + place] = link }
        }
    }

    private func withGraph<R>(_ body: (GraphRows) -> [R]) -> [R] {
        bottom.withUnsafeBufferPointer { bottom in
            starts.withUnsafeBufferPointer { starts in
                upper.withUnsafeBufferPointer { upper in
                    guard let bottom = bottom.baseAddress, let starts = starts.baseAddress else { return [] }
                    return body(
                        GraphRows(
                            count: count,
                            maximumLinks: options.maximumLinks,
                            bottom: bottom,
                            starts: starts,
                            upper: upper.baseAddress,
                            upperRows: upper.count / (options.maximumLinks + 1)
                        )
                    )
                }
            }
        }
    }
}
