import FielCore
import Testing

@testable import FielMetrics

@Suite("Noise sensitivity")
struct NoiseSensitivityTests {
    private func outcome(_ answer: String) async throws -> Outcome {
        let sample = Sample(
            contexts: ["The bridge was opened in 1937.", "The ferry was closed in 1941."],
            answer: answer,
            reference: "The bridge was opened in 1937."
        )
        return try await NoiseSensitivity().outcome(sample)
    }

    @Test("it is the share of claims that a passage says and the reference does not")
    func share() async throws {
        #expect(try await outcome("The bridge was opened in 1937.") == .scored(0))
        #expect(try await outcome("The ferry was closed in 1941.") == .scored(1))
        #expect(try await outcome("The bridge was opened in 1937. The ferry was closed in 1941.") == .scored(0.5))
    }

    @Test("what is in no passage is made up, but is no noise")
    func madeUp() async throws {
        #expect(try await outcome("Twelve golden bells hang above.") == .scored(0))
    }

    @Test("what cannot be judged ends in an outcome of its own")
    func outcomes() async throws {
        #expect(try await outcome("I don't know.") == .abstained)
        #expect(try await outcome("Hello!") == .noCheckableClaim)
        #expect(try await NoiseSensitivity().outcome(Sample(contexts: ["x"], answer: "y")) == .noReference)
        #expect(try await NoiseSensitivity().outcome(Sample(answer: "y", reference: "z")) == .noContexts)
    }
}
