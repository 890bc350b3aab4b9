import FielCore
import FielGeneration
import Foundation
import Testing

@Suite("Sampling") struct SamplingTests {
    /// A processor's setting and the distribution that its definition gives, worked out here by itself.
    struct Processor: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (inout DecodingParameters) -> Void
        let expected: @Sendable ([Double]) -> [Double]
    }

    static let logits: [Float] = [0.5, 2, -1, 1.25, 2, 0, -0.5, 1]

    static func softmax(_ logits: [Double]) -> [Double] {
        let weights = logits.map { exp($0) }
        return weights.map { $0 / weights.reduce(0, +) }
    }

    static func keep(_ ids: Set<Int>, _ logits: [Double]) -> [Double] {
        softmax(logits.enumerated().map { ids.contains($0.offset) ? $0.element : -.infinity })
    }

    static let processors: [Processor] = [
        Processor(testDescription: "none", change: { _ in }, expected: { softmax($0) }),
        Processor(
            testDescription: "temperature 0.7",
            change: { $0.temperature = 0.7 },
            expected: { softmax($0.map { $0 / 0.7 }) }
        ),
        Processor(
            testDescription: "temperature 2",
            change: { $0.temperature = 2 },
            expected: { softmax($0.map { $0 / 2 }) }
        ),
        Processor(
            testDescription: "top-k 1 keeps both that tie",
            change: { $0.topK = 1 },
            expected: { keep([1, 4], $0) }
        ),
        Processor(testDescription: "top-k 3", change: { $0.topK = 3 }, expected: { keep([1, 4, 3], $0) }),
        // softmax: .067 .301 .015 .142 .301 .041 .025 .111; 1 and 4 hold .60, with 3 .74, with 7 .85
        Processor(testDescription: "top-p 0.7", change: { $0.topP = 0.7 }, expected: { keep([1, 4, 3], $0) }),
        Processor(testDescription: "top-p 0.8", change: { $0.topP = 0.8 }, expected: { keep([1, 4, 3, 7], $0) }),
        Processor(testDescription: "top-p 0", change: { $0.topP = 0 }, expected: { keep([1], $0) }),
        Processor(testDescription: "min-p 0.3", change: { $0.minP = 0.3 }, expected: { keep([1, 4, 3, 7], $0) }),
        Processor(
            testDescription: "top-k 5, then top-p of what is left",
            change: { ($0.topK, $0.topP) = (5, 0.9) },
            expected: { keep([1, 4, 3, 7], $0) }
        ),
        Processor(
            testDescription: "logit bias",
            change: { $0.logitBias = [2: 3, 1: -.infinity] },
            expected: { logits in
                var logits = logits
                (logits[2], logits[1]) = (logits[2] + 3, -.infinity)
                return softmax(logits)
            }
        ),
        Processor(
            testDescription:
                "repetition penalty divides positive and multiplies negative logits of the prompt's tokens",
            change: { ($0.repetitionPenalty, $0.penaltyScope) = (1.5, .promptAndGenerated) },
            expected: { logits in
                var logits = logits
                (logits[2], logits[3]) = (logits[2] * 1.5, logits[3] / 1.5)
                return softmax(logits)
            }
        ),
        Processor(
            testDescription: "presence penalty counts a token once, frequency penalty each time",
            change: { ($0.presencePenalty, $0.frequencyPenalty, $0.penaltyScope) = (0.5, 0.25, .promptAndGenerated) },
            expected: { logits in
                var logits = logits
                (logits[2], logits[3]) = (logits[2] - 0.5 - 0.5, logits[3] - 0.5 - 0.25)
                return softmax(logits)
            }
        ),
    ]

    @Test("draws follow the exact distribution of every processor", arguments: processors)
    func chiSquare(processor: Processor) throws {
        let model = ToyModel(vocabularySize: 8, endTokens: [], fixed: Self.logits)
        var parameters = DecodingParameters()
        (parameters.method, parameters.maxTokens, parameters.samples) = (.sample, 1, 1024)
        processor.change(&parameters)
        var counts = [Int](repeating: 0, count: 8)
        for seed in UInt64(0)..<8 {
            parameters.seed = seed
            for generation in try MixtureDecoder(model).decode(TokenPrompt([2, 3, 2]), parameters) {
                counts[Int(generation.tokens[0].id ?? 0)] += 1
            }
        }
        Self.check(counts, processor.expected(Self.logits.map(Double.init)))
    }

    /// Pearson's χ² at most mean + 4 standard deviations, and nothing where the probability is 0.
    static func check(_ counts: [Int], _ probabilities: [Double], _ place: SourceLocation = #_sourceLocation) {
        let total = Double(counts.reduce(0, +))
        var statistic = 0.0
        var freedom = -1.0
        for (count, probability) in zip(counts, probabilities) {
            guard probability > 0 else {
                #expect(count == 0, sourceLocation: place)
                continue
            }
            let expected = total * probability
            statistic += (Double(count) - expected) * (Double(count) - expected) / expected
            freedom += 1
        }
        #expect(statistic <= freedom + 4 * (2 * freedom).squareRoot(), "χ² \(statistic)", sourceLocation: place)
    }

    @Test("RAG-Token samples from the exact mixture, RAG-Sequence from its own distribution")
    func mixture() throws {
        let model = ToyModel(seed: 11, vocabularySize: 3, endTokens: [])
        let prompts = [TokenPrompt([1]), TokenPrompt([2, 1]), TokenPrompt([1, 1])]
        let prior = try PassagePrior(scores: [0.3, 1, 0])
        var parameters = DecodingParameters()
        (parameters.method, parameters.maxTokens, parameters.samples) = (.sample, 2, 1024)
        let answers = (0..<9).map { [Int32($0 / 3), Int32($0 % 3)] }
        let exact = try LikelihoodScorer(model).likelihoods(of: answers, after: prompts, prior: prior)
        var counts = (token: [Int](repeating: 0, count: 9), sequence: [Int](repeating: 0, count: 9))
        let index = { (generation: Generation) in
            generation.tokens.reduce(0) { $0 * 3 + Int($1.id ?? 0) }
        }
        for seed in UInt64(0)..<8 {
            parameters.seed = seed
            for one in try MixtureDecoder(model).decode(prompts, prior: prior, parameters) {
                counts.token[index(one)] += 1
            }
            for one in try SequenceDecoder(model).decode(prompts, prior: prior, parameters) {
                counts.sequence[index(one)] += 1
            }
        }
        Self.check(counts.token, exact.map { exp($0.ragToken) })
        Self.check(counts.sequence, exact.map { exp($0.ragSequence) })
    }

    @Test("the same seed gives the same texts, and a sample does not depend on how many there are")
    func seeds() throws {
        let decoder = MixtureDecoder(ToyModel(vocabularySize: 30))
        var parameters = DecodingParameters()
        (parameters.method, parameters.maxTokens, parameters.seed) = (.sample, 12, 99)
        let texts = { (count: Int) throws -> [String] in
            parameters.samples = count
            return try decoder.decode(TokenPrompt([5]), parameters).map(\.text)
        }
        let seven = try texts(7)
        #expect(try texts(7) == seven)
        #expect(try texts(3) == Array(seven.prefix(3)))
        #expect(Set(seven).count == 7)
        parameters.seed = 100
        #expect(try texts(7) != seven)
    }

    @Test("log-probabilities are the model's before the processors and sum to 1 after them")
    func logProbabilities() throws {
        let model = ToyModel(vocabularySize: 8, endTokens: [], fixed: Self.logits)
        var parameters = DecodingParameters()
        (parameters.method, parameters.maxTokens, parameters.alternatives) = (.sample, 1, 8)
        parameters.topK = 3
        let token = try MixtureDecoder(model).decode(TokenPrompt([1]), parameters)[0].tokens[0]
        #expect(token.alternatives.compactMap(\.id) == [1, 4, 3, 7, 0, 5, 6, 2])
        #expect(near(token.alternatives.reduce(0) { $0 + exp($1.logProbability) }, 1, 1e-12))
        #expect(near(token.alternatives.reduce(0) { $0 + exp($1.processedLogProbability ?? .nan) }, 1, 1e-12))
        #expect(token.alternatives[3].processedLogProbability == -.infinity)
    }
}
