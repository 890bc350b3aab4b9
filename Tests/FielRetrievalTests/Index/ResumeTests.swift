import FielCore
import Testing

@testable import FielRetrieval

@Suite("Builds that were ended") struct ResumeTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func whole() async throws -> [UInt8] {
        try await Documents.builder(0..<100).write(to: folder.file("whole"), model: WordEmbedder().model)
        return try folder.bytes("whole")
    }

    /// Builds an index of 300 chunks with a model that fails after some.
    private func end(after chunks: Int) async throws {
        let builder = try Documents.builder(0..<100)
        await #expect(throws: FielError.self) {
            try await builder.write(to: folder.file("i"), model: WordEmbedder(failingAfter: chunks).model)
        }
    }

    @Test("a build goes on from the batches that are finished, and gives the same bytes")
    func resume() async throws {
        let expected = try await whole()
        try await end(after: 200)
        #expect(folder.names == ["i.embeddings", "whole"])
        let embedder = WordEmbedder()
        try await Documents.builder(0..<100).write(to: folder.file("i"), model: embedder.model)
        #expect(embedder.embedded == 300 - 192)
        #expect(try folder.bytes("i") == expected)
        #expect(folder.names == ["i", "whole"])
    }

    @Test("a journal that was cut or damaged anywhere gives the same bytes")
    func damagedJournal() async throws {
        let expected = try await whole()
        try await end(after: 280)
        let journal = try folder.bytes("i.embeddings")
        let builder = try Documents.builder(0..<100)
        var random = SeededGenerator(seed: 41)
        for round in 0..<20 {
            var bytes = journal
            if round % 2 == 0 {
                bytes = Array(bytes.prefix(random.next(below: bytes.count)))
            } else {
                bytes[random.next(below: round < 10 ? 40 : bytes.count)] ^= 1 << UInt8(random.next(below: 8))
            }
            try folder.write(bytes, "i.embeddings")
            try await builder.write(to: folder.file("i"), model: WordEmbedder().model)
            #expect(try folder.bytes("i") == expected)
        }
    }

    @Test("a journal of other texts is not used")
    func foreignJournal() async throws {
        try await end(after: 200)
        let embedder = WordEmbedder()
        try await Documents.builder(1..<101).write(to: folder.file("i"), model: embedder.model)
        #expect(embedder.embedded == 300)
    }

    @Test("while one build holds its journal, another of the same index is an error")
    func locked() async throws {
        let held = try EmbeddingJournal(of: folder.file("i"), texts: ["a"], model: WordEmbedder().model.id)
        let error = await #expect(throws: FielError.self) {
            try await Documents.builder(0..<3).write(to: folder.file("i"), model: WordEmbedder().model)
        }
        #expect(error?.code == .unavailable)
        held.remove()
    }
}
