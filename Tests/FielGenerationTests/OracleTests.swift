import FielCore
import FielGeneration
import Testing

@Suite("RAG strategies against brute force") struct OracleTests {
    struct Case {
        let record: JSONValue
        var model: ToyModel {
            ToyModel(seed: UInt64(record["seed"].integer), vocabularySize: record["vocabulary"].integer)
        }
        var prompts: [TokenPrompt] { record["prompts"].elements.map { TokenPrompt($0.ids) } }
        func prior() throws -> PassagePrior { try PassagePrior(logPriors: record["log_priors"].numbers) }

        func parameters(beam width: Int?) -> DecodingParameters {
            var parameters = DecodingParameters()
            parameters.maxTokens = record["max_tokens"].integer
            guard let width else { return parameters }
            var beam = BeamParameters()
            (beam.width, beam.lengthPenalty, beam.stopping) = (width, 0, .never)
            parameters.method = .beam(beam)
            parameters.samples = width
            return parameters
        }
        /// As wide as there are answers.
        var fullWidth: Int { 256 }
    }

    static func cases() throws -> [Case] {
        let cases = try Golden.records("oracle.json").map(Case.init)
        #expect(cases.count == 24)
        return cases
    }

    @Test("likelihoods of given tokens equal the oracle's")
    func likelihoods() throws {
        for item in try Self.cases() {
            let expected = item.record["likelihoods"].elements
            let scorer = LikelihoodScorer(item.model)
            let found = try scorer.likelihoods(
                of: expected.map { $0["ids"].ids },
                after: item.prompts,
                prior: item.prior()
            )
            for (found, expected) in zip(found, expected) {
                #expect(near(found.ragSequence, expected["rag_sequence"].number ?? .nan))
                #expect(near(found.ragToken, expected["rag_token"].number ?? .nan))
                #expect(near(found.ragTokenTokens, expected["rag_token_tokens"].numbers))
                for (row, golden) in zip(found.perPassage, expected["per_passage"].elements) {
                    #expect(near(try #require(row), golden.numbers))
                }
                #expect(near(found.ragSequenceTokens.reduce(0, +), found.ragSequence, 1e-9))
            }
        }
    }

    @Test("RAG-Token finds the oracle's greedy answer and beams")
    func ragToken() throws {
        for item in try Self.cases() {
            let decoder = MixtureDecoder(item.model)
            let greedy = try decoder.decode(item.prompts, prior: item.prior(), item.parameters(beam: nil))
            try expect(greedy, equal: [item.record["token_greedy"]])
            let beam = try decoder.decode(item.prompts, prior: item.prior(), item.parameters(beam: 2))
            try expect(beam, equal: item.record["token_beam_2"].elements)
        }
    }

    @Test("RAG-Token's beam as wide as all answers finds the best of them")
    func ragTokenExhaustive() throws {
        for item in try Self.cases() {
            let beam = try MixtureDecoder(item.model)
                .decode(item.prompts, prior: item.prior(), item.parameters(beam: item.fullWidth))
            try expect(Array(beam.prefix(1)), equal: [item.record["token_best"]])
        }
    }

    @Test("RAG-Sequence ranks as the oracle does, thorough and fast", arguments: SequenceOptions.Variant.allCases)
    func ragSequence(variant: SequenceOptions.Variant) throws {
        for item in try Self.cases() {
            var options = SequenceOptions()
            options.variant = variant
            let expected = item.record["sequence_\(variant.rawValue)_2"].elements
            let found = try SequenceDecoder(item.model, options)
                .decode(item.prompts, prior: item.prior(), item.parameters(beam: 2))
            try expect(found, equal: Array(expected.prefix(2)))
        }
    }

    @Test("thorough RAG-Sequence with beams as wide as all answers finds the best of them")
    func ragSequenceExhaustive() throws {
        for item in try Self.cases() {
            let found = try SequenceDecoder(item.model)
                .decode(item.prompts, prior: item.prior(), item.parameters(beam: item.fullWidth))
            try expect(Array(found.prefix(1)), equal: [item.record["sequence_best"]])
        }
    }

