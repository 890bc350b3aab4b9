import FielCore
import FielEngine
import Foundation
import Testing

@Suite("Malformed model files")
struct MalformedModelTests {
    /// The bytes of the GGUF fixture before its tensors' data.
    private static let headerBytes = 3_000

    private func load(_ data: Data, as name: String, in folder: URL) async throws -> Result<[Embedding], FielError> {
        let file = folder.appending(path: name)
        try data.write(to: file)
        do throws(FielError) {
            let path = name.hasSuffix(".gguf") ? file.path : folder.path
            let encoder = try SentenceEncoder(path: path, options: Fixtures.options())
            return .success(try await encoder.embed(["the river"]))
        } catch {
            return .failure(error)
        }
    }

    /// A folder with the other files that a safetensors checkpoint needs.
    private func copyFolder(to folder: URL) throws {
        for name in ["config.json", "vocab.txt"] {
            try Fixtures.data("sentence/\(name)").write(to: folder.appending(path: name))
        }
    }

    @Test(
        "a file cut off anywhere is an error that names the file",
        arguments: ["sentence-q8_0.gguf", "model.safetensors"]
    )
    func truncated(name: String) async throws {
        let whole = try Fixtures.data(name.hasSuffix(".gguf") ? name : "sentence/\(name)")
        try await Fixtures.withTemporaryFolder { folder in
            try copyFolder(to: folder)
            let cuts = Array(stride(from: 0, to: min(whole.count, 4_000), by: 13)) + [whole.count / 2, whole.count - 1]
            for cut in cuts {
                let result = try await load(whole.prefix(cut), as: name, in: folder)
                guard case .failure(let error) = result else {
                    Issue.record("\(name) cut to \(cut) bytes loads")
                    continue
                }
                #expect(error.description.contains(name), "\(error)")
            }
        }
    }

    @Test("a file with a checksum and one changed byte anywhere is an error")
    func damaged() async throws {
        let whole = try Fixtures.data("sentence-q8_0.gguf")
        try await Fixtures.withTemporaryFolder { folder in
            for place in stride(from: 0, to: whole.count, by: 97) {
                var data = whole
                data[place] ^= 0x10
                let result = try await load(data, as: "damaged.gguf", in: folder)
                guard case .failure = result else {
                    Issue.record("byte \(place) changed, and it loads")
                    continue
                }
            }
        }
    }

    @Test("a number in a header that is set to anything never crashes, and what loads is finite", arguments: 0..<4)
    func mutatedHeader(part: Int) async throws {
        let whole = try Fixtures.data("sentence-q5_1.gguf")
        let values: [UInt64] = [0, 1, 0xFF, 0x7FFF_FFFF, 0xFFFF_FFFF, 0x7FFF_FFFF_FFFF_FFFF, .max]
        try await Fixtures.withTemporaryFolder { folder in
            var failures = 0
            for place in stride(from: 4 + part * 11, to: Self.headerBytes, by: 44) {
                for value in values {
                    var data = whole
                    withUnsafeBytes(of: value.littleEndian) { data.replaceSubrange(place..<place + 8, with: $0) }
                    switch try await load(data, as: "mutated.gguf", in: folder) {
                    case .failure: failures += 1
                    case .success(let found): #expect(found[0].vector.allSatisfy { $0.isFinite })
                    }
                }
            }
            #expect(failures > 100)
        }
    }

    @Test("a mutated safetensors header never crashes")
    func mutatedSafetensors() async throws {
        let whole = try Fixtures.data("sentence/model.safetensors")
        try await Fixtures.withTemporaryFolder { folder in
            try copyFolder(to: folder)
            var failures = 0
            for place in stride(from: 0, to: 3_000, by: 9) {
                var data = whole
                data[place] = data[place] == 0x39 ? 0x2D : 0x39
                if case .failure = try await load(data, as: "model.safetensors", in: folder) { failures += 1 }
            }
            #expect(failures > 200)
        }
    }

    @Test("a weight that is not finite is an error that names the tensor")
    func notFinite() async throws {
        var data = try Fixtures.data("sentence/model.safetensors")
        // The first tensor stands right behind the header, whose length is the first eight bytes.
        let header = data.withUnsafeBytes { Int($0.loadUnaligned(as: UInt64.self)) }
        withUnsafeBytes(of: Float.nan) { data.replaceSubrange(8 + header..<12 + header, with: $0) }
        try await Fixtures.withTemporaryFolder { folder in
            try copyFolder(to: folder)
            let result = try await load(data, as: "model.safetensors", in: folder)
            guard case .failure(let error) = result else {
                Issue.record("a NaN loads")
                return
            }
            #expect(error.message.contains("not finite"))
        }
    }

    @Test(
        "what is no model is an error",
        arguments: [
            ("no such file", "/nonexistent/model.gguf", "cannot be opened"),
            ("a folder without a checkpoint", "/", "config.json"),
            ("a device", "/dev/null", "not a regular file"),
        ]
    )
    func notAModel(what: String, path: String, message: String) {
        let error = #expect(throws: FielError.self) { _ = try SentenceEncoder(path: path) }
        #expect(error?.description.contains(message) == true, "\(what): \(String(describing: error))")
    }

    @Test("a sentence encoder is no NLI classifier")
    func notAClassifier() {
        let error = #expect(throws: FielError.self) { _ = try PairClassifier(path: Fixtures.path("sentence")) }
        #expect(error?.message.contains("is no NLI classifier") == true)
    }
}
