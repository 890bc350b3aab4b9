import FielCore
import Testing

@testable import FielEngine

@Suite("Cut pairs")
struct CutPairTests {
    @Test("a pair that is longer than the model reads says so, and no other does")
    func truncated() async throws {
        let classifier = try PairClassifier(path: Fixtures.path("classifier"), options: Fixtures.options())
        let long = String(repeating: "the red bridge ", count: classifier.maximumTokens)
        let scores = try await classifier.classify([
            TextPair(premise: "the red bridge", hypothesis: "red"), TextPair(premise: long, hypothesis: "red"),
        ])
        #expect(scores.map(\.truncated) == [false, true])
    }
}
