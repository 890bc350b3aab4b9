import FielCore
import Testing

@testable import FielMetrics

@Suite("Context precision")
struct ContextPrecisionTests {
    private let right = "The bridge was opened in 1937."
    private let noise = "Bananas are yellow."

    private func outcome(_ contexts: [String], _ metadata: [String: JSONValue] = [:]) async throws -> Outcome {
        let sample = Sample(
            contexts: contexts,
            answer: "It opened in 1937.",
            reference: "The bridge was opened in 1937.",
            metadata: metadata
        )
        return try await ContextPrecision().outcome(sample)
    }

    @Test("it is the average precision of the ranking")
    func averagePrecision() {
        #expect(abs(ContextPrecision.averagePrecision([true, false, true]) - 5.0 / 6) < 1e-12)
        #expect(ContextPrecision.averagePrecision([false, false, true]) == 1.0 / 3)
        #expect(ContextPrecision.averagePrecision([true, true]) == 1)
        #expect(ContextPrecision.averagePrecision([false]) == 0)
        #expect(ContextPrecision.averagePrecision([]) == 0)
    }

    @Test("a passage that entails a claim of the reference is relevant")
    func judged() async throws {
        #expect(try await outcome([right, noise]) == .scored(1))
        #expect(try await outcome([noise, right]) == .scored(0.5))
        let late = try #require(try await outcome([noise, "", right, right]).value)
        #expect(abs(late - 5.0 / 12) < 1e-12)
        #expect(try await outcome([noise]) == .scored(0))
    }

    @Test(
        "labels of the data set come before the judge",
        arguments: [
            ["relevant_contexts": .array([.bool(false), .bool(true)])],
            ["relevant_contexts": .array([.number(0), .number(2)])],
            ["relevant_contexts": .string("[0, 1]")],
            [
                "retrieved_context_ids": .array([.string("a"), .string("b")]),
                "reference_context_ids": .array([.string("b"), .string("z")]),
            ],
        ] as [[String: JSONValue]]
    )
    func labelled(metadata: [String: JSONValue]) async throws {
        #expect(try await outcome([right, noise], metadata) == .scored(0.5))
    }

    @Test(
        "labels that do not fit the passages fail the metric and say so",
        arguments: [
            ["relevant_contexts": .array([.bool(false)])], ["relevant_contexts": .string("yes")],
            ["retrieved_context_ids": .array([]), "reference_context_ids": .array([])],
        ] as [[String: JSONValue]]
    )
    func wrongLabels(metadata: [String: JSONValue]) async throws {
        guard case .failed(let error) = try await outcome([right, noise], metadata) else {
            Issue.record("did not fail")
            return
        }
        #expect(error.message.contains("2 "))
    }

    @Test("without passages, or without reference and labels, there is no score")
    func outcomes() async throws {
        #expect(try await outcome([]) == .noContexts)
        #expect(try await ContextPrecision().outcome(Sample(contexts: ["x"], answer: "y")) == .noReference)
    }
}
