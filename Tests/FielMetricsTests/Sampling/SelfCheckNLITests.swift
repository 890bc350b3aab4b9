import FielCore
import Testing

@testable import FielMetrics

@Suite("SelfCheck-NLI")
struct SelfCheckNLITests {
    private func outcome(_ answer: String, _ samples: [String]?) async throws -> Outcome {
        let metadata = samples.map { ["samples": JSONValue.array($0.map(JSONValue.string))] } ?? [:]
        return try await SelfCheckNLI().outcome(
            Sample(question: "When was the bridge opened?", answer: answer, metadata: metadata)
        )
    }

    @Test("for one claim and one sample it is contradiction over contradiction and entailment")
    func formula() async throws {
        let same = try await outcome("The bridge was opened in 1937.", ["The bridge was opened in 1937."])
        #expect(same == .scored(0.01 / (0.98 + 0.01)))
        let other = try await outcome("The bridge was opened in 1936.", ["The bridge was opened in 1937."])
        #expect(other == .scored(0.98 / (0.98 + 0.01)))
        // Neutral: both are 0.02.
        let unrelated = try await outcome("The bridge was opened in 1936.", ["Bananas are yellow."])
        #expect(unrelated == .scored(0.5))
    }

    @Test("it is the mean over samples and claims, in any order of samples")
    func mean() async throws {
        let samples = ["The bridge was opened in 1937.", "The bridge was opened in 1936.", "In 1937"]
        let found = try #require(try await outcome("The bridge was opened in 1937.", samples).value)
        let same = 0.01 / (0.98 + 0.01)
        let expected = (1 + same) / 3
        #expect(abs(found - expected) < 1e-12)
        let turned = try #require(try await outcome("The bridge was opened in 1937.", samples.reversed()).value)
        #expect(abs(found - turned) < 1e-12)
    }

    @Test("a long sampled answer is read to its end")
    func long() async throws {
        let filler = String(repeating: "Bananas are yellow and sweet fruits. ", count: 60)
        let found = try await outcome("The bridge was opened in 1937.", [filler + "The bridge was opened in 1937."])
        #expect(try #require(found.value) < 0.1)
    }

    @Test("of an answer of yes or no, the opposite answer is not asked for")
    func yesNo() async throws {
        let sample = Sample(
            question: "Is the bridge red?",
            answer: "Yes",
            metadata: ["samples": .array([.string("Yes")])]
        )
        let prepared = PreparedSample(sample, counter: WordEntailment())
        let judge = ListedEntailment(entailments: ["The bridge is red.": 1], contradiction: 1)
        #expect(try await SelfCheckNLI().inquiry(about: prepared).answer(judge, LetterEmbedder()) == .scored(0))
    }

    @Test("what cannot be judged ends in an outcome of its own")
    func outcomes() async throws {
        #expect(try await outcome("In 1937", nil) == .noSamples)
        #expect(try await outcome("In 1937", [" "]) == .noSamples)
        #expect(try await outcome("I don't know.", ["In 1937"]) == .abstained)
        #expect(try await outcome("Hello!", ["In 1937"]) == .noCheckableClaim)
    }
}
