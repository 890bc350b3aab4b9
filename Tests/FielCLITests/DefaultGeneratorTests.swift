import Foundation
import Testing

@testable import FielCLI

/// The default generator, fetched through Fiel's own store, beside what `transformers` computes with the same weights.
@Suite(
    "Default generator",
    .serialized,
    .enabled(if: CommandProcess.binary != nil, "the program stands beside the test bundle")
)
struct DefaultGeneratorTests {
    private struct Golden: Decodable {
        struct Entry: Decodable {
            var text: String
            var ids: [Int]
            var rag_sequence: Double
            var rag_token: Double
            var rag_token_tokens: [Double]
            var per_passage: [[Double]]
        }
        struct Chat: Decodable {
            struct Message: Codable {
                var role: String
                var content: String
            }
            var messages: [Message]
            var prompt: String
            var ids: [Int]
        }
        var continuations: [Entry]
        var chat: Chat
    }

    private struct Report: Decodable {
        var continuations: [Golden.Entry]
    }

    /// Cancels the test where the model cannot be fetched.
    private func fetch() throws {
        let pull = try CommandProcess.run(["models", "pull", "smollm2"])
        guard pull.code == 0 else { try Test.cancel("SKIPPED: \(pull.errors)") }
    }

    private func golden() throws -> (data: Data, golden: Golden) {
        let file = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "fixtures/decoders/smollm2.json")
        let data = try Data(contentsOf: file)
        return (data, try JSONDecoder().decode(Golden.self, from: data))
    }

    @Test("likelihoods equal those of an f32 pass of the reference implementation over the dequantised weights")
    func likelihoods() throws {
        try fetch()
        let (data, expected) = try golden()
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let spec = try JSONSerialization.data(withJSONObject: try #require(object["spec"]))
        let run = try CommandProcess.run(["likelihood", "-"], input: String(decoding: spec, as: UTF8.self))
        #expect(run.code == 0, "\(run.errors)")
        let found = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8)).continuations
        #expect(found.count == expected.continuations.count)
        for (own, theirs) in zip(found, expected.continuations) {
            #expect(own.ids == theirs.ids)
            #expect(abs(own.rag_sequence - theirs.rag_sequence) < 5e-4)
            #expect(abs(own.rag_token - theirs.rag_token) < 5e-4)
            for (row, other) in zip(own.per_passage, theirs.per_passage) {
                #expect(row.count == other.count && zip(row, other).allSatisfy { abs($0 - $1) < 5e-4 })
            }
        }
    }

    @Test("a conversation becomes the prompt of the model's own chat template")
    func chat() throws {
        try fetch()
        let expected = try golden().golden.chat
        let request = try JSONEncoder().encode(["messages": expected.messages])
        let file = FileManager.default.temporaryDirectory.appending(path: "fiel-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try request.write(to: file)
        let run = try CommandProcess.run([
            "generate", "--request", file.path, "--max-tokens", "1", "--json",
        ])
        #expect(run.output.contains("\"prompt_tokens\":\(expected.ids.count),"), "\(run.output)\(run.errors)")
        let line = String(decoding: try JSONEncoder().encode(["text": expected.prompt]), as: UTF8.self) + "\n"
        let tokens = try CommandProcess.run(["tokenize", "--model", "smollm2", "-"], input: line)
        #expect(tokens.output.contains("\"ids\":[\(expected.ids.map(String.init).joined(separator: ","))]"))
    }

    @Test("greedy answers are the same in every run, on any number of threads, streamed or not")
    func determinism() throws {
        try fetch()
        let arguments = ["generate", "--question", "What is the capital of Portugal?", "--max-tokens", "24"]
        let first = try CommandProcess.run(arguments + ["--threads", "1"])
        #expect(first.code == 0 && first.output.contains("Portugal"))
        #expect(try CommandProcess.run(arguments + ["--threads", "3"]).output == first.output)
    }
}
