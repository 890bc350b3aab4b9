import FielCore
import FielGeneration
import Foundation
import Synchronization
import Testing

@Suite("Remote generator", .needsCurl) struct RemoteGeneratorTests {
    private func generator(_ server: MisbehavingServer, _ change: (inout RemoteOptions) -> Void = { _ in })
        -> RemoteGenerator
    {
        var options = RemoteOptions(model: "m")
        options.baseURL = server.url + "/v1/"
        options.firstWait = 0.02
        options.idleTimeout = 1
        options.maximumReplyBytes = 100_000
        change(&options)
        return RemoteGenerator(options, environment: ["OPENAI_API_KEY": "sk-secret"])
    }

    private let chat = Prompt.chat([ChatMessage(.user, [.text("Why?")])])
    private static let good =
        #"{"choices":[{"index":0,"message":{"content":"So."},"finish_reason":"stop","logprobs":{"content":[{"token":"So","logprob":-0.5,"top_logprobs":[{"token":"No","logprob":-2},{"token":"So","logprob":-0.5}]},{"token":".","logprob":-0.25}]}}],"usage":{"prompt_tokens":3,"completion_tokens":2}}"#

    @Test("a conversation goes to the chat endpoint, and its likelihoods come back")
    func chatEndpoint() async throws {
        let server = MisbehavingServer { _, _ in .ok(200, [:], Self.good.utf8) }
        var parameters = DecodingParameters()
        parameters.alternatives = 2
        let answer = try await generator(server).generate(chat, parameters, onText: nil)[0]
        #expect(answer.text == "So." && answer.logLikelihood == -0.75 && answer.finishReason == .stop)
        #expect(answer.tokens[0].alternatives.map(\.text) == ["So", "No"])
        #expect(answer.usage == GenerationUsage(promptTokens: 3, completionTokens: 2))
        let request = server.requests[0]
        #expect(request.path == "/v1/chat/completions" && request.headers["authorization"] == "Bearer sk-secret")
        let body = try JSONValue(parsing: request.body.utf8).object
        #expect(body?["temperature"] == .number(0) && body?["top_logprobs"] == .number(2))
    }

    @Test("a raw text goes to the older endpoint, with several answers in its form of likelihoods")
    func rawEndpoint() async throws {
        let reply =
            #"{"choices":[{"index":1,"text":"b","finish_reason":"length"},{"index":0,"text":"a","finish_reason":"stop","logprobs":{"tokens":["a"],"token_logprobs":[-1],"top_logprobs":[{"a":-1,"c":-3}]}}]}"#
        let server = MisbehavingServer { _, _ in .ok(200, [:], reply.utf8) }
        var parameters = DecodingParameters()
        parameters.samples = 2
        let answers = try await generator(server).generate(.raw([.text("x")]), parameters, onText: nil)
        #expect(answers.map(\.text) == ["a", "b"] && answers.map(\.logLikelihood) == [-1, nil])
        #expect(answers[1].finishReason == .length && server.requests[0].path == "/v1/completions")
    }

    @Test("a stream is handed on piece by piece, and joins to the same answer")
    func streaming() async throws {
        let server = MisbehavingServer { _, _ in
            .stream(
                "text/event-stream",
                [
                    ("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Só\"}}]}\n\nda", 0),
                    (
                        "ta: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" isso\"},\"finish_reason\":\"stop\"}]}\n\n",
                        0.05
                    ),
                    ("data: [DONE]\n\n", 0), ("data: {}\n\n", 5),
                ]
            )
        }
        let pieces = Mutex<[String]>([])
        let answer = try await generator(server).generate(chat, .init()) { text in pieces.withLock { $0.append(text) }
        }[0]
        #expect(answer.text == "Só isso" && pieces.withLock { $0 } == ["Só", " isso"])
    }

    @Test("failures for the moment are tried again", arguments: [408, 429, 500, 503])
    func retried(status: Int) async throws {
        let server = MisbehavingServer { _, index in
            index < 2 ? .ok(status, ["Retry-After": "0"], "busy".utf8) : .ok(200, [:], Self.good.utf8)
        }
        #expect(try await generator(server).generate(chat, .init(), onText: nil)[0].text == "So.")
        #expect(server.requests.count == 3)
    }

