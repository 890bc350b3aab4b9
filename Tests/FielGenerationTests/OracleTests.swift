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
