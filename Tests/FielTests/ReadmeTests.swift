import Fiel
import Foundation
import Testing

@Suite("README")
struct ReadmeTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

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

    /// The words of a piece of code, so that line breaks and trailing commas do not matter.
    private func words(_ code: String) -> String {
        code.filter { !$0.isWhitespace }.replacing(",)", with: ")")
    }

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

    /// The body of the function between two marks of this file.
    private func body(_ mark: String) throws -> String {
        let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0.hasSuffix("// \(mark)-BEGIN") })
        let end = try #require(lines.firstIndex { $0.hasSuffix("// \(mark)-END") })
        return lines[(start + 2)..<(end - 1)].joined(separator: "\n")
    }

    /// A block of Swift in README, counted from 0.
    private func block(_ index: Int) throws -> String {
        let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
        let blocks = readme.split(separator: "```swift\n").dropFirst().map { $0.split(separator: "```")[0] }
        return String(try #require(index < blocks.count ? blocks[index] : nil))
    }

    @Test("the library example is the code that is compiled and run here")
    func exampleRuns() async throws {
        #expect(words(try block(0)) == words("import Fiel\n" + (try body("README"))))
        try await example()
    }

    @Test("the generator's example is the code that is compiled here")
    func generatorCompiles() throws {
        #expect(words(try block(1)) == words(try body("GENERATOR")))
    }
}
