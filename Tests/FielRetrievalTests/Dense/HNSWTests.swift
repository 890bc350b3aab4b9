import FielCore
import Testing

@testable import FielRetrieval

@Suite("HNSW") struct HNSWTests {
    private static func graph(_ store: VectorStore, threads: Int = 2, seed: UInt64 = 1) throws -> MemorySections {
        var options = HNSWOptions()
        (options.efConstruction, options.seed) = (60, seed)
        return MemorySections(
            try HNSWGraph.build(over: store, options: options, workers: Workers(threads: threads))
        )
    }

    @Test("recall@10 against exact search is at least 0.98 on clustered vectors")
    func recall() throws {
        var fixture = VectorFixture(seed: 13)
        let vectors = fixture.clustered(2200, 16)
        let store = try VectorStore.of(Array(vectors.prefix(2000)), dimensions: 16)
        let graph = try HNSWGraph(sections: try Self.graph(store).section)
        let queries = Array(vectors.suffix(200))
        let exact = try ExactSearch(store, precision: .float32).search(queries, top: 10)
        let found = try graph.search(queries, top: 10, ef: 100, in: store)
        let hits = zip(exact, found).map { Set($0.map(\.index)).intersection($1.map(\.index)).count }.reduce(0, +)
        #expect(Double(hits) / 2000 >= 0.98)
    }

    @Test("the graph is the same for any number of threads, and another for another seed")
    func determinism() throws {
        var fixture = VectorFixture(seed: 17)
        let store = try VectorStore.of(fixture.clustered(900, 16), dimensions: 16)
        let one = try Self.graph(store, threads: 1)
        #expect(try Self.graph(store, threads: 3).parts == one.parts)
        #expect(try Self.graph(store, seed: 2).parts != one.parts)
    }

    @Test("with ef of the whole graph, a small graph finds what exact search finds", arguments: [1, 2, 17, 300])
    func complete(count: Int) throws {
        var fixture = VectorFixture(seed: UInt64(count))
        let store = try VectorStore.of(fixture.clustered(count, 12, clusters: 3), dimensions: 12)
        let graph = try HNSWGraph(sections: try Self.graph(store).section)
        let queries = (0..<5).map { _ in fixture.unit(12) }
        let exact = try ExactSearch(store, precision: .float32).search(queries, top: 10)
        #expect(try graph.search(queries, top: 10, ef: count, in: store) == exact)
    }

    @Test("a deleted vector is not found, but what lies behind it is")
    func deleted() throws {
        var fixture = VectorFixture(seed: 19)
        let store = try VectorStore.of(fixture.clustered(400, 12), dimensions: 12)
        let graph = try HNSWGraph(sections: try Self.graph(store).section)
        let query = fixture.unit(12)
        let even: @Sendable (Int) -> Bool = { $0 % 2 == 0 }
        let found = try graph.search([query], top: 10, ef: 400, in: store, deleted: even)
        #expect(found == (try ExactSearch(store).search([query], top: 10, deleted: even)))
    }

    @Test("an empty store has an empty graph, and options out of range are refused")
    func bounds() throws {
        let store = try VectorStore.of([], dimensions: 4)
        let graph = try HNSWGraph(sections: try Self.graph(store).section)
        #expect(try graph.search([[1, 0, 0, 0]], top: 3, ef: 10, in: store) == [[]])
        var options = HNSWOptions()
        options.maximumLinks = 1
        #expect(throws: FielError.self) { try HNSWGraph.build(over: store, options: options) }
    }

    @Test("a damaged graph gives an error or a result, never a crash")
    func damaged() throws {
        var fixture = VectorFixture(seed: 23)
        let store = try VectorStore.of(fixture.clustered(300, 12), dimensions: 12)
        let sections = try Self.graph(store)
        let query = fixture.unit(12)
        var random = SeededGenerator(seed: 29)
        for _ in 0..<1000 {
            var damaged = sections
            let name = sections.parts.keys.sorted()[random.next(below: sections.parts.count)]
            guard var bytes = damaged.parts[name], !bytes.isEmpty else { continue }
            if random.next(below: 8) == 0 {
                bytes = Array(bytes.prefix(random.next(below: bytes.count)))
            } else {
                for _ in 0...random.next(below: 40) {
                    bytes[random.next(below: bytes.count)] = UInt8(random.next(below: 256))
                }
            }
            damaged.parts[name] = bytes
            do {
                let graph = try HNSWGraph(sections: damaged.section)
                let found = try graph.search([query], top: 5, ef: 30, in: store)[0]
                #expect(found.allSatisfy { (0..<300).contains($0.index) })
            } catch {
                #expect(error.code == .malformedInput || error.code == .unsupported)
            }
        }
    }
}
