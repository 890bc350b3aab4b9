import FielCore
import Testing

@testable import FielMetrics

@Suite("Context recall")
struct ContextRecallTests {
    private let reference = "The bridge was opened in 1937. Its towers are red."

    private func value(_ contexts: [String]) async throws -> Double {
        let sample = Sample(contexts: contexts, answer: "Whatever.", reference: reference)
        return try #require(try await ContextRecall().outcome(sample).value)
    }

    @Test("it is the share of the reference that the passages hold, in whichever passage")
    func share() async throws {
        let both = try await value(["Its towers are red.", "The bridge was opened in 1937."])
        let half = try await value(["Its towers are red.", "Bananas are yellow."])
        let none = try await value(["Bananas are yellow."])
        #expect(both > 0.8 && none < 0.1)
        #expect(abs(half - (both + none) / 2) < 0.1)
    }

    @Test("the answer plays no part")
    func answer() async throws {
        let contexts = ["Its towers are red."]
        let abstains = Sample(contexts: contexts, answer: "I don't know.", reference: reference)
        #expect(try await ContextRecall().outcome(abstains).value == value(contexts))
    }

    @Test("without reference or passages there is no score")
    func outcomes() async throws {
        #expect(try await ContextRecall().outcome(Sample(contexts: ["x"], answer: "y")) == .noReference)
        let blank = Sample(contexts: [" "], answer: "y", reference: reference)
        #expect(try await ContextRecall().outcome(blank) == .noContexts)
    }
}
