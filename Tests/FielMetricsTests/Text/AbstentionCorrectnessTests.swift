import FielCore
import Testing

@testable import FielMetrics

@Suite("Abstention correctness")
struct AbstentionCorrectnessTests {
    private func outcome(_ answer: String, _ metadata: [String: JSONValue]) -> Outcome {
        AbstentionCorrectness().outcome(of: Sample(answer: answer, metadata: metadata))
    }

    @Test(
        "an answer should decline exactly where the question cannot be answered",
        arguments: [
            ("It opened in 1937.", true, 1.0), ("It opened in 1937.", false, 0), ("I don't know.", true, 0),
            ("Não sei.", false, 1), ("The context does not say.", false, 1), (" ", false, 1), ("", true, 0),
        ]
    )
    func table(answer: String, isAnswerable: Bool, expected: Double) {
        #expect(outcome(answer, ["answerable": .bool(isAnswerable)]) == .scored(expected))
        #expect(outcome(answer, ["is_impossible": .bool(!isAnswerable)]) == .scored(expected))
    }

    @Test(
        "labels may be words or numbers, as CSV and others have them",
        arguments: [
            JSONValue.string("false"), .string("FALSE"), .string("0"), .number(0), .bool(false),
        ]
    )
    func spellings(label: JSONValue) {
        #expect(outcome("I don't know.", ["answerable": label]) == .scored(1))
    }

    @Test("no label gives no score, and one that is none fails and says so")
    func missing() {
        #expect(outcome("I don't know.", [:]) == .noLabel)
        #expect(outcome("I don't know.", ["answerable": .null]) == .noLabel)
        for label in [JSONValue.string("maybe"), .number(3), .array([])] {
            #expect(outcome("I don't know.", ["answerable": label]).status == "failed")
        }
    }
}