    @Test("a service that asks to wait is obeyed")
    func waits() async throws {
        let server = MisbehavingServer { _, index in
            index == 0 ? .ok(429, ["Retry-After": "1"], []) : .ok(200, [:], Self.good.utf8)
        }
        let start = ContinuousClock.now
        _ = try await generator(server).generate(chat, .init(), onText: nil)
        #expect(ContinuousClock.now - start >= .seconds(1))
    }

    @Test(
        "replies that are no answer are clear errors that never hold the key",
        arguments: [
            ("garbage \u{1B}[31m", "\\u{1b}"), ("{\"choices\":[]}", "0 answers"), ("[]", "protocol"),
            ("{\"choices\":[{\"index\":7,\"text\":\"x\"}]}", "protocol"), ("{\"error\":{\"message\":\"no!\"}}", "no!"),
            ("{\"choices\":[{\"text\":\"half\"}]}", "no end"), ("", "protocol"),
        ]
    )
    func garbage(body: String, expected: String) async {
        let server = MisbehavingServer { _, _ in .ok(200, ["Content-Type": "text/html"], body.utf8) }
        let error = await #expect(throws: FielError.self) {
            try await generator(server).generate(chat, .init(), onText: nil)
        }
        #expect(error?.description.contains(expected) == true, "\(String(describing: error))")
        #expect(error?.description.contains("secret") == false && server.requests.count == 1)
    }

    @Test("statuses that stay as they are are told at once", arguments: [400, 401, 404])
    func status(code: Int) async {
        let server = MisbehavingServer { _, _ in .ok(code, [:], "because".utf8) }
        let error = await #expect(throws: FielError.self) {
            try await generator(server).generate(chat, .init(), onText: nil)
        }
        #expect(error?.message.contains("\(code): because") == true && server.requests.count == 1)
    }

    @Test("an endless stream and a silent one end with an error")
    func endless() async {
        let piece = ("data: {\"choices\":[{\"delta\":{\"content\":\"la \"}}]}\n\n", 0.0)
        let noisy = MisbehavingServer { _, _ in .stream("text/event-stream", Array(repeating: piece, count: 10_000)) }
        let silent = MisbehavingServer { _, _ in .stream("text/event-stream", [piece, ("", 20)]) }
        for (server, expected) in [(noisy, "bytes allowed"), (silent, "too slow")] {
            let error = await #expect(throws: FielError.self) {
                try await generator(server).generate(chat, .init()) { _ in }
            }
            #expect(error?.message.contains(expected) == true, "\(String(describing: error))")
            #expect(server.requests.count == 1)
        }
    }

    @Test("parameters that the protocol has no name for are refused by name, or sent where allowed")
    func parameters() async throws {
        let server = MisbehavingServer { _, _ in .ok(200, [:], Self.good.utf8) }
        var parameters = DecodingParameters()
        parameters.topK = 5
        parameters.minP = 0.1
        let error = await #expect(throws: FielError.self) {
            try await generator(server).generate(chat, parameters, onText: nil)
        }
        #expect(error?.code == .unsupported && error?.message.contains("topK, minP") == true)
        _ = try await generator(server) { $0.sendsExtensions = true }.generate(chat, parameters, onText: nil)
        #expect(server.requests.map { $0.body.contains("\"top_k\":5") } == [true])
    }

    @Test("no more requests run at a time than allowed")
    func concurrency() async throws {
        let running = Mutex((now: 0, most: 0))
        let server = MisbehavingServer { _, _ in
            running.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            usleep(100_000)
            running.withLock { $0.now -= 1 }
            return .ok(200, [:], Self.good.utf8)
        }
        let generator = generator(server) { $0.maximumConcurrency = 2 }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 { group.addTask { _ = try await generator.generate(chat, .init(), onText: nil) } }
            try await group.waitForAll()
        }
        #expect(running.withLock { $0.most } == 2)
    }
}
