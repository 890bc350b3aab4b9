import FielCore
import Foundation
import Synchronization

@testable import FielRetrieval

/// A folder that is removed with the value that made it.
final class TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("fiel-index-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }

    func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: file(name)))) }

    func write(_ bytes: [UInt8], _ name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    }

    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }
}

/// Embeds a text by the words in it; counts the texts, and can fail after some.
final class WordEmbedder: TextEmbedder {
    static let dimensions = 24
    let maximumTokens = 512
    private let texts = Atomic<Int>(0)
    private let limit: Int

    init(failingAfter limit: Int = .max) { self.limit = limit }

    var embedded: Int { texts.load(ordering: .relaxed) }

    var model: IndexEmbedder { IndexEmbedder(id: EmbeddingModelID(name: "words", digest: "1"), embedder: self) }

    func tokenCounts(_ texts: [String]) -> [Int] { texts.map(\.utf8.count) }

    func embed(_ texts: [String]) async throws(FielError) -> [Embedding] {
        guard self.texts.wrappingAdd(texts.count, ordering: .relaxed).newValue <= limit else {
            throw FielError(.interrupted, "enough")
        }
        return texts.map { Embedding(vector: Self.vector($0), tokens: 1, truncated: false) }
    }

    private static func vector(_ text: String) -> [Float] {
        var sum = [Float](repeating: 0.01, count: dimensions)
        for word in text.split(separator: " ") {
            var random = SeededGenerator(seed: word.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
            for place in sum.indices { sum[place] += Float(random.next(below: 2001)) / 1000 - 1 }
        }
        let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return sum.map { $0 / length }
    }
}

/// Documents that are the same in every run.
enum Documents {
    static let words = "amber birch cedar delta ember frost grove heath ivory jade kelp larch moss night oak"
        .split(separator: " ").map(String.init)

    static func chunks(of id: String) -> [Chunk] {
        var random = SeededGenerator(seed: id.utf8.reduce(99) { $0 &* 131 &+ UInt64($1) })
        return (0..<3).map { place in
            let text = (0..<12).map { _ in words[random.next(below: words.count)] }.joined(separator: " ") + " \(id)"
            return Chunk(document: id, text: text, range: place * 100..<place * 100 + text.count)
        }
    }

    static func builder(_ ids: some Sequence<Int>, keepsVectors: Bool = true) throws -> IndexBuilder {
        var options = IndexOptions()
        (options.graph, options.hnsw.efConstruction, options.keepsVectors) = (.always, 40, keepsVectors)
        var builder = IndexBuilder(options: options)
        for id in ids { try builder.add("d\(id)", chunks: chunks(of: "d\(id)")) }
        return builder
    }
}
