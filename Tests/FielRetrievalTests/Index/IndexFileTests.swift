import FielCore
import Testing

@testable import FielRetrieval

@Suite("Index files") struct IndexFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("chunks, documents and their order come back as they were added")
    func roundTrip() async throws {
        var builder = try Documents.builder(0..<20)
        try builder.add("empty", chunks: [])
        try builder.add("último", chunks: [Chunk(document: "", text: "naïve 水 🌲", range: 3..<17)])
        try await builder.write(to: folder.file("i"), model: WordEmbedder().model)
        let index = try IndexFile(path: folder.file("i"))
        try index.verify()
        #expect((index.documentCount, index.chunkCount) == (22, 61))
        #expect(try index.document(7) == IndexedDocument(id: "d7", chunks: 21..<24))
        #expect(try (21..<24).map { try index.chunk($0) } == Documents.chunks(of: "d7"))
        #expect(try index.document(20) == IndexedDocument(id: "empty", chunks: 60..<60))
        #expect(try index.chunk(60) == Chunk(document: "último", text: "naïve 水 🌲", range: 3..<17))
        #expect(index.hasGraph && index.model?.name == "words")
        #expect(folder.names == ["i"])
    }

    @Test("an index without documents, and one of words alone, open and find what they have")
    func small() async throws {
        try await IndexBuilder().write(to: folder.file("empty"), model: WordEmbedder().model)
        let empty = try IndexFile(path: folder.file("empty"))
        #expect(try empty.sparseRetriever().search("oak", top: 5).isEmpty)
        #expect(try await empty.denseRetriever(WordEmbedder().model).retrieve("oak", top: 5).isEmpty)
        try await Documents.builder(0..<5).write(to: folder.file("words"))
        let words = try IndexFile(path: folder.file("words"))
        #expect(try Set(words.sparseRetriever().search("d3", top: 9).map(\.index)) == [9, 10, 11])
        #expect(throws: FielError.self) { try words.denseRetriever(WordEmbedder().model) }
    }

    @Test("a chunk's own text finds it, by words, exactly and through the graph")
    func retrieval() async throws {
        let model = WordEmbedder().model
        try await Documents.builder(0..<60).write(to: folder.file("i"), model: model)
        let index = try IndexFile(path: folder.file("i"))
        for number in [0, 50, 179] {
            let text = try index.chunk(number).text
            #expect(try index.sparseRetriever().search(text, top: 1).map(\.index) == [number])
            for method in [DenseSearch.exact(.float32), .exact(.int8()), .hnsw(ef: 60)] {
                let retriever = try index.denseRetriever(model, method: method)
                #expect(retriever.method == method)
                #expect(try await retriever.retrieve(text, top: 1).map(\.index) == [number])
            }
        }
        let found = (0..<6).map { RetrievedChunk(index: $0, score: Double(-$0)) }
        #expect(try index.bestOfDocuments(found).map(\.index) == [0, 3])
    }

    @Test("a query with another model than the index's is refused")
    func otherModel() async throws {
        try await Documents.builder(0..<2).write(to: folder.file("i"), model: WordEmbedder().model)
        let index = try IndexFile(path: folder.file("i"))
        let other = IndexEmbedder(id: EmbeddingModelID(name: "words", digest: "2"), embedder: WordEmbedder())
        #expect(throws: FielError.self) { try index.denseRetriever(other) }
    }

    @Test("an index to which documents were added and removed has the bytes of a fresh one", arguments: [true, false])
    func generations(keepsVectors: Bool) async throws {
        let first = try Documents.builder(0..<30, keepsVectors: keepsVectors)
        try await first.write(to: folder.file("i"), model: WordEmbedder().model)
        var builder = try IndexBuilder(extending: try IndexFile(path: folder.file("i")))
        #expect(builder.remove(["d3", "d17", "nowhere"]) == 2)
        #expect(throws: FielError.self) { try builder.add("d4", chunks: []) }
        for id in ["d40", "d17"] { try builder.add(id, chunks: Documents.chunks(of: id)) }
        let embedder = WordEmbedder()
        try await builder.write(to: folder.file("i"), model: embedder.model)
        #expect(embedder.embedded == 6)
        let ids = (0..<30).filter { $0 != 3 && $0 != 17 } + [40, 17]
        let fresh = try Documents.builder(ids, keepsVectors: keepsVectors)
        try await fresh.write(to: folder.file("fresh"), model: WordEmbedder().model)
        #expect(try folder.bytes("i") == folder.bytes("fresh"))
    }

    @Test("documents can be removed without the model, but not added")
    func withoutModel() async throws {
        try await Documents.builder(0..<9).write(to: folder.file("i"), model: WordEmbedder().model)
        var builder = try IndexBuilder(extending: try IndexFile(path: folder.file("i")))
        builder.remove(["d0"])
        try await builder.write(to: folder.file("i"))
        #expect(try IndexFile(path: folder.file("i")).documentCount == 8)
        try builder.add("d0", chunks: Documents.chunks(of: "d0"))
        let before = try folder.bytes("i")
        await #expect(throws: FielError.self) { try await builder.write(to: folder.file("i")) }
        #expect(try folder.bytes("i") == before)
    }

    @Test("the bytes do not depend on the number of threads")
    func threads() async throws {
        for threads in [1, 4] {
            let builder = try Documents.builder(0..<60)
            let workers = Workers(threads: threads)
            try await builder.write(to: folder.file("\(threads)"), model: WordEmbedder().model, workers: workers)
        }
        #expect(try folder.bytes("1") == folder.bytes("4"))
    }
}
