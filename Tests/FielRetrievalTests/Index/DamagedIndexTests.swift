import FielCore
import Testing

@testable import FielRetrieval

@Suite("Damaged indexes") struct DamagedIndexTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Reads all parts of an index.
    private func readAll(_ name: String) async throws(FielError) {
        let index = try IndexFile(path: folder.file(name))
        let found = try index.sparseRetriever().search("oak delta frost", top: 5)
        for method in [DenseSearch.exact(.float32), .exact(.int8(rescored: 0)), .hnsw(ef: 20)] {
            _ = try await index.denseRetriever(WordEmbedder().model, method: method).retrieve("oak", top: 5)
        }
        for number in 0..<index.chunkCount { _ = try index.chunk(number) }
        for number in 0..<index.documentCount { _ = try index.document(number) }
        _ = try index.bestOfDocuments(found)
    }

    @Test("a changed or missing byte anywhere is an error on opening or on verifying")
    func anyByte() async throws {
        try await Documents.builder(0..<30).write(to: folder.file("i"), model: WordEmbedder().model)
        let whole = try folder.bytes("i")
        var random = SeededGenerator(seed: 43)
        for round in 0..<1000 {
            var bytes = whole
            switch round % 4 {
            case 0: bytes = Array(bytes.prefix(random.next(below: bytes.count)))
            case 1: bytes.append(contentsOf: repeatElement(0, count: 1 + random.next(below: 100)))
            case 2: bytes[random.next(below: 1100)] ^= 1 << UInt8(random.next(below: 8))
            default: bytes[random.next(below: bytes.count)] ^= UInt8(1 + random.next(below: 255))
            }
            try folder.write(bytes, "damaged")
            do {
                try IndexFile(path: folder.file("damaged")).verify()
                Issue.record("round \(round) was not found")
            } catch {
                #expect(error.location?.file == folder.file("damaged"))
                #expect([.malformedInput, .unsupported, .unreadableFile].contains(error.code))
            }
        }
    }

    @Test("damage to a section that is too large to be checked on opening is found when it is used")
    func largeSection() throws {
        let large = [UInt8](repeating: 7, count: 33 << 20)
        try SectionTable.write([("large", large), ("small", [1, 2, 3])], to: folder.file("i"))
        var bytes = try folder.bytes("i")
        bytes[20 << 20] ^= 1
        try folder.write(bytes, "damaged")
        let file = try SectionFile(path: folder.file("damaged"))
        #expect(try file.section("small").withBytes { $0.count } == 3)
        let error = #expect(throws: FielError.self) { try file.section("large").withBytes { $0.count } }
        #expect(error?.code == .malformedInput && error?.message.contains("large") == true)
        let verified = #expect(throws: FielError.self) { try file.verify() }
        #expect(verified?.location?.file == folder.file("damaged"))
    }

    @Test("damage behind valid checksums gives an error or results, never a crash")
    func hostile() async throws {
        try await Documents.builder(0..<30).write(to: folder.file("i"), model: WordEmbedder().model)
        let whole = try folder.bytes("i")
        let sections = try whole.withUnsafeBytes { raw in
            try SectionTable.read(raw).map { (name: $0.name, bytes: Array(raw[$0.range])) }
        }
        var random = SeededGenerator(seed: 47)
        for round in 0..<600 {
            var damaged = sections
            let place = random.next(below: damaged.count)
            let count = damaged[place].bytes.count
            switch round % 3 {
            case 0: damaged[place].bytes.removeLast(min(count, random.next(below: 64)))
            case 1: damaged.remove(at: place)
            default:
                for _ in 0...random.next(below: 8) where count > 0 {
                    damaged[place].bytes[random.next(below: count)] = UInt8(random.next(below: 256))
                }
            }
            try SectionTable.write(damaged, to: folder.file("damaged"))
            do { try await readAll("damaged") } catch { #expect(error.code != .internalError) }
        }
    }

    @Test("foreign and newer files are named as such")
    func foreign() async throws {
        try folder.write(Array("a text file that is longer than the header of an index, by some bytes".utf8), "text")
        try await Documents.builder(0..<1).write(to: folder.file("i"))
        var newer = try folder.bytes("i")
        newer[8] = 2
        try folder.write(newer, "newer")
        let text = #expect(throws: FielError.self) { try IndexFile(path: folder.file("text")) }
        #expect(text?.message.contains("not an index") == true)
        let version = #expect(throws: FielError.self) { try IndexFile(path: folder.file("newer")) }
        #expect(version?.code == .unsupported && version?.message.contains("version 2") == true)
        #expect(throws: FielError.self) { try IndexFile(path: folder.path) }
        #expect(throws: FielError.self) { try IndexFile(path: folder.file("nowhere")) }
    }
}
