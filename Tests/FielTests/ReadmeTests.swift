import Fiel
import Testing

@Suite("README")
struct ReadmeTests {
    // README-BEGIN
    private func example() async throws {
        let evaluator = try Evaluator()
        let result = try await evaluator.evaluate(
            Sample(
                question: "When was the Golden Gate Bridge opened?",
                contexts: ["The Golden Gate Bridge opened to traffic on 28 May 1937."],
                answer: "It opened in 1937. It was painted blue in 1950."
            )
        )
        print(result.groundedness.value ?? .nan)
        for claim in result.claims { print(claim.verdict, claim.text) }
    }
    // README-END

    // GENERATOR-BEGIN
    private func generatorExample() async throws {
        let generator = try await LocalGenerator(model: "smollm2")
        let passages = RetrievedPassages(
            ["The bridge opened in May 1937.", "A ferry crossed the bay until 1941."],
            prior: try PassagePrior(scores: [2.1, 0.4])
        )
        let answers = try await generator.answering(by: .ragToken, from: passages)
            .generate(.chat([ChatMessage(.user, [.text("When did it open?")])]), DecodingParameters(), onText: nil)
        for token in answers[0].tokens { print(token.text, token.logProbability, token.posterior) }
    }
    // GENERATOR-END

    /// Whether a block of README is the body of the function between two marks of this file.
    private func shows(_ block: Int, _ mark: String, after head: String = "") throws -> Bool {
        let body = try DocumentedCode.lines(between: mark, of: #filePath).dropFirst().dropLast().joined(separator: "\n")
        let shown = try DocumentedCode.block(block, of: "README.md")
        return DocumentedCode.words(shown) == DocumentedCode.words(head + body)
    }

    @Test("the library example is the code that is compiled and run here")
    func exampleRuns() async throws {
        #expect(try shows(0, "README", after: "import Fiel\n"))
        try await example()
    }

    @Test("the generator's example is the code that is compiled here")
    func generatorCompiles() throws {
        #expect(try shows(1, "GENERATOR"))
    }
}
