import FielCore
import FielGeneration
import Synchronization
import Testing

@Suite("Prompt techniques") struct TechniqueTests {
    /// Replies with the given texts in turn, and remembers what it was asked.
    final class Script: Generator {
        let name = "script"
        private let replies: [String]
        private let asked = Mutex<[(prompt: Prompt, samples: Int)]>([])

        init(_ replies: [String]) { self.replies = replies }

        var prompts: [String] {
            asked.withLock {
                $0.map { item in
                    switch item.prompt {
                    case .chat(let messages): messages.map(\.text).joined(separator: "|")
                    case .raw(let parts): parts.map(\.string).joined()
                    }
                }
            }
        }
        var samples: [Int] { asked.withLock { $0.map(\.samples) } }

        func generate(
            _ prompt: Prompt,
            _ parameters: DecodingParameters,
            onText: (@Sendable (String) -> Void)?
        ) async throws(FielError) -> [Generation] {
            let index = asked.withLock { asked in
                asked.append((prompt, parameters.samples))
                return asked.count - 1
            }
            let usage = GenerationUsage(promptTokens: 10, completionTokens: 2)
            let one = Generation(
                text: replies[index % replies.count],
                tokens: [],
                logLikelihood: nil,
                finishReason: .stop,
                usage: usage
            )
            return Array(repeating: one, count: parameters.samples)
        }
    }

    private func run(
        _ technique: Technique,
        _ replies: [String],
        exemplars: [Exemplar] = [],
        samples: Int = 1
    ) async throws -> (result: TechniqueResult, script: Script) {
        let script = Script(replies)
        var options = TechniqueRunner.Options()
        options.exemplars = exemplars
        var parameters = DecodingParameters()
        parameters.samples = samples
        return (try await TechniqueRunner(script, options).answer("2 + 2?", by: technique, parameters), script)
    }

    @Test("zero-shot asks the question alone")
    func zeroShot() async throws {
        #expect(try await run(.zeroShot, ["4"]).script.prompts == ["2 + 2?"])
    }

    @Test("k-shot puts solved questions first, in order")
    func kShot() async throws {
        let exemplars = [Exemplar(question: "1 + 1?", answer: "2"), Exemplar(question: "0 + 1?", answer: "1")]
        let (_, script) = try await run(.kShot, ["4"], exemplars: exemplars)
        #expect(script.prompts == ["Q: 1 + 1?\nA: 2\n\nQ: 0 + 1?\nA: 1\n\nQ: 2 + 2?\nA:"])
        await #expect(throws: FielError.self) { try await run(.kShot, ["4"]) }
    }

    @Test("chain-of-thought shows reasoning, and the last answer stated is the final one")
    func chainOfThought() async throws {
        let exemplars = [Exemplar(question: "1 + 1?", reasoning: "One and one.", answer: "2")]
        let reply = "The answer is 3. No:\nthe answer is: 4.\nQ: next"
        let (result, script) = try await run(.chainOfThought, [reply], exemplars: exemplars)
        #expect(script.prompts == ["Q: 1 + 1?\nA: One and one. The answer is 2.\n\nQ: 2 + 2?\nA:"])
        #expect(result.answers == ["4"])
        await #expect(throws: FielError.self) {
            try await run(.chainOfThought, ["4"], exemplars: [Exemplar(question: "1", answer: "2")])
        }
    }

    @Test("zero-shot-cot makes two calls, the second with the reasoning of the first; only it gives the samples")
    func zeroShotChainOfThought() async throws {
        let (result, script) = try await run(.zeroShotChainOfThought, ["Two and two.", " 4."], samples: 3)
        #expect(
            script.prompts == [
                "Q: 2 + 2?\nA: Let's think step by step.",
                "Q: 2 + 2?\nA: Let's think step by step. Two and two.\nTherefore, the answer is",
            ]
        )
        #expect(script.samples == [1, 3])
        #expect(result.calls.map(\.step) == ["reasoning", "conclusion"])
        #expect(result.answers == ["4.", "4.", "4."])
        #expect(result.usage == GenerationUsage(promptTokens: 40, completionTokens: 8))
    }

    @Test("least-to-most asks each simpler question with the answers before it, and the question last")
    func leastToMost() async throws {
        let (result, script) = try await run(
            .leastToMost,
            ["1. What is 2?\n- What is +?\n2 + 2?\n", "two", "plus", "4"]
        )
        #expect(result.calls.map(\.step) == ["decomposition", "subquestion", "subquestion", "subquestion"])
        #expect(script.prompts[3] == "2 + 2?\n\nQ: What is 2?\nA: two\n\nQ: What is +?\nA: plus\n\nQ: 2 + 2?\nA:")
        #expect(result.answers == ["4"])
    }

    @Test("step-back asks for the principle first")
    func stepBack() async throws {
        let (result, script) = try await run(.stepBack, ["Sums add.", "4"])
        #expect(script.prompts[1] == "Background: Sums add.\n\nQ: 2 + 2?\nA:")
        #expect(result.calls.count == 2)
    }

    @Test("every technique works through every strategy", arguments: Technique.allCases)
    func strategies(technique: Technique) async throws {
        let base = try BuiltInGenerator(ToyModel(vocabularySize: 40), family: ChatFamily(.chatML))
        let passages = RetrievedPassages(["One.", "Two."], prior: try PassagePrior(scores: [1, 0]))
        var options = TechniqueRunner.Options()
        options.exemplars = [Exemplar(question: "1?", reasoning: "It is.", answer: "1")]
        options.maxSubquestions = 2
        var parameters = DecodingParameters()
        parameters.maxTokens = 5
        for strategy in Strategy.allCases {
            let generator = base.answering(by: strategy, from: passages)
            let result = try await TechniqueRunner(generator, options).answer("Why?", by: technique, parameters)
            let weighed = strategy == .ragToken || strategy == .ragSequence
            #expect(result.generations[0].passages.count == (weighed ? 2 : 0))
            #expect(result.generations[0].tokens.allSatisfy { $0.posterior.count == (weighed ? 2 : 0) })
        }
    }

    @Test("every template is visible by name and can be overridden, and a wrong one is an error")
    func templates() async throws {
        var options = TechniqueRunner.Options()
        for name in TechniqueTemplates.names { #expect(options.templates[name]?.isEmpty == false) }
        options.templates["zero-shot"] = "Say: {question}"
        let script = Script(["x"])
        _ = try await TechniqueRunner(script, options).answer("Why?", by: .zeroShot, DecodingParameters())
        #expect(script.prompts == ["Say: Why?"])
        options.templates["zero-shot"] = "Say: {questoin}"
        await #expect(throws: FielError.self) {
            try await TechniqueRunner(script, options).answer("Why?", by: .zeroShot, DecodingParameters())
        }
    }

    @Test(
        "final answers",
        arguments: [
            ("The answer is 3.14.", "3.14"), ("so the ANSWER IS: Paris", "Paris"), ("  Paris \n", "Paris"),
            ("The answer is", "The answer is"), ("", ""), ("the answer is a.\nthe answer is\n", "a"),
        ]
    )
    func finalAnswer(reply: String, answer: String) {
        #expect(FinalAnswer.extract(from: reply) == answer)
    }
}
