import FielCore
import FielModels
import FielNetwork
import Foundation
import Testing

@Suite("Model store", .needsCurl) struct ModelStoreTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "fiel-\(UUID().uuidString)").path

    private func store(_ server: MisbehavingServer? = nil) -> ModelStore {
        var store = ModelStore(environment: [
            "FIEL_CACHE": folder, "HF_ENDPOINT": server?.url ?? "http://127.0.0.1:9", "HF_TOKEN": "secret",
            "OLLAMA_MODELS": "\(folder)/ollama",
        ])
        store.retries.firstWait = 0.02
        return store
    }

    private static func digest(_ bytes: some Sequence<UInt8>) -> String {
        var digest = SHA256()
        digest.update(bytes)
        return digest.hexDigest()
    }

    private static let content = Array((0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) })
    private static func listing(_ sha256: String) -> MisbehavingServer.Reply {
        let file = #"{"rfilename":"m.gguf","size":200000,"lfs":{"sha256":"\#(sha256)"}}"#
        return .ok(200, [:], #"{"siblings":[{"rfilename":"README.md"},{"rfilename":"../x"},\#(file)]}"#.utf8)
    }
    private static func isListing(_ request: MisbehavingServer.Request) -> Bool { request.path.hasPrefix("/api/") }

    @Test("a pulled file is there, is verified, and is not fetched again")
    func pull() async throws {
        let server = MisbehavingServer { request, index in
            if index == 0 { return .ok(503, ["Retry-After": "0"], []) }
            return Self.isListing(request) ? Self.listing(Self.digest(Self.content)) : .ok(200, [:], Self.content)
        }
        let store = store(server)
        #expect(throws: FielError.self) { try store.resolve("hf:a/b") }
        let path = try await store.pull("hf:a/b")
        #expect(try Array(Data(contentsOf: URL(filePath: path))) == Self.content)
        #expect(try store.resolve("hf:a/b") == path)
        #expect(try store.verify("hf:a/b") == 1)
        _ = try await store.pull("hf:a/b")
        #expect(server.requests.count == 3)
        #expect(server.requests.allSatisfy { $0.headers["authorization"] == "Bearer secret" })
        #expect(store.list().contains { $0.reference == "hf:a/b" && $0.path == path && $0.size == 200_000 })
        try Data("x".utf8).write(to: URL(filePath: path))
        #expect(throws: FielError.self) { try store.verify("hf:a/b") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/hf/a/b/main") == ["m.gguf"])
    }

    @Test(
        "a download that is cut is resumed where the file is the same, and started anew where it changed",
        arguments: [true, false]
    )
    func resume(isSame: Bool) async throws {
        let server = MisbehavingServer { request, index in
            if Self.isListing(request) { return Self.listing(Self.digest(Self.content)) }
            if index == 1 {
                let other = isSame ? Self.content : Self.content.map { ~$0 }
                return .ok(200, ["ETag": "\"1\""], other.prefix(90_000), claiming: 200_000)
            }
            guard isSame, let range = request.headers["range"], let start = Int(range.dropFirst(6).dropLast()) else {
                return .ok(200, ["ETag": "\"2\""], Self.content)
            }
            return .ok(206, ["Content-Range": "bytes \(start)-199999/200000"], Self.content.dropFirst(start))
        }
        let path = try await store(server).pull("hf:a/b/m.gguf")
        #expect(try Array(Data(contentsOf: URL(filePath: path))) == Self.content)
        #expect(server.requests[2].headers["range"] == "bytes=90000-")
        #expect(server.requests[2].headers["if-range"] == "\"1\"")
    }

    @Test("a wrong digest is reported with both digests, and nothing is left")
    func wrongDigest() async throws {
        let expected = String(repeating: "0", count: 64)
        let server = MisbehavingServer { request, _ in
            Self.isListing(request) ? Self.listing(expected) : .ok(200, [:], Self.content)
        }
        let error = await #expect(throws: FielError.self) { try await store(server).pull("hf:a/b") }
        #expect(error?.message.contains(expected) == true)
        #expect(error?.message.contains(Self.digest(Self.content)) == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/hf/a/b/main").isEmpty)
    }

    @Test("tasks that want the same model at once fetch it once")
    func shared() async throws {
        let server = MisbehavingServer { request, _ in
            Self.isListing(request) ? Self.listing(Self.digest(Self.content)) : .ok(200, [:], Self.content)
        }
        let store = store(server)
        let paths = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<4 { group.addTask { try await store.pull("hf:a/b") } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(paths.count == 1 && server.requests.count == 2)
    }

    @Test("a sharded set is fetched whole, and the model is its folder")
    func shards() async throws {
        let names =
            ["config.json", "tokenizer.json", "model.safetensors.index.json"]
            + ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]
        let server = MisbehavingServer { request, _ in
            let siblings = (names + ["pytorch_model.bin"]).map { #"{"rfilename":"\#($0)"}"# }.joined(separator: ",")
            return .ok(200, [:], Self.isListing(request) ? "{\"siblings\":[\(siblings)]}".utf8 : request.path.utf8)
        }
        let path = try await store(server).pull("hf:a/b@v1")
        #expect(try Set(FileManager.default.contentsOfDirectory(atPath: path)) == Set(names))
        #expect(server.requests.last?.path.hasPrefix("/a/b/resolve/v1/") == true)
    }

    @Test(
        "a name that leads out of the store is refused",
        arguments: ["hf:a", "hf:../b", "hf:a/b/../../c", "ollama:../x", ""]
    )
    func escape(reference: String) {
        let error = #expect(throws: FielError.self) { try store().resolve(reference) }
        #expect(error?.code == .invalidArgument)
    }

    @Test("a server that is not there is a clear error")
    func unreachable() async {
        let error = await #expect(throws: FielError.self) { try await store().pull("hf:a/b") }
        #expect(error?.code == .unavailable && error?.hint?.contains("network") == true)
        #expect(error?.description.contains("secret") == false)
    }

    @Test("Ollama's models are found by their manifests, and their digests checked")
    func ollama() throws {
        let digest = Self.digest(Self.content)
        let manifests = "\(folder)/ollama/manifests/host/library/tiny"
        for path in [manifests, "\(folder)/ollama/blobs"] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        let layer = #"{"mediaType":"application/vnd.ollama.image.model","digest":"sha256:\#(digest)"}"#
        try Data("{\"layers\":[{\"mediaType\":\"x\"},\(layer)]}".utf8).write(to: URL(filePath: "\(manifests)/latest"))
        let blob = "\(folder)/ollama/blobs/sha256-\(digest)"
        try Data(Self.content).write(to: URL(filePath: blob))
        #expect(try store().resolve("ollama:tiny") == blob)
        #expect(try store().verify("ollama:tiny") == 1)
        try Data("changed".utf8).write(to: URL(filePath: blob))
        #expect(throws: FielError.self) { try store().verify("ollama:tiny") }
        #expect(throws: FielError.self) { try store().resolve("ollama:tiny:7b") }
    }

    @Test("the default generator comes into the user's own store, or the test says why it could not")
    func defaultGenerator() async throws {
        let store = ModelStore()
        var failure: FielError?
        do throws(FielError) { _ = try await store.pull("smollm2") } catch { failure = error }
        if let failure {
            guard failure.code == .unavailable else { throw failure }
            try Test.cancel("SKIPPED: \(failure)")
        }
        #expect(try store.verify("smollm2") == 1)
        #expect(try store.resolve("smollm2").hasSuffix(".gguf"))
    }
}
