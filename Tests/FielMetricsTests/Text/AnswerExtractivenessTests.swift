import FielCore
import Testing

@testable import FielMetrics

@Suite("Extractiveness")
struct AnswerExtractivenessTests {
    private func outcome(_ answer: String, _ contexts: [String]) -> Outcome {
        AnswerExtractiveness().outcome(of: Sample(contexts: contexts, answer: answer))
    }

    @Test("it is the share of the answer's words that a passage has")
    func share() {
        #expect(outcome("The bridge is RED.", ["A bridge. the bridge is red"]) == .scored(1))
        #expect(outcome("The bridge is blue", ["the bridge is red"]) == .scored(0.75))
        #expect(outcome("Bananas", ["the bridge is red"]) == .scored(0))
    }

    @Test("without passages or words there is no score")
    func outcomes() {
        #expect(outcome("The bridge", [" "]) == .noContexts)
        #expect(outcome("…", ["the bridge"]) == .noCheckableClaim)
    }

    @Test("one word, a hundred thousand times, is measured at once")
    func repeated() {
        let text = String(repeating: "a ", count: 100_000)
        #expect(outcome(text, [text]) == .scored(1))
    }
}
