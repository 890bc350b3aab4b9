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

    @Test("a judge that cannot be run fails only the metrics that need one")
    func brokenJudgeSparesTexts() async throws {
        let metrics = ["groundedness", "answer_correctness", "token_f1"]
        let broken = try Evaluator(entailment: ScriptedEntailment(), embedder: BrokenEmbedder(), metrics: metrics)
        let result = await broken.evaluate([Sample(answer: "It is long.", reference: "it is long")])[0]
        #expect(result.metrics["token_f1"] == .scored(1))
        #expect(result.metrics["groundedness"]?.status == "failed" && result.metrics.count == 3)
    }

    @Test("every metric has an outcome for every sample")
    func complete() async throws {
        let result = try await evaluate("The bridge was opened in 1937.")
        #expect(Set(result.metrics.keys) == Set(Evaluator.metrics.map(\.id)))
        for metric in Evaluator.metrics {
            if let value = result.metrics[metric.id]?.value { #expect(metric.range.contains(value)) }
        }
    }

    private let sampled = Sample(
        id: "s",
        question: "When was the bridge opened?",
        contexts: ["The bridge was opened in 1937. It is long.", "The bridge is painted red."],
        answer: "The bridge was opened in 1937 [1].",
        reference: "The bridge was opened in 1937.",
        metadata: ["answerable": .bool(true), "samples": .array([.string("In 1937"), .string("In 1936")])]
    )

    private func evaluator(_ metrics: [String], _ counter: CallCounter = CallCounter()) throws -> Evaluator {
        try Evaluator(
            entailment: ScriptedEntailment(counter: counter),
            embedder: ScriptedEmbedder(counter: counter),
            metrics: metrics
        )
    }

    @Test("every metric of the catalog can be asked for, alone or with the others, and says the same")
    func catalog() async throws {
        let all = try await evaluator(["all"]).evaluate(sampled)
        #expect(Set(all.metrics.keys) == Set(Evaluator.catalog.map(\.id)))
        for metric in Evaluator.catalog {
            let value = try #require(
                all.metrics[metric.id]?.value,
                "\(metric.id) is \(all.metrics[metric.id]?.status ?? "-")"
            )
            #expect(metric.range.contains(value))
            let alone = try await evaluator([metric.id]).evaluate(sampled)
            #expect(alone.metrics == [metric.id: .scored(value)])
        }
    }

    @Test("identifiers are unique, versions are positive, and the default metrics come first")
    func declarations() {
        let ids = Evaluator.catalog.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(Evaluator.catalog.allSatisfy { $0.version > 0 && !$0.definition.isEmpty })
        #expect(Array(Evaluator.catalog.prefix(4)) == Evaluator.metrics)
        #expect(!ids.contains("all"))
    }

    @Test("each judge is called once, however many samples and metrics there are")
    func batches() async throws {
        let counter = CallCounter()
        let samples = (0..<7).map { index in
            var sample = sampled
            sample.id = "\(index)"
            sample.answer += " It was painted in 19\(10 + index) [2]."
            return sample
        }
        let together = try await evaluator(["all"], counter).evaluate(samples)
        #expect(counter.calls == 2)
        for (sample, result) in zip(samples, together) {
            #expect(try await evaluator(["all"]).evaluate(sample) == result)
        }
    }

    @Test("what the default metrics say and cost does not hang on the others")
    func defaults() async throws {
        let (few, all) = (CallCounter(), CallCounter())
        let plain = try await evaluator(Evaluator.metrics.map(\.id), few).evaluate(sampled)
        var rest = try await evaluator(["all"], all).evaluate(sampled)
        rest.metrics = rest.metrics.filter { plain.metrics[$0.key] != nil }
        #expect(rest == plain)
        #expect(few.inputs < all.inputs)
        // Two passages of a window each, the question, and the answer, which is the claim and its source; two pairs of window
        // and claim, two of sentence and claim.
        #expect(few.inputs == 4 + 4)
    }

    @Test("metrics that need no judge call none")
    func textOnly() async throws {
        let counter = CallCounter()
        let result = try await evaluator(["rouge_l", "bleu", "abstention_correctness"], counter).evaluate(sampled)
        #expect(result.metrics.count == 3 && counter.calls == 0)
    }

    @Test("an unknown metric is an error that suggests the nearest")
    func unknown() {
        let error = #expect(throws: FielError.self) { try evaluator(["groundednes"]) }
        #expect(error?.hint == "did you mean groundedness?")
        #expect(throws: FielError.self) { try Evaluator.metrics(named: ["x", "y"]) }
    }
}
