import FielCore
import FielGeneration
import Foundation
import Testing

@Suite("Identities of the RAG models") struct IdentityTests {
    /// A toy model with random prompts, prior and answers.
    struct Setting {
        var model: ToyModel
        var prompts: [TokenPrompt]
        var scores: [Double]
        var answer: [Int32]

        init(_ seed: UInt64, passages: Int? = nil, length: Int? = nil) {
            var random = SeededGenerator(seed: seed)
            model = ToyModel(seed: seed, vocabularySize: 4 + random.next(below: 5))
            let size = model.vocabularySize
            prompts = (0..<(passages ?? 2 + random.next(below: 4))).map { _ in
                TokenPrompt(random.tokens(1 + random.next(below: 5), below: size))
            }
            scores = prompts.map { _ in Double(random.next(below: 600)) / 100 - 3 }
            answer = (0..<(length ?? 1 + random.next(below: 6))).map { _ in Int32(random.next(below: size)) }
        }

        func likelihood() throws -> AnswerLikelihood {
            let prior = try PassagePrior(scores: scores)
            return try LikelihoodScorer(model).likelihoods(of: [answer], after: prompts, prior: prior)[0]
        }

        func greedy(beam: Bool = false) throws -> (token: [Generation], sequence: [Generation]) {
            var parameters = DecodingParameters()
            parameters.maxTokens = 5
            if beam {
                parameters.method = .beam(BeamParameters())
                parameters.samples = 4
            }
            let prior = try PassagePrior(scores: scores)
            return (
                try MixtureDecoder(model).decode(prompts, prior: prior, parameters),
                try SequenceDecoder(model).decode(prompts, prior: prior, parameters)
            )
        }
    }

    @Test("RAG-Sequence equals RAG-Token for one passage", arguments: UInt64(0)..<40)
    func onePassage(seed: UInt64) throws {
        let setting = Setting(seed, passages: 1)
        let likelihood = try setting.likelihood()
        #expect(near(likelihood.ragSequence, likelihood.ragToken, 1e-9))
        let (token, sequence) = try setting.greedy()
        #expect(token.map(\.text) == sequence.map(\.text))
    }

    @Test("RAG-Sequence equals RAG-Token for one token", arguments: UInt64(0)..<40)
    func oneToken(seed: UInt64) throws {
        let likelihood = try Setting(seed, length: 1).likelihood()
        #expect(near(likelihood.ragSequence, likelihood.ragToken, 1e-9))
        #expect(near(likelihood.sequencePosterior, likelihood.tokenPosteriors[0], 1e-9))
    }

    @Test("RAG-Sequence equals RAG-Token for identical passages", arguments: UInt64(0)..<40)
    func identical(seed: UInt64) throws {
        var setting = Setting(seed)
        setting.prompts = setting.prompts.map { _ in setting.prompts[0] }
        let likelihood = try setting.likelihood()
        #expect(near(likelihood.ragSequence, likelihood.ragToken, 1e-9))
        #expect(near(likelihood.sequencePosterior, likelihood.prior.probabilities, 1e-9))
    }

