import Fiel
import Foundation
import Testing

@Suite("A generator on this machine") struct LocalGeneratorTests {
    private static let model = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "fixtures/decoders/chat.gguf").path

    @Test(
        "answers from passages carry the probability of every token, and where it came from",
        arguments: Strategy.allCases
    )
    func strategies(strategy: Strategy) async throws {
        let generator = try await LocalGenerator(model: Self.model)
        let passages = RetrievedPassages(
            ["The bridge opened in May 1937.", "A ferry crossed the bay until 1941."],
            prior: try PassagePrior(scores: [2.1, 0.4])
        )
        var parameters = DecodingParameters()
        parameters.maxTokens = 8
        let question = Prompt.chat([ChatMessage(.user, [.text("When did it open?")])])
        let answers = try await generator.answering(by: strategy, from: passages)
            .generate(question, parameters, onText: nil)
        let answer = try #require(answers.first)
        #expect(answers.count == 1 && (1...8).contains(answer.tokens.count))
        let sum = answer.tokens.reduce(0) { $0 + $1.logProbability }
        #expect(abs((answer.logLikelihood ?? 0) - sum) < 1e-9)
        let isMarginal = strategy == .ragSequence || strategy == .ragToken
        #expect(answer.tokens.allSatisfy { $0.posterior.count == (isMarginal ? 2 : 0) })
    }

    @Test("a model that is not there is an error that says what to do")
    func missing() async {
        let error = await #expect(throws: FielError.self) { try await LocalGenerator(model: "/nonexistent.gguf") }
        #expect(error?.description.contains("/nonexistent.gguf") == true)
    }
}
