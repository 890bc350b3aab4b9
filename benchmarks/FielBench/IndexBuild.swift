import FielCore
import FielRetrieval

/// Builds an index of made-up chunks with a slow made-up model, for `kill_index_build.py` to kill.
enum IndexBuild {
    /// Arguments: `build` with the target, the number of documents and the pause a batch in milliseconds; or `open` with
    /// an index.
    static func run(_ arguments: [String]) async throws {
        switch (arguments.first, arguments.count) {
        case ("build", 4):
            guard let count = Int(arguments[2]), let pause = Int(arguments[3]) else { fallthrough }
            try await build(arguments[1], documents: count, pause: .milliseconds(pause))
        case ("open", 2): try open(arguments[1])
        default: throw FielError(.invalidArgument, "usage: FielBench index build INDEX DOCUMENTS PAUSE | open INDEX")
        }
    }

    private static func build(_ path: String, documents: Int, pause: Duration) async throws {
        var options = IndexOptions()
        options.graph = .always
        var builder = IndexBuilder(options: options)
        for number in 0..<documents {
            let id = "document \(number)"
            let chunks = (0..<4).map { Chunk(document: id, text: "part \($0) of \(id)", range: $0..<$0 + 1) }
            try builder.add(id, chunks: chunks)
        }
        let id = EmbeddingModelID(name: "noise", digest: "1")
        try await builder.write(to: path, model: IndexEmbedder(id: id, embedder: NoiseEmbedder(pause: pause)))
    }

    private static func open(_ path: String) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let index = try IndexFile(path: path)
        let opened = clock.now
        try index.verify()
        print("\(index.chunkCount) chunks, opened in \(opened - start), verified in \(clock.now - opened)")
    }
}

/// Embeds a text as noise that its bytes seed.
private struct NoiseEmbedder: TextEmbedder {
    let pause: Duration
    let maximumTokens = 512

    func tokenCounts(_ texts: [String]) -> [Int] { texts.map(\.utf8.count) }

    func embed(_ texts: [String]) async throws(FielError) -> [Embedding] {
        do { try await Task.sleep(for: pause) } catch { throw FielError(.interrupted, "the build was ended") }
        return texts.map { text in
            var random = SeededGenerator(seed: text.utf8.reduce(5) { $0 &* 131 &+ UInt64($1) })
            let vector = (0..<384).map { _ in Float(random.next(below: 2001) - 1000) / 1000 }
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return Embedding(vector: vector.map { $0 / length }, tokens: 1, truncated: false)
        }
    }
}
