import Fiel
import Testing

@Suite("Evaluator")
struct EvaluatorTests {
    private let evaluator = Evaluator(
        entailment: ScriptedEntailment(contradicted: ["The bridge is painted blue."]),
        embedder: ScriptedEmbedder()
    )
    private let contexts = ["The bridge was opened in 1937. It is long.", "The bridge is painted red."]

    private func evaluate(_ answer: String, question: String? = "When was the bridge opened?") async throws
        -> Evaluation
    {
        try await evaluator.evaluate(Sample(id: "x", question: question, contexts: contexts, answer: answer))
    }

    @Test("each claim has its verdict, its place and its evidence")
    func claims() async throws {
        let answer = "The bridge was opened in 1937. The bridge is painted blue."
        let result = try await evaluate(answer)
        #expect(result.claims.map(\.verdict) == [.supported, .contradicted])
        #expect(result.claims.map(\.text) == ["The bridge was opened in 1937.", "The bridge is painted blue."])
        #expect(result.claims[1].range == 31..<58)
        #expect(result.claims[0].evidence == Evidence(context: 0, range: 0..<30))
        #expect(result.claims[1].evidence == Evidence(context: 1, range: 0..<26))
        let mean = result.claims.reduce(0) { $0 + $1.support } / 2
        #expect(result.groundedness == .scored(mean))
    }

    @Test("an answer is the more hallucinated, the less its weakest claim is supported")
    func hallucination() async throws {
        let faithful = try #require(try await evaluate("The bridge was opened in 1937.").hallucination.value)
        let half = try #require(
            try await evaluate("The bridge was opened in 1937. The bridge is painted blue.").hallucination.value
        )
        let none = try #require(try await evaluate("The bridge is painted blue.").hallucination.value)
        #expect(faithful < half)
        #expect(half <= none)
    }

    @Test("what cannot be scored ends in an outcome of its own")
    func outcomes() async throws {
        let abstained = try await evaluate("I don't know.")
        #expect(abstained.groundedness == .abstained)
        #expect(abstained.answerRelevance == .abstained)
        #expect(abstained.hallucination == .abstained)

        let greeting = try await evaluate("Hello!")
        #expect(greeting.groundedness == .noCheckableClaim)

        let noQuestion = try await evaluate("The bridge is painted blue.", question: " ")
        #expect(noQuestion.answerRelevance == .noQuestion)
        #expect(noQuestion.contextRelevanceMean == .noQuestion)

        let noContexts = try await evaluator.evaluate(Sample(question: "Why?", contexts: [], answer: "It is long."))
        #expect(noContexts.groundedness == .noContexts)
        #expect(noContexts.contextRelevanceMean == .noContexts)

        let blank = try await evaluator.evaluate(Sample(question: "Why?", contexts: ["", " "], answer: "It is long."))
        #expect(blank.groundedness == .noContexts)
        #expect(blank.contextRelevance.count == 2)
    }

    @Test("an empty answer states nothing")
    func emptyAnswer() async throws {
        for answer in ["", " \n"] {
            let result = try await evaluate(answer)
            #expect(result.claims.isEmpty)
            #expect(result.groundedness == .noCheckableClaim || result.groundedness == .abstained)
        }
    }

    @Test("a judge that cannot be run fails the metrics, and says why")
    func brokenJudge() async {
        let broken = Evaluator(entailment: ScriptedEntailment(), embedder: BrokenEmbedder())
        let results = await broken.evaluate([Sample(id: "a", answer: "Yes."), Sample(id: "b", answer: "No.")])
        #expect(results.map(\.id) == ["a", "b"])
        for result in results {
            for metric in Evaluator.metrics {
                guard case .failed(let error) = result.metrics[metric.id] else {
                    Issue.record("\(metric.id) did not fail")
                    continue
                }
                #expect(error.message == "broken on purpose")
            }
        }
    }

    @Test("every metric has an outcome for every sample")
    func complete() async throws {
        let result = try await evaluate("The bridge was opened in 1937.")
        #expect(Set(result.metrics.keys) == Set(Evaluator.metrics.map(\.id)))
        for metric in Evaluator.metrics {
            if let value = result.metrics[metric.id]?.value { #expect(metric.range.contains(value)) }
        }
    }
}