    @Test("for two tokens, Seq − Tok is their covariance over the passages", arguments: UInt64(0)..<40)
    func covariance(seed: UInt64) throws {
        let likelihood = try Setting(seed, length: 2).likelihood()
        let prior = likelihood.prior.probabilities
        let rows = try likelihood.perPassage.map { try #require($0).map { exp($0) } }
        let mean = { (value: (Int) -> Double) in prior.indices.reduce(0) { $0 + prior[$1] * value($1) } }
        let covariance = mean { rows[$0][0] * rows[$0][1] } - mean { rows[$0][0] } * mean { rows[$0][1] }
        #expect(near(exp(likelihood.ragSequence) - exp(likelihood.ragToken), covariance, 1e-12))
    }

    @Test("the order of the passages changes nothing", arguments: UInt64(0)..<40)
    func permutation(seed: UInt64) throws {
        var setting = Setting(seed)
        let before = (try setting.likelihood(), try setting.greedy(beam: true))
        setting.prompts.reverse()
        setting.scores.reverse()
        let after = (try setting.likelihood(), try setting.greedy(beam: true))
        #expect(near(before.0.ragSequence, after.0.ragSequence, 1e-9))
        #expect(near(before.0.ragToken, after.0.ragToken, 1e-9))
        #expect(near(before.0.sequencePosterior, after.0.sequencePosterior.reversed(), 1e-9))
        #expect(before.1.token.map(\.text) == after.1.token.map(\.text))
        #expect(before.1.sequence.map(\.text) == after.1.sequence.map(\.text))
    }

    @Test("a constant added to all scores changes nothing", arguments: UInt64(0)..<40)
    func shift(seed: UInt64) throws {
        var setting = Setting(seed)
        let before = try setting.likelihood()
        setting.scores = setting.scores.map { $0 + 17.25 }
        let after = try setting.likelihood()
        #expect(near(before.ragSequence, after.ragSequence, 1e-9))
        #expect(near(before.ragToken, after.ragToken, 1e-9))
    }

    @Test("a passage of prior 0 changes nothing and is never computed", arguments: UInt64(0)..<40)
    func priorZero(seed: UInt64) throws {
        var setting = Setting(seed)
        let measure = { () throws in
            let meter = ToyModel.Meter()
            setting.model.meter = meter
            return (try setting.likelihood(), try setting.greedy(beam: true), meter: meter)
        }
        let before = try measure()
        setting.prompts.insert(TokenPrompt([1, 1, 1]), at: 1)
        setting.scores.insert(-.infinity, at: 1)
        let after = try measure()
        #expect(before.0.ragSequence == after.0.ragSequence)
        #expect(before.0.ragToken == after.0.ragToken)
        #expect(after.0.perPassage[1] == nil)
        #expect(before.1.token.map(\.logLikelihood) == after.1.token.map(\.logLikelihood))
        #expect(before.1.sequence.map(\.logLikelihood) == after.1.sequence.map(\.logLikelihood))
        #expect(after.1.token[0].passages[1] == PassageWeight(prior: 0, posterior: 0))
        #expect(after.meter.tokens == before.meter.tokens)
    }

    @Test("the fast score of an answer is at most the thorough one", arguments: UInt64(0)..<40)
    func fast(seed: UInt64) throws {
        let setting = Setting(seed)
        var parameters = DecodingParameters()
        (parameters.maxTokens, parameters.method, parameters.samples) = (4, .beam(BeamParameters()), 4)
        let prior = try PassagePrior(scores: setting.scores)
        var options = SequenceOptions()
        options.variant = .fast
        let fast = try SequenceDecoder(setting.model, options).decode(setting.prompts, prior: prior, parameters)
        let ids = fast.map { $0.tokens.compactMap(\.id) }
        let exact = try LikelihoodScorer(setting.model).likelihoods(of: ids, after: setting.prompts, prior: prior)
        for (fast, exact) in zip(fast, exact) {
            #expect(try #require(fast.logLikelihood) <= exact.ragSequence + 1e-12)
        }
    }

    @Test("the mixture sums to 1, and posteriors do", arguments: UInt64(0)..<20)
    func sums(seed: UInt64) throws {
        let setting = Setting(seed)
        let everything = (0..<Int32(setting.model.vocabularySize)).map { [$0] }
        let prior = try PassagePrior(scores: setting.scores)
        let all = try LikelihoodScorer(setting.model).likelihoods(of: everything, after: setting.prompts, prior: prior)
        #expect(near(all.reduce(0) { $0 + exp($1.ragToken) }, 1, 1e-12))
        for posterior in all[0].tokenPosteriors + all[0].sequencePosteriors {
            #expect(near(posterior.reduce(0, +), 1, 1e-12))
        }
    }

    @Test("K passages take one pass over the weights for each token")
    func oneCallPerStep() throws {
        var setting = Setting(3, passages: 5)
        setting.model.meter = ToyModel.Meter()
        setting.model.endTokens = []
        var parameters = DecodingParameters()
        parameters.maxTokens = 6
        _ = try MixtureDecoder(setting.model)
            .decode(setting.prompts, prior: PassagePrior(scores: setting.scores), parameters)
        #expect(setting.model.meter?.contexts.suffix(6) == [5, 5, 5, 5, 5, 5])
    }

    @Test("the prior's entropy is that of its probabilities")
    func entropy() throws {
        #expect(near(try PassagePrior(scores: [2, 2, 2, 2]).entropy, log(4), 1e-12))
        #expect(try PassagePrior(scores: [0, -.infinity]).entropy == 0)
        // Cosines are near each other: the temperature sharpens them. Worked out with numpy.
        let cosines = try PassagePrior(scores: [0.62, 0.60, 0.58, 0.55, 0.50], temperature: 0.05)
        #expect(near(cosines.entropy, 1.383, 5e-4))
        #expect(throws: FielError.self) { try PassagePrior(scores: []) }
        #expect(throws: FielError.self) { try PassagePrior(scores: [.nan]) }
        #expect(throws: FielError.self) { try PassagePrior(scores: [1], temperature: 0) }
    }
}
