import FielCore
import Foundation
import Testing

@testable import FielMetrics

@Suite("Semantic entropy")
struct SemanticEntropyTests {
    private func outcome(_ samples: [JSONValue]) async throws -> Outcome {
        try await SemanticEntropy().outcome(
            Sample(question: "When was the bridge opened?", answer: "In 1937", metadata: ["samples": .array(samples)])
        )
    }

    private func weighted(_ text: String, _ logLikelihood: Double) -> JSONValue {
        .object(["text": .string(text), "log_likelihood": .number(logLikelihood)])
    }

    @Test("it is 0 where all mean the same, and 1 where all differ")
    func ends() async throws {
        #expect(
            try await outcome(["In 1937", "The bridge was opened in 1937.", "1937"].map(JSONValue.string)) == .scored(0)
        )
        let different = try await outcome(["In 1937", "In 1936", "In 1921"].map(JSONValue.string))
        #expect(abs(try #require(different.value) - 1) < 1e-12)
    }

    @Test("it is the entropy of the clusters over ln n")
    func discrete() async throws {
        let found = try await outcome(["In 1937", "In 1937", "1937", "In 1936"].map(JSONValue.string))
        let expected = -(0.75 * log(0.75) + 0.25 * log(0.25)) / log(4)
        #expect(abs(try #require(found.value) - expected) < 1e-12)
    }

    @Test("likelihoods weigh the answers where all have one")
    func likelihoods() async throws {
        let found = try await outcome([weighted("In 1937", log(0.9)), weighted("In 1936", log(0.1))])
        let expected = -(0.9 * log(0.9) + 0.1 * log(0.1)) / log(2)
        #expect(abs(try #require(found.value) - expected) < 1e-12)
        #expect(try await outcome([weighted("In 1937", -0.1), .string("In 1936")]) == .scored(1))
        let unlikely = try await outcome([weighted("In 1937", -2000), weighted("In 1936", -1e300)])
        #expect(unlikely == .scored(0))
    }

    @Test("the order of the answers changes not a bit")
    func order() async throws {
        let samples = (0..<9).map { weighted("In 19\(30 + $0 / 2)", -0.1 * Double($0 + 1)) }
        let found = try await outcome(samples)
        var random = SeededGenerator(seed: 3)
        for _ in 0..<10 { #expect(try await outcome(samples.shuffled(using: &random)) == found) }
    }

    @Test("entailment one way makes no cluster, and clusters are connected components")
    func clusters() async throws {
        let oneWay = ["The red bridge was opened in 1937.", "The bridge was opened in 1937."].map(JSONValue.string)
        #expect(abs(try #require(try await outcome(oneWay).value) - 1) < 1e-12)
        #expect(SemanticEntropy.components(of: 5, joinedBy: [(3, 4), (0, 2), (2, 3)]) == [0, 1, 0, 0, 0])
        #expect(SemanticEntropy.components(of: 2, joinedBy: []) == [0, 1])
    }

    @Test("fewer than two answers are too few")
    func few() async throws {
        #expect(try await outcome([]) == .noSamples)
        #expect(try await outcome([.string("In 1937"), .string(" ")]) == .noSamples)
    }

    @Test(
        "a field that is no list of answers fails and says so",
        arguments: [
            JSONValue.number(3), .array([.number(3)]), .object([:]), .string("In 1937"),
            .array([.object(["text": .string("x"), "log_likelihood": .string("y")])]),
            .array(Array(repeating: .string("x"), count: 65)),
        ]
    )
    func wrong(samples: JSONValue) async throws {
        let sample = Sample(answer: "In 1937", metadata: ["samples": samples])
        guard case .failed(let error) = try await SemanticEntropy().outcome(sample) else {
            Issue.record("did not fail")
            return
        }
        #expect(error.message.hasPrefix("field \"samples\""))
        #expect(try await SelfCheckNLI().outcome(sample).status == "failed")
    }

    @Test("CSV writes the answers as JSON in a cell, and RAGAS names them otherwise")
    func spellings() async throws {
        let cell = Sample(answer: "x", metadata: ["multi_responses": .string(#"["In 1937", "In 1936"]"#)])
        #expect(try await SemanticEntropy().outcome(cell) == .scored(1))
    }
}
