import FielCore
import Testing

@testable import FielMetrics

@Suite("Citation precision")
struct CitationPrecisionTests {
    private static let contexts = [
        "The bridge was opened in 1937.", "Its towers are painted red.", "Bananas are yellow.",
        "The bridge was opened in 1937, says the plate.",
    ]

    private func outcome(_ answer: String, contexts: [String] = contexts) async throws -> Outcome {
        try await CitationPrecision().outcome(Sample(contexts: contexts, answer: answer))
    }

    @Test(
        "it is the share of citations that help",
        arguments: [
            ("The bridge was opened in 1937 [1].", 1.0), ("The bridge was opened in 1937 [3].", 0),
            // The second is not needed and says nothing of it; of two that each suffice, both help.
            ("The bridge was opened in 1937 [1][3].", 0.5), ("The bridge was opened in 1937 [1, 4].", 1),
            // Neither suffices alone, and both are needed.
            ("The bridge with towers painted red was opened in 1937 [1-2].", 1),
            ("The bridge was opened in 1937 [1, 9].", 0.5),
            ("The bridge was opened in 1937 [1]. Its towers are painted red [3].", 0.5),
            // A sentence without citations has no say.
            ("The bridge was opened in 1937 [1]. Its towers are painted red.", 1),
        ]
    )
    func share(answer: String, expected: Double) async throws {
        #expect(try await outcome(answer) == .scored(expected))
    }

    @Test("citations beyond the fifth of a sentence are not looked at, and do not help")
    func many() async throws {
        let contexts = (1...40).map { "The bridge was opened in 1937, says book \($0)." }
        let marks = (1...40).map { "[\($0)]" }.joined()
        #expect(try await outcome("The bridge was opened in 1937 \(marks).", contexts: contexts) == .scored(5.0 / 40))
    }

    @Test("what cannot be judged ends in an outcome of its own")
    func outcomes() async throws {
        #expect(try await outcome("The bridge was opened in 1937.") == .noCitations)
        #expect(try await outcome("I don't know [1].") == .abstained)
        #expect(try await outcome("Hello! [1]") == .noCheckableClaim)
        #expect(try await outcome("It is red [1].", contexts: [" "]) == .noContexts)
    }
}
