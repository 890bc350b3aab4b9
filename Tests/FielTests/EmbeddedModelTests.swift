import Fiel
import FielModels
import Foundation
import Testing

@Suite("Embedded models")
struct EmbeddedModelTests {
    private static let contexts = [
        "The Golden Gate Bridge opened to vehicle traffic on 28 May 1937.",
        "Its main span is 1,280 metres long.",
    ]

    @Test("a sentence of the passage is supported, one with another figure is not")
    func verdicts() async throws {
        let evaluator = try Evaluator()
        let result = try await evaluator.evaluate(
            Sample(
                question: "How long is the main span of the Golden Gate Bridge?",
                contexts: Self.contexts,
                answer: "Its main span is 1,280 metres long. Its main span is 1,820 metres long."
            )
        )
        #expect(result.claims.first?.verdict == .supported)
        #expect(result.claims.last?.verdict != .supported)
        #expect(result.claims.last?.findings.isEmpty == false)
    }

    @Test("the same sample has the same bits alone, among others, and on any number of threads")
    func determinism() async throws {
        let samples = (0..<12).map { index in
            Sample(
                id: "\(index)",
                question: "When did it open?",
                contexts: Array(Self.contexts.prefix(1 + index % 2)),
                answer: String(repeating: "It opened in 193\(index % 10). ", count: 1 + index % 3)
            )
        }
        var options = EvaluatorOptions()
        options.threads = 1
        let one = try Evaluator(options: options)
        options.threads = 3
        let three = try Evaluator(options: options)
        let together = await one.evaluate(samples)
        #expect(await three.evaluate(samples) == together)
        #expect(try await three.evaluate(samples[7]) == together[7])
    }

    @Test("both files together are at most 50 MB")
    func size() throws {
        let sizes = try EmbeddedModel.allCases.map { model in
            try FileManager.default.attributesOfItem(atPath: model.path())[.size] as? Int ?? 0
        }
        #expect(sizes.allSatisfy { $0 > 0 })
        #expect(sizes.reduce(0, +) <= 50_000_000)
    }
}
