// GATE-BEGIN
import Fiel
import Testing

@Suite("Answers about the Golden Gate Bridge")
struct BridgeAnswerTests {
    let evaluator: Evaluator

    init() throws { evaluator = try Evaluator() }

    @Test("an answer keeps to its passages")
    func answerIsGrounded() async throws {
        try await expectGrounded("The Golden Gate Bridge opened to traffic on 28 May 1937.")
    }

    /// Expects of an answer, which your own system gives, that its passages carry it.
    func expectGrounded(_ answer: String) async throws {
        let sample = Sample(
            question: "When was the Golden Gate Bridge opened?",
            contexts: ["The Golden Gate Bridge opened to traffic on 28 May 1937. Its towers are red."],
            answer: answer
        )
        let result = try await evaluator.evaluate(sample)
        #expect(result.groundedness.value ?? 0 > 0.8)
        for claim in result.claims { #expect(claim.verdict == .supported, "\(claim.text)") }
    }
}
// GATE-END

@Suite("The article on continuous integration")
struct ContinuousIntegrationTests {
    private static let article = "Sources/Fiel/Fiel.docc/ContinuousIntegration.md"

    @Test("the test that the article shows is the one that is compiled and run here")
    func shownTestIsCompiled() throws {
        let code = try DocumentedCode.lines(between: "GATE", of: #filePath).joined(separator: "\n")
        #expect(DocumentedCode.words(try DocumentedCode.block(0, of: Self.article)) == DocumentedCode.words(code))
    }

    @Test(
        "what the article expects does not hold for an answer that its passages do not carry",
        arguments: [
            "The Golden Gate Bridge opened to traffic in 1950.", "It cost 35 million dollars.", "I do not know.",
        ]
    )
    func gateHolds(answer: String) async throws {
        let sample = Sample(
            question: "When was the Golden Gate Bridge opened?",
            contexts: ["The Golden Gate Bridge opened to traffic on 28 May 1937. Its towers are red."],
            answer: answer
        )
        #expect(try await Evaluator().evaluate(sample).groundedness.value ?? 0 <= 0.8)
    }
}
