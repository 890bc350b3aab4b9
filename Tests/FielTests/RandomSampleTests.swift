import Fiel
import Testing

@Suite("Random samples")
struct RandomSampleTests {
    private static let pieces = [
        "The bridge", " was opened", " in 1937", ". ", "It is red", "[1]", "[2, 9]", "[-]", " I don't know. ", "\n\n- ",
        "# ", "| a | b |\n", "```", "é", "e\u{301}", "👩‍👩‍👧", "\u{0}", "\u{202E}", "東京", "?", "Não sei. ", "1,280.5",
        "&amp;",
        "-\n", "\"q\"", " ", "",
    ]

    private func text(_ random: inout SeededGenerator) -> String {
        (0..<random.next(below: 12)).map { _ in Self.pieces[random.next(below: Self.pieces.count)] }.joined()
    }

    private func value(_ random: inout SeededGenerator, depth: Int = 0) -> JSONValue {
        switch random.next(below: depth < 2 ? 7 : 5) {
        case 0: .null
        case 1: .bool(random.next(below: 2) == 0)
        case 2: .number([0, 1, -3, 0.5, 1e300, -1e300][random.next(below: 6)])
        case 3, 4: .string(text(&random))
        case 5: .array((0..<random.next(below: 5)).map { _ in value(&random, depth: depth + 1) })
        default: .object(["text": value(&random, depth: 3), "log_likelihood": value(&random, depth: 3)])
        }
    }

    private func sample(_ random: inout SeededGenerator) -> Sample {
        var metadata: [String: JSONValue] = [:]
        for field in [
            "samples", "references", "answerable", "is_impossible", "relevant_contexts", "reference_context_ids",
            "retrieved_context_ids",
        ] where random.next(below: 2) == 0 {
            metadata[field] = value(&random)
        }
        return Sample(
            question: random.next(below: 4) == 0 ? nil : text(&random),
            contexts: (0..<random.next(below: 5)).map { _ in text(&random) },
            answer: text(&random),
            reference: random.next(below: 4) == 0 ? nil : text(&random),
            metadata: metadata
        )
    }

    @Test("whatever a sample holds, every metric ends in a value of its range or says why not")
    func outcomes() async throws {
        var random = SeededGenerator(seed: 17)
        let samples = (0..<600).map { _ in sample(&random) }
        let evaluator = try Evaluator(
            entailment: ScriptedEntailment(),
            embedder: ScriptedEmbedder(),
            metrics: ["all"]
        )
        var scored: [String: Int] = [:]
        for result in await evaluator.evaluate(samples) {
            #expect(result.metrics.count == Evaluator.catalog.count)
            for metric in Evaluator.catalog {
                switch result.metrics[metric.id] {
                case .scored(let value):
                    #expect(metric.range.contains(value), "\(metric.id) is \(value)")
                    scored[metric.id, default: 0] += 1
                case .failed(let error): #expect(error.code == .malformedInput, "\(metric.id): \(error)")
                default: break
                }
            }
        }
        for metric in Evaluator.catalog { #expect(scored[metric.id, default: 0] > 0, "\(metric.id)") }
    }
}
