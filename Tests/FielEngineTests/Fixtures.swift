import FielCore
import FielEngine
import Foundation

/// The files of `fixtures/encoders`, and copies of them that tests may break.
enum Fixtures {
    static let encoders = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "fixtures/encoders")

    static func path(_ name: String) -> String { encoders.appending(path: name).path }

    static func data(_ name: String) throws -> Data { try Data(contentsOf: encoders.appending(path: name)) }

    /// What `make.py` computed with the reference implementation.
    struct Expected: Decodable {
        var texts: [String]
        var embeddings: [String: [[Float]]]
        var pairs: [[String]]
        var probabilities: [[String: Double]]
        var unigramProbabilities: [[String: Double]]
    }

    static func expected() throws -> Expected {
        try JSONDecoder().decode(Expected.self, from: data("expected.json"))
    }

    /// Calls `body` with a folder that is removed afterwards.
    static func withTemporaryFolder<R>(_ body: (URL) async throws -> R) async throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fiel-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }

    static func options(
        _ precision: Precision = .f32,
        threads: Int = 1,
        isa: InstructionSet = .best
    ) -> EngineOptions {
        var options = EngineOptions()
        options.precision = precision
        options.workers = Workers(threads: threads)
        options.instructionSet = isa
        return options
    }
}
