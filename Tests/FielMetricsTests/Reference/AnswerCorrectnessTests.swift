import FielCore
import Testing

@testable import FielMetrics

@Suite("Answer correctness")
struct AnswerCorrectnessTests {
    private let question = "When was the bridge opened?"

    private func value(_ answer: String, _ reference: String) async throws -> Double {
        try #require(
            try await AnswerCorrectness().outcome(Sample(question: question, answer: answer, reference: reference))
                .value
        )
    }

    @Test("an exact match is right, whatever the judges say of it")
    func exact() async throws {
        #expect(try await value("It was 1937!", "it was 1937") == 1)
    }

    @Test("what says less, more or something else than the reference is the less right")
    func order() async throws {
        let reference = "The bridge was opened in May 1937. It has six red lanes."
        let same = try await value("The bridge was opened in 1937, in May. Six red lanes it has.", reference)
        let less = try await value("The bridge was opened in May 1937.", reference)
        let wrong = try await value("The bridge was opened in June 1936.", reference)
        let more = try await value(reference + " Its towers hold twelve golden bells.", reference)
        #expect(same > 0.8)
        #expect(same > less && less > wrong && same > more && more > wrong)
        #expect(wrong < 0.4)
    }

    @Test("the parts have the weights of the definition")
    func weights() async throws {
        // The judges entail nothing of unlike words, so that cosine and tokens are left; no letter is shared.
        let answer = Sample(answer: "Jumping zebras quiz.", reference: "The cat sat.")
        let found = try #require(try await AnswerCorrectness().outcome(answer).value)
        let embeddings = try await LetterEmbedder().embed([answer.answer, "The cat sat."])
        let support = Groundedness.support(Groundedness.Signals())
        #expect(found > 0.125 * embeddings[0].cosine(embeddings[1]))
        #expect(found < 0.125 * embeddings[0].cosine(embeddings[1]) + 0.75 * 2 * support + 0.01)
    }

    @Test("a short answer is read with its question")
    func short() async throws {
        #expect(try await value("In 1937", "The bridge was opened in 1937.") > 0.75)
    }

    @Test("citation marks say nothing")
    func marks() async throws {
        let reference = "The bridge was opened in 1937."
        let plain = try await value("In 1937 the bridge was opened.", reference)
        #expect(try await value("In 1937 the bridge was opened [1].", reference) > plain - 0.05)
    }

    @Test("the best of several references counts")
    func several() async throws {
        let metadata: [String: JSONValue] = ["references": .array([.string("In 1936."), .string("It was 1937.")])]
        let sample = Sample(question: question, answer: "It was 1937", reference: "In 1936.", metadata: metadata)
        #expect(try await AnswerCorrectness().outcome(sample) == .scored(1))
    }

    @Test("what cannot be compared ends in an outcome of its own")
    func outcomes() async throws {
        func outcome(_ answer: String, _ reference: String?) async throws -> Outcome {
            try await AnswerCorrectness().outcome(Sample(question: question, answer: answer, reference: reference))
        }
        #expect(try await outcome("In 1937", nil) == .noReference)
        #expect(try await outcome("In 1937", "I don't know.") == .noReference)
        #expect(try await outcome("I don't know.", "In 1937") == .abstained)
        #expect(try await outcome("", "In 1937") == .noCheckableClaim)
    }
}
