import FielCore
import FielRetrieval

/// Times exact search and HNSW on vectors that `retrieval_speed.py` wrote, and prints what was found.
enum SearchSpeed {
    /// Arguments: file of vectors, file of queries (f32, row by row), dimensions, k, threads.
    static func run(_ arguments: [String]) throws {
        guard arguments.count == 5, let dimensions = Int(arguments[2]), let k = Int(arguments[3]),
            let threads = Int(arguments[4])
        else { throw FielError(.invalidArgument, "usage: FielBench search VECTORS QUERIES DIMENSIONS K THREADS") }
        let queries = try vectors(arguments[1], dimensions)
        let workers = Workers(threads: threads)
        var builder = try VectorStoreBuilder(dimensions: dimensions)
        for vector in try vectors(arguments[0], dimensions) { try builder.add(vector) }
        let store = try VectorStore(sections: reader(builder.sections()))
        for (name, precision) in [
            ("f32", VectorPrecision.float32), ("int8", .int8(rescored: 0)), ("int8+rescoring", .int8()),
        ] {
            let search = ExactSearch(store, precision: precision, workers: workers)
            try report("exact \(name)", queries, k) { queries throws(FielError) in try search.search(queries, top: k) }
        }
        let clock = ContinuousClock()
        let start = clock.now
        let graph = try HNSWGraph(sections: reader(try HNSWGraph.build(over: store, workers: workers)))
        report(["method": "hnsw build", "seconds": seconds(clock.now - start)], found: [])
        for ef in [20, 40, 80, 160, 320, 640, 1280] {
            try report("hnsw ef \(ef)", queries, k) { queries throws(FielError) in
                try graph.search(queries, top: k, ef: ef, in: store, workers: workers)
            }
        }
    }

    private static func report(
        _ name: String,
        _ queries: [[Float]],
        _ k: Int,
        _ search: ([[Float]]) throws(FielError) -> [[RetrievedChunk]]
    ) throws {
        let clock = ContinuousClock()
        var best = [Double.infinity, .infinity]
        var found: [[RetrievedChunk]] = []
        for _ in 0..<3 {
            var start = clock.now
            found = try search(queries)
            best[0] = min(best[0], seconds(clock.now - start))
            start = clock.now
            for query in queries { _ = try search([query]) }
            best[1] = min(best[1], seconds(clock.now - start))
        }
        let count = Double(queries.count)
        report(
            ["method": name, "ms_batch": 1000 * best[0] / count, "ms_single": 1000 * best[1] / count],
            found: found.map { $0.map(\.index) }
        )
    }

    private static func report(_ facts: KeyValuePairs<String, any Sendable>, found: [[Int]]) {
        var json = JSONWriter()
        json.object { json in
            for (key, value) in facts {
                json.key(key)
                if let number = value as? Double { json.value(number) } else { json.value("\(value)") }
            }
            json.key("found")
            json.array { json in
                for row in found { json.array { json in for index in row { json.value(index) } } }
            }
        }
        print(json.text)
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }

    private static func vectors(_ path: String, _ dimensions: Int) throws -> [[Float]] {
        let file = try MappedFile(path: path)
        let numbers = file.bytes.bindMemory(to: Float.self)
        return withExtendedLifetime(file) {
            stride(from: 0, to: numbers.count, by: dimensions).map { Array(numbers[$0..<$0 + dimensions]) }
        }
    }

    private static func reader(
        _ sections: [(name: String, bytes: [UInt8])]
    ) -> (String) throws(FielError) -> IndexSection {
        { name throws(FielError) in
            guard let section = sections.first(where: { $0.name == name }) else {
                throw FielError(.internalError, "no section \(name)")
            }
            return IndexSection(section.bytes)
        }
    }
}
