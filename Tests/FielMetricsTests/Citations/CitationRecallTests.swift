import FielCore
import Testing

@testable import FielMetrics

@Suite("Citation recall")
struct CitationRecallTests {
    private static let contexts = [
        "The bridge was opened in 1937.", "Its towers are painted red.", "Bananas are yellow.",
        "The bridge was opened in 1937, says the plate.",
    ]

    private func outcome(_ answer: String, contexts: [String] = contexts) async throws -> Outcome {
        try await CitationRecall().outcome(Sample(contexts: contexts, answer: answer))
    }

    @Test(
        "it is the share of sentences that their own citations entail",
        arguments: [
            ("The bridge was opened in 1937 [1].", 1.0), ("The bridge was opened in 1937. [1]", 1),
            ("The bridge was opened in 1937 [3].", 0), ("The bridge was opened in 1937.", 0),
            ("The bridge was opened in 1937 [1]. Its towers are painted red.", 0.5),
            ("The bridge was opened in 1937 [1]. Its towers are painted red [1, 2].", 1),
            ("The bridge was opened in 1937 [9].", 0), ("The bridge was opened in 1937 [9][1].", 1),
            ("The bridge was opened in 1937 [0].", 0),
        ]
    )
    func share(answer: String, expected: Double) async throws {
        #expect(try await outcome(answer) == .scored(expected))
    }

    @Test("passages entail together what none of them entails alone")
    func together() async throws {
        #expect(try await outcome("The bridge with towers painted red was opened in 1937 [1][2].") == .scored(1))
        #expect(try await outcome("The bridge with towers painted red was opened in 1937 [1].") == .scored(0))
    }

    @Test("what cannot be judged ends in an outcome of its own")
    func outcomes() async throws {
        #expect(try await outcome("I don't know [1].") == .abstained)
        #expect(try await outcome("Hello!") == .noCheckableClaim)
        #expect(try await outcome("It is red [1].", contexts: []) == .noContexts)
    }
}
