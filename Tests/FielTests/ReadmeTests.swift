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

    @Test("the library example is the code that is compiled and run here")
    func exampleRuns() async throws {
        let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
        let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
        let block = try #require(readme.split(separator: "```swift\n").dropFirst().first?.split(separator: "```").first)
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0.hasSuffix("// README-BEGIN") })
        let end = try #require(lines.firstIndex { $0.hasSuffix("// README-END") })
        let body = lines[(start + 2)..<(end - 1)].joined(separator: "\n")
        #expect(words(String(block)) == words("import Fiel\n" + body))
        try await example()
    }
}
