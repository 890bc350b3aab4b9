import FielCore
import Foundation
import Testing

@testable import FielEngine

/// What `make_tuning.py` computed with torch, and labelled pairs over the vocabulary of the small encoders.
enum TuningFixtures {
    struct Golden: Decodable {
        struct Row: Decodable {
            var premise: String
            var hypothesis: String
            var label: String
        }
        struct Pooling: Decodable {
            var numbers: [Float]
            var losses: [Double]
            var gradient: [Double]
            var afterStep: [Float]
        }
        struct Optimizer: Decodable {
            struct Step: Decodable {
                var rate: Double
                var gradient: [Double]
                var numbers: [Float]
            }
            var start: [Float]
            var steps: [Step]
        }
        var rows: [Row]
        var optimizer: Optimizer
        var cls: Pooling
        var mean: Pooling

        var pairs: [LabelledPair] { rows.map { pair($0.premise, $0.hypothesis, $0.label) } }
    }

    static func golden() throws -> Golden {
        try JSONDecoder().decode(Golden.self, from: Fixtures.data("tuning.json"))
    }

    static func pair(_ premise: String, _ hypothesis: String, _ label: String) -> LabelledPair {
        let label = EntailmentScores.Label(rawValue: label).map { LabelledPair.Label.answer($0) } ?? .entails(false)
        return LabelledPair(TextPair(premise: premise, hypothesis: hypothesis), label: label)
    }

    /// Pairs whose label a small encoder can learn: whether the colour of the hypothesis is that of the premise.
    static func pairs(_ count: Int, seed: UInt64) -> [LabelledPair] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { index in
            let nouns = ["bridge", "train", "river", "boat", "museum"]
            let noun = nouns[generator.next(below: nouns.count)]
            let isRed = generator.next(below: 2) == 0
            return LabelledPair(
                TextPair(premise: "The \(noun) is red, \(index).", hypothesis: isRed ? "red" : "a green \(noun)"),
                label: .entails(isRed)
            )
        }
    }

    /// The classifier fixture in a folder of its own, over the mean of the tokens where that is asked for.
    static func withClassifier<R>(mean: Bool, _ body: (String) async throws -> R) async throws -> R {
        guard mean else { return try await body(Fixtures.path("classifier")) }
        return try await Fixtures.withTemporaryFolder { folder in
            for file in ["model.safetensors", "vocab.txt"] {
                try Fixtures.data("classifier/\(file)").write(to: folder.appending(path: file))
            }
            let data = try Fixtures.data("classifier/config.json")
            var config = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            config["fiel_pooling"] = "mean"
            try JSONSerialization.data(withJSONObject: config).write(to: folder.appending(path: "config.json"))
            return try await body(folder.path)
        }
    }

    static func model(_ path: String, isa: InstructionSet = .best) throws -> TrainableClassifier {
        try TrainableClassifier(try EncoderCheckpoint.open(path), options: Fixtures.options(isa: isa))
    }
}

extension TrainableClassifier {
    /// The mean gradient over pairs, and what is said of each.
    func gradient(
        of pairs: [LabelledPair],
        at numbers: [Float],
        _ tokenizer: EncoderTokenizer
    ) -> (gradient: [Double], scores: [EntailmentScores]) {
        let room = AlignedBuffer<Float>(count: layout.count)
        var sum = [Double](repeating: 0, count: layout.count)
        let adapted = adapted(numbers)
        let scores = pairs.map { pair in
            let input = tokenizer.input(pair.pair, maximumTokens: 64)
            let scores = gradient(of: input, pair.label, adapted, into: room.start)
            for index in sum.indices { sum[index] += Double(room.start[index]) / Double(pairs.count) }
            return scores
        }
        return (sum, scores)
    }
}
