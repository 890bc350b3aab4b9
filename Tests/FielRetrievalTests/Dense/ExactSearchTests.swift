import FielCore
import Testing

@testable import FielRetrieval

@Suite("Exact search") struct ExactSearchTests {
    private static func expected(_ vectors: [[Float]], _ query: [Float], top count: Int) -> [Int] {
        let scores = vectors.map { zip($0, query).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } }
        return Array(vectors.indices.sorted { (-scores[$0], $0) < (-scores[$1], $1) }.prefix(count))
    }

    @Test("the nearest vectors are found in full, and in 8 bits once rescored", arguments: [1, 5, 16, 48, 100])
    func nearest(dimensions: Int) throws {
        var fixture = VectorFixture(seed: UInt64(dimensions))
        let vectors = dimensions == 1 ? [[1], [-1], [0.5]] : fixture.clustered(1500, dimensions)
        let queries = (0..<7).map { _ in fixture.unit(dimensions) }
        let store = try VectorStore.of(vectors, dimensions: dimensions)
        for precision in [VectorPrecision.float32, .int8(rescored: 200)] {
            let found = try ExactSearch(store, precision: precision).search(queries, top: 10)
            for (query, chunks) in zip(queries, found) {
                #expect(chunks.map(\.index) == Self.expected(vectors, query, top: 10))
            }
        }
    }

    @Test("a result depends neither on the threads nor on the other queries")
    func independence() throws {
        var fixture = VectorFixture(seed: 3)
        let store = try VectorStore.of(fixture.clustered(3000, 40), dimensions: 40)
        let queries = (0..<70).map { _ in fixture.unit(40) }
        for precision in [VectorPrecision.float32, .int8(rescored: 0), .int8()] {
            let search = ExactSearch(store, precision: precision, workers: Workers(threads: 1))
            let together = try search.search(queries, top: 9)
            #expect(try queries.map { try search.search([$0], top: 9)[0] } == together)
            let threaded = ExactSearch(store, precision: precision, workers: Workers(threads: 5))
            #expect(try threaded.search(queries, top: 9) == together)
        }
    }

    @Test("of equal scores the lowest number comes first, whatever the threads", arguments: [1, 4])
    func ties(threads: Int) throws {
        let store = try VectorStore.of(Array(repeating: [0.6, 0.8], count: 2000), dimensions: 2)
        for precision in [VectorPrecision.float32, .int8(rescored: 0), .int8(rescored: 50)] {
            let search = ExactSearch(store, precision: precision, workers: Workers(threads: threads))
            #expect(try search.search([[1, 0]], top: 20)[0].map(\.index) == Array(0..<20))
        }
    }

    @Test("a deleted vector is not found, and the next takes its place")
    func deleted() throws {
        var fixture = VectorFixture(seed: 5)
        let vectors = fixture.clustered(800, 24), query = fixture.unit(24)
        let search = ExactSearch(try VectorStore.of(vectors, dimensions: 24))
        let all = try search.search([query], top: 11)[0]
        let gone = all[0].index
        #expect(try search.search([query], top: 10, deleted: { $0 == gone })[0] == Array(all.dropFirst()))
    }

    @Test("vectors that point away are found too, and no more than there are")
    func negative() throws {
        let search = ExactSearch(try VectorStore.of([[-1, 0], [0, -1]], dimensions: 2))
        #expect(try search.search([[1, 0]], top: 5)[0].map(\.index) == [1, 0])
        #expect(try search.search([[1, 0]], top: 0)[0].isEmpty)
        #expect(try ExactSearch(try VectorStore.of([], dimensions: 2)).search([[1, 0]], top: 3) == [[]])
    }

    @Test("numbers that are not finite and other dimensions are refused")
    func refused() throws {
        var builder = try VectorStoreBuilder(dimensions: 2)
        #expect(throws: FielError.self) { try builder.add([1, .nan]) }
        #expect(throws: FielError.self) { try builder.add([1]) }
        #expect(throws: FielError.self) { try VectorStoreBuilder(dimensions: 0) }
        let search = ExactSearch(try VectorStore.of([[1, 0]], dimensions: 2))
        #expect(throws: FielError.self) { try search.search([[1, 0, 0]], top: 1) }
        #expect(throws: FielError.self) { try search.search([[.infinity, 0]], top: 1) }
    }

    @Test("damaged sections give an error or a result, never a crash")
    func damaged() throws {
        var fixture = VectorFixture(seed: 7)
        var builder = try VectorStoreBuilder(dimensions: 20)
        for vector in fixture.clustered(50, 20) { try builder.add(vector) }
        let sections = MemorySections(builder.sections())
        let query = fixture.unit(20)
        var random = SeededGenerator(seed: 11)
        for _ in 0..<500 {
            var damaged = sections
            let name = sections.parts.keys.sorted()[random.next(below: sections.parts.count)]
            var bytes = damaged.parts[name] ?? []
            if random.next(below: 3) == 0 {
                bytes = Array(bytes.prefix(random.next(below: bytes.count + 1)))
            } else {
                bytes[random.next(below: bytes.count)] = UInt8(random.next(below: 256))
            }
            damaged.parts[name] = bytes
            do {
                let search = ExactSearch(try VectorStore(sections: damaged.section))
                #expect(try search.search([query], top: 5)[0].allSatisfy { (0..<50).contains($0.index) })
            } catch {
                #expect(error.code == .malformedInput || error.code == .unsupported)
            }
        }
    }
}