    @Test("the probabilities of all answers sum to 1 in the golden itself")
    func total() throws {
        for item in try Self.cases() { #expect(near(item.record["total"].numbers, [0, 0])) }
    }

    private func expect(_ found: [Generation], equal expected: [JSONValue]) throws {
        #expect(found.map { $0.tokens.compactMap(\.id) } == expected.map { $0["ids"].ids })
        for (found, expected) in zip(found, expected) {
            #expect(near(try #require(found.logLikelihood), expected["score"].number ?? .nan))
            #expect(near(found.tokens.reduce(0) { $0 + $1.logProbability }, expected["score"].number ?? .nan))
        }
    }
}

@Suite("Likelihoods of many answers") struct LikelihoodScorerTests {
    @Test("do not depend on how they are cut into passes, nor on each other")
    func passes() throws {
        var random = SeededGenerator(seed: 5)
        let answers = (0..<100).map { _ in random.tokens(random.next(below: 9), below: 6) }
        let prompts = [TokenPrompt([1, 2]), TokenPrompt([3])]
        let prior = try PassagePrior(scores: [0, 1])
        let whole = try LikelihoodScorer(ToyModel()).likelihoods(of: answers, after: prompts, prior: prior)
        var narrow = LikelihoodScorer(ToyModel())
        narrow.mostLogits = 1
        #expect(try narrow.likelihoods(of: answers, after: prompts, prior: prior) == whole)
        for (answer, expected) in zip(answers, whole) {
            let alone = try LikelihoodScorer(ToyModel()).likelihoods(of: [answer], after: prompts, prior: prior)
            #expect(alone == [expected])
        }
    }

    @Test("tokens that no passage makes likely keep their log-probability in the mixture")
    func underflow() throws {
        let model = ToyModel(vocabularySize: 3, endTokens: [], fixed: [0, -2000, -1000])
        var parameters = DecodingParameters()
        (parameters.maxTokens, parameters.alternatives) = (1, 3)
        let prior = try PassagePrior(scores: [0, 0])
        let token = try MixtureDecoder(model)
            .decode([TokenPrompt([1]), TokenPrompt([2])], prior: prior, parameters)[0].tokens[0]
        #expect(near(token.alternatives.map(\.logProbability), [0, -1000, -2000]))
    }

    @Test("a token outside the vocabulary and a text that is too long are errors")
    func invalid() throws {
        let scorer = LikelihoodScorer(ToyModel(contextLength: 4))
        let prior = try PassagePrior(logPriors: [0])
        for (answer, prompt) in [([6], [1]), ([-1], [1]), ([1], [9]), ([1, 1, 1], [1, 1]), ([1], [])]
            as [([Int32], [Int32])]
        {
            #expect(throws: FielError.self) {
                try scorer.likelihoods(of: [answer], after: [TokenPrompt(prompt)], prior: prior)
            }
        }
    }
}

@Suite("Generators from passages") struct MarginalGeneratorTests {
    @Test("read a passage once for several questions, and give each passage its weights")
    func reuse() async throws {
        let base = try BuiltInGenerator(ToyModel(vocabularySize: 90, endTokens: []), family: .smolLM2)
        let passages = RetrievedPassages(["A first passage.", "Another."], prior: try PassagePrior(scores: [1, 0]))
        var parameters = DecodingParameters()
        parameters.maxTokens = 3
        let ask = { (question: String, strategy: Strategy) async throws -> Generation in
            let prompt = Prompt.chat([ChatMessage(.user, [.text(question)])])
            return try await base.answering(by: strategy, from: passages).generate(prompt, parameters, onText: nil)[0]
        }
        let first = try await ask("Who?", .ragToken)
        let second = try await ask("Where?", .ragToken)
        #expect(second.usage.promptTokens - second.usage.cachedPromptTokens < 2 * 120)
        #expect(second.usage.cachedPromptTokens > first.usage.cachedPromptTokens)
        let sequence = try await ask("Where?", .ragSequence)
        for generation in [second, sequence] {
            #expect(near(generation.passages.map(\.prior), passages.prior.probabilities, 1e-12))
            #expect(near(generation.passages.reduce(0) { $0 + $1.posterior }, 1, 1e-12))
        }
        #expect(sequence.passages.map(\.posterior) == sequence.tokens.last?.posterior)
        #expect(try await ask("Who?", .zeroShot).passages.isEmpty)
    }

    @Test("a model without a chat template continues texts only")
    func noTemplate() async throws {
        let base = try BuiltInGenerator(ToyModel())
        await #expect(throws: FielError.self) {
            try await base.generate(.chat([ChatMessage(.user, [.text("x")])]), DecodingParameters(), onText: nil)
        }
        #expect(try await base.generate(.raw([.text("x")]), DecodingParameters(), onText: nil).count == 1)
    }
}
