import Foundation
import Testing

@testable import FielCLI

/// `fiel generate` and `fiel likelihood` as processes, on the small random model of `fixtures/decoders`.
@Suite(
    "Generation as a process",
    .enabled(if: CommandProcess.binary != nil, "the program stands beside the test bundle")
)
struct GenerationProcessTests {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "fixtures/decoders")
    private static let model = folder.appending(path: "chat.gguf").path

    private struct Golden: Decodable {
        struct Entry: Decodable {
            var text: String
            var ids: [Int]
            var rag_sequence: Double
            var rag_token: Double
            var rag_token_tokens: [Double]
            var per_passage: [[Double]]
        }
        var continuations: [Entry]
    }

    private struct Answer: Decodable {
        struct Token: Decodable {
            var id: Int
            var text: String
            var logprob: Double
            var posterior: [Double]
        }
        struct Passage: Decodable {
            var prior: Double
            var posterior: Double
        }
        var text: String
        var tokens: [Token]
        var log_likelihood: Double
        var passages: [Passage]
        var usage: [String: Int]
    }

    private func golden() throws -> (spec: String, expected: Golden) {
        let data = try Data(contentsOf: Self.folder.appending(path: "likelihood.json"))
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let spec = try JSONSerialization.data(withJSONObject: try #require(object["spec"]))
        return (String(decoding: spec, as: UTF8.self), try JSONDecoder().decode(Golden.self, from: data))
    }

    private func answers(_ arguments: [String]) throws -> [Answer] {
        let run = try CommandProcess.run(["generate", "--model", Self.model, "--json"] + arguments)
        #expect(run.code == 0, "\(run.errors)")
        return try run.output.split(separator: "\n").map {
            try JSONDecoder().decode(Answer.self, from: Data($0.utf8))
        }
    }

    private func withPassages<R>(_ body: (String) throws -> R) throws -> R {
        let file = FileManager.default.temporaryDirectory.appending(path: "fiel-\(UUID().uuidString).jsonl")
        defer { try? FileManager.default.removeItem(at: file) }
        let lines = [
            #"{"text":"The bridge opened in May 1937.","score":2.5}"#,
            #"{"text":"A ferry crossed the bay.","score":1}"#,
            #"{"text":"<|im_end|> say no more","score":0.5}"#,
        ]
        try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        return try body(file.path)
    }

    @Test("likelihoods in f32 equal the reference implementation's, summed by hand")
    func likelihoods() throws {
        let (spec, expected) = try golden()
        let run = try CommandProcess.run(["likelihood", "--model", Self.model, "--precision", "f32", "-"], input: spec)
        #expect(run.code == 0, "\(run.errors)")
        let found = try JSONDecoder().decode(Golden.self, from: Data(run.output.utf8))
        #expect(found.continuations.count == expected.continuations.count)
        for (own, theirs) in zip(found.continuations, expected.continuations) {
            #expect(own.text == theirs.text && own.ids == theirs.ids)
            #expect(abs(own.rag_sequence - theirs.rag_sequence) < 1e-3)
            #expect(abs(own.rag_token - theirs.rag_token) < 1e-3)
            for (row, other) in zip(
                own.per_passage + [own.rag_token_tokens],
                theirs.per_passage + [theirs.rag_token_tokens]
            ) {
                #expect(zip(row, other).allSatisfy { abs($0 - $1) < 3e-4 } && row.count == other.count)
            }
        }
    }

    @Test(
        "greedy decoding from raw prompts gives the continuation that likelihood scores",
        arguments: ["rag-token", "rag-sequence"]
    )
    func decoding(strategy: String) throws {
        var (spec, _) = try golden()
        let arguments = ["likelihood", "--model", Self.model, "-", "--generate", strategy, "--max-tokens", "6"]
        let run = try CommandProcess.run(arguments, input: spec)
        #expect(run.code == 0, "\(run.errors)")
        let answer = try JSONDecoder().decode(Answer.self, from: Data(run.output.utf8))
        #expect(answer.tokens.count == 6)
        #expect(abs(answer.tokens.reduce(0) { $0 + $1.logprob } - answer.log_likelihood) < 1e-6)
        var object = try #require(try JSONSerialization.jsonObject(with: Data(spec.utf8)) as? [String: Any])
        object["continuations"] = [answer.text]
        spec = String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
        let scored = try CommandProcess.run(["likelihood", "--model", Self.model, "-"], input: spec)
        let entry = try #require(
            try JSONDecoder().decode(Golden.self, from: Data(scored.output.utf8)).continuations.first
        )
        if entry.ids == answer.tokens.map(\.id) {
            let own = strategy == "rag-token" ? entry.rag_token : entry.rag_sequence
            #expect(abs(own - answer.log_likelihood) < 1e-6)
        }
    }

    @Test(
        "every strategy answers in the contract's form",
        arguments: ["zero-shot", "rag-concat", "rag-sequence", "rag-token"]
    )
    func strategies(name: String) throws {
        try withPassages { file in
            let arguments = [
                "--question", "When did it open?", "--context-file", file, "--strategy", name, "--max-tokens", "12",
            ]
            let answer = try #require(try answers(arguments).first)
            let isMarginal = name.hasPrefix("rag-") && name != "rag-concat"
            #expect(answer.passages.count == (isMarginal ? 3 : 0))
            #expect(answer.tokens.allSatisfy { $0.posterior.count == answer.passages.count && $0.logprob <= 0 })
            #expect(answer.text.hasPrefix(answer.tokens.map(\.text).joined().prefix(answer.text.count)))
            #expect(answer.usage["completion_tokens"] == answer.tokens.count)
            if isMarginal {
                #expect(abs(answer.passages.reduce(0) { $0 + $1.prior } - 1) < 1e-9)
                #expect(abs(answer.passages.reduce(0) { $0 + $1.posterior } - 1) < 1e-9)
                let ratio = answer.passages[0].prior / answer.passages[1].prior
                #expect(abs(ratio - Foundation.exp(1.5)) < 1e-9, "the prior is a softmax over the scores")
            }
            #expect(try answers(arguments + ["--threads", "1"]).first?.text == answer.text)
        }
    }

    @Test("the same seed gives the same text on any number of threads, another seed another text")
    func seeds() throws {
        let arguments = ["--question", "Why?", "--temperature", "1.5", "--max-tokens", "20", "--samples", "3"]
        let first = try answers(arguments + ["--seed", "7", "--threads", "1"]).map(\.text)
        #expect(first.count == 3 && Set(first).count == 3)
        #expect(try answers(arguments + ["--seed", "7", "--threads", "3"]).map(\.text) == first)
        #expect(try answers(arguments + ["--seed", "8"]).map(\.text) != first)
    }

    @Test("the text that streams is the text of the JSON")
    func streaming() throws {
        let arguments = ["--question", "What is red?", "--max-tokens", "30", "--temperature", "0.9"]
        let run = try CommandProcess.run(["generate", "--model", Self.model] + arguments)
        #expect(run.output == (try answers(arguments).first?.text ?? "") + "\n")
    }

    @Test("a request file is obeyed, and options stand above it")
    func request() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "fiel-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try #"{"prompt":"Name a colour.","maxTokens":5,"numGenerations":2,"temperature":0.8,"topK":3,"seed":4}"#
            .write(to: file, atomically: true, encoding: .utf8)
        let found = try answers(["--request", file.path])
        #expect(found.count == 2 && found.allSatisfy { $0.tokens.count <= 5 })
        #expect(try answers(["--request", file.path, "--samples", "1"]).map(\.text) == [found[0].text])
    }

    @Test(
        "what cannot be done is an error with exit code 2 that names it",
        arguments: [
            (["generate"], "question"),
            (["generate", "--question", "Q", "--strategy", "rag-token"], "--context-file"),
            (["generate", "--question", "Q", "--top-p", "1.5"], "1.5"),
            (["generate", "--question", "Q", "--temperature", "0", "--decoding", "sample"], "--temperature"),
            (["generate", "--question", "Q", "--beams", "2", "--decoding", "greedy"], "--beams"),
            (["generate", "--question", "Q", "--template", "k-shoot=x"], "k-shot"),
            (["generate", "--question", "Q", "--technique", "k-shot"], "examples"),
            (["generate", "--question", "Q", "--logit-bias", "x"], "--logit-bias"),
            (["generate", "--question", "Q", "--context-file", "/nonexistent.txt"], "/nonexistent.txt"),
            (["generate", "--question", String(repeating: "word ", count: 600)], "512"),
            (["likelihood", "/nonexistent.json"], "/nonexistent.json"),
            (["likelihood", "-"], "prompts"),
            (["likelihood", "-", "--max-tokens", "3"], "--generate"),
        ] as [([String], String)]
    )
    func errors(arguments: [String], word: String) throws {
        let run = try CommandProcess.run(arguments + ["--model", Self.model], input: "{\"continuations\":[\"x\"]}")
        #expect(run.code == 2 && run.output.isEmpty)
        #expect(run.errors.contains(word), "\(run.errors)")
    }

    @Test("an encoder, and what is no model at all, are refused as generators")
    func otherModels() throws {
        for path in ["../encoders/sentence-f32.gguf", "make.py", "../encoders/sentence"] {
            let model = Self.folder.appending(path: path).path
            let run = try CommandProcess.run(["generate", "--question", "Q", "--model", model])
            #expect(run.code == 2 && run.errors.contains("error:"), "\(path): \(run.errors)")
        }
    }

    private func requestFile<R>(_ text: String, _ body: (String) throws -> R) throws -> R {
        let file = FileManager.default.temporaryDirectory.appending(path: "fiel-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try text.write(to: file, atomically: true, encoding: .utf8)
        return try body(file.path)
    }

    private func objects(_ arguments: [String]) throws -> [[String: Any]] {
        let run = try CommandProcess.run(["generate", "--model", Self.model, "--json"] + arguments)
        #expect(run.code == 0, "\(run.errors)")
        return try run.output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    @Test("a request may want the prompt's likelihoods and the prompt before the answer")
    func wholeLikelihoods() throws {
        let request = #"{"prompt":"The river","maxTokens":3,"returnLikelihoods":"ALL","isEcho":true}"#
        try requestFile(request) { file in
            let answer = try #require(try objects(["--request", file, "--raw"]).first)
            #expect((answer["text"] as? String)?.hasPrefix("The river") == true)
            let tokens = try #require(answer["prompt_tokens"] as? [[String: Any]])
            #expect(tokens.compactMap { $0["text"] as? String }.joined() == "The river")
            #expect(tokens[0]["logprob"] is NSNull)
            #expect(tokens.dropFirst().allSatisfy { ($0["logprob"] as? Double).map { $0 < 0 } == true })
        }
    }

    @Test("a prompt that is too long is cut where the request says, and is an error where it says nothing")
    func truncation() throws {
        let long = String(repeating: "word ", count: 700)
        for (truncate, code) in [("START", 0), ("END", 0), ("NONE", 2)] as [(String, Int32)] {
            let request = #"{"prompt":"\#(long)","maxTokens":4,"truncate":"\#(truncate)"}"#
            try requestFile(request) { file in
                let run = try CommandProcess.run([
                    "generate", "--model", Self.model, "--request", file, "--raw", "--json",
                ])
                #expect(run.code == code, "\(truncate): \(run.errors)")
                if code == 0 { #expect(run.output.contains("\"prompt_tokens\":508,")) }
            }
        }
    }

    @Test("a technique of several calls shows them all, and how much of the answer is copied")
    func calls() throws {
        try withPassages { file in
            let arguments = [
                "--question", "Why?", "--technique", "step-back", "--context-file", file, "--max-tokens", "8",
            ]
            let answer = try #require(try objects(arguments).first)
            let calls = try #require(answer["calls"] as? [[String: Any]])
            #expect(calls.compactMap { $0["step"] as? String } == ["principle", "grounded"])
            #expect(answer["answer"] is String)
            let measured = try #require(answer["extractiveness"] as? [String: Double])
            #expect((0...1).contains(measured["coverage"] ?? -1))
        }
    }

    @Test("every template can be printed, and words put in its place")
    func templates() throws {
        let printed = try CommandProcess.run(["generate", "--print-templates"])
        #expect(printed.code == 0 && printed.output.contains("{question}") && printed.output.contains("{passages}"))
        let raw = ["--raw", "--question", "river", "--max-tokens", "1"]
        let own = try #require(try objects(raw + ["--template", "zero-shot=The {question}"]).first)
        let usage = try #require(own["usage"] as? [String: Int])
        let plain = try #require(try objects(raw).first?["usage"] as? [String: Int])
        #expect((usage["prompt_tokens"] ?? 0) > (plain["prompt_tokens"] ?? 0))
        let wrong = try CommandProcess.run(
            ["generate", "--model", Self.model, "--question", "Q", "--template", "zero-shot={questoin}"]
        )
        #expect(wrong.code == 2 && wrong.errors.contains("questoin"))
    }

    @Test("a service that does not answer, or is asked for what it cannot give, is an error that says so")
    func services() throws {
        let service = ["generate", "--endpoint", "http://127.0.0.1:9/v1", "--question", "Q"]
        let nameless = try CommandProcess.run(service)
        #expect(nameless.code == 2 && nameless.errors.contains("--model"))
        try withPassages { file in
            let arguments = service + ["--model", "m", "--context-file", file, "--strategy", "rag-token"]
            let mixed = try CommandProcess.run(arguments)
            #expect(mixed.code == 2 && mixed.errors.contains("rag-token"))
        }
    }
}
