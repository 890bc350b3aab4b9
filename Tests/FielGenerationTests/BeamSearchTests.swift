import FielCore
import FielGeneration
import Foundation
import Testing

@Suite("Beam search") struct BeamSearchTests {
    @Test("finds what Hugging Face transformers finds, for every width, penalty and stopping rule")
    func parity() throws {
        let records = try Golden.records("hugging_face_beam.json")
        #expect(records.count == 192)
        for record in records {
            let model = ToyModel(seed: UInt64(record["seed"].integer), vocabularySize: 16, endBonus: 2)
            let expected = record["hypotheses"].elements
            let found = try MixtureDecoder(model)
                .decode(TokenPrompt(record["prompt"].ids), Self.parameters(record))
            #expect(found.map { $0.tokens.compactMap(\.id) } == expected.map { $0["ids"].ids }, "\(record)")
            for (found, expected) in zip(found, expected) {
                guard let score = expected["score"].number else { continue }
                let sum = found.tokens.reduce(0) { $0 + ($1.processedLogProbability ?? .nan) }
                let length = Double(found.tokens.count)
                let penalty = record["length_penalty"].number ?? 0
                #expect(near(sum / pow(length, penalty), score, 1e-5 * max(1, abs(score))))
            }
        }
    }

    private static func parameters(_ record: JSONValue) -> DecodingParameters {
        var parameters = DecodingParameters()
        parameters.maxTokens = record["max_tokens"].integer
        parameters.repetitionPenalty = record["repetition_penalty"].number ?? 1
        parameters.penaltyScope = .promptAndGenerated
        var beam = BeamParameters()
        beam.width = record["width"].integer
        beam.lengthPenalty = record["length_penalty"].number ?? 0
        beam.stopping = BeamParameters.Stopping(rawValue: record["stopping"].string ?? "") ?? .early
        // The peer decodes greedily where there is one beam.
        guard beam.width > 1 else { return parameters }
        parameters.method = .beam(beam)
        parameters.samples = beam.width
        return parameters
    }

    @Test("one beam that stops early is greedy decoding", arguments: UInt64(0)..<20)
    func widthOne(seed: UInt64) throws {
        let decoder = MixtureDecoder(ToyModel(seed: seed, endBonus: 1))
        var parameters = DecodingParameters()
        parameters.maxTokens = 8
        let greedy = try decoder.decode(TokenPrompt([1, 2]), parameters)
        var beam = BeamParameters()
        (beam.width, beam.stopping) = (1, .early)
        parameters.method = .beam(beam)
        #expect(try decoder.decode(TokenPrompt([1, 2]), parameters).map(\.text) == greedy.map(\.text))
    }

    @Test("hypotheses come best first, each once, and stop strings end them")
    func stopStrings() throws {
        let model = ToyModel(seed: 4, endTokens: [])
        var parameters = DecodingParameters()
        (parameters.maxTokens, parameters.stop, parameters.samples) = (6, ["3 "], 4)
        parameters.method = .beam(BeamParameters())
        let found = try MixtureDecoder(model).decode(TokenPrompt([1]), parameters)
        #expect(Set(found.map { $0.tokens.compactMap(\.id) }).count == found.count)
        for generation in found {
            #expect(!generation.text.contains("3 "))
            #expect((generation.finishReason == .stop) == (generation.tokens.last?.id == 3))
        }
        #expect(found.contains { $0.finishReason == .stop })
    }
}
