import FielCore
import Foundation
import Testing

@testable import FielEngine

@Suite("Gradients of an adapter")
struct GradientTests {
    @Test("losses and gradients equal torch's, over the first token and over the mean", arguments: [false, true])
    func torch(mean: Bool) async throws {
        let golden = try TuningFixtures.golden()
        let expected = mean ? golden.mean : golden.cls
        try await TuningFixtures.withClassifier(mean: mean) { path in
            let checkpoint = try EncoderCheckpoint.open(path)
            for isa in InstructionSet.supported {
                let model = try TuningFixtures.model(path, isa: isa)
                let found = model.gradient(of: golden.pairs, at: expected.numbers, checkpoint.tokenizer)
                for ((scores, pair), loss) in zip(zip(found.scores, golden.pairs), expected.losses) {
                    #expect(abs(-log(scores.probability(of: pair.label)) - loss) < 1e-5, "on \(isa)")
                }
                let largest = expected.gradient.map(abs).max() ?? 0
                let difference = zip(found.gradient, expected.gradient).map { abs($0 - $1) }.max() ?? .infinity
                #expect(found.gradient.count == expected.gradient.count)
                #expect(difference < 1e-5 * largest, "on \(isa)")
            }
        }
    }

    @Test("one training step equals torch's, with the gradient clipped", arguments: [false, true])
    func step(mean: Bool) async throws {
        let golden = try TuningFixtures.golden()
        try await TuningFixtures.withClassifier(mean: mean) { path in
            let model = try TuningFixtures.model(path)
            let tokenizer = try EncoderCheckpoint.open(path).tokenizer
            var options = TuningOptions()
            options.epochs = 1
            var state = TuningState(model.layout, pairs: golden.rows.count, options)
            let found = model.gradient(of: golden.pairs, at: state.numbers, tokenizer)
            #expect(found.gradient.reduce(0) { $0 + $1 * $1 } > 1, "this gradient would not be clipped")
            try state.step(found.gradient, found.scores, golden.pairs.map(\.label))
            for (number, other) in zip(state.numbers, mean ? golden.mean.afterStep : golden.cls.afterStep) {
                #expect(abs(number - other) <= 1e-5 * abs(other))
            }
        }
    }

    @Test("AdamW moves numbers as torch does, over several steps and rates")
    func optimizer() throws {
        let golden = try TuningFixtures.golden().optimizer
        var numbers = golden.start
        var optimizer = AdamW(count: numbers.count, weightDecay: 0.1)
        for step in golden.steps {
            optimizer.update(&numbers, step.gradient, rate: step.rate)
            for (number, other) in zip(numbers, step.numbers) { #expect(abs(number - other) <= 1e-6 * abs(other)) }
        }
    }

    @Test(
        "the gradient predicts how the loss of the classifier in use changes, in any direction",
        arguments: ["classifier", "classifier-unigram.gguf"]
    )
    func finiteDifferences(name: String) async throws {
        let path = Fixtures.path(name)
        let base = try PairClassifier(path: path, options: Fixtures.options())
        let model = try TuningFixtures.model(path)
        let pairs = TuningFixtures.pairs(6, seed: 3) + (try TuningFixtures.golden().pairs)
        var random = SeededNumbers(seed: 4)
        let numbers = random.normals(model.layout.count).map { 0.2 * $0 }
        let gradient = model.gradient(of: pairs, at: numbers, base.tokenizer).gradient

        func loss(_ numbers: [Float]) async throws -> Double {
            let adapter = try Adapter(numbers, model.layout, basePath: path, report: "{}")
            let scores = try await PairClassifier(base, adapter: adapter).classify(pairs.map(\.pair))
            let losses = zip(scores, pairs).map { -log($0.probability(of: $1.label)) }
            return losses.reduce(0, +) / Double(pairs.count)
        }
        // Every part of the adapter by itself, and all of them together.
        let parts = model.layout.tensors.map(\.range) + [0..<model.layout.count]
        for part in parts {
            var direction = [Float](repeating: 0, count: numbers.count)
            for (index, value) in zip(part, random.normals(part.count)) { direction[index] = value }
            let predicted = zip(gradient, direction).reduce(0) { $0 + $1.0 * Double($1.1) }
            let step: Float = 2e-3
            let ahead = try await loss(zip(numbers, direction).map { $0 + step * $1 })
            let behind = try await loss(zip(numbers, direction).map { $0 - step * $1 })
            let found = (ahead - behind) / Double(2 * step)
            #expect(abs(found - predicted) < 2e-3 + 5e-3 * abs(predicted), "\(name), numbers \(part)")
        }
    }

    @Test("what the training forward says is what the classifier with the folded adapter says")
    func forwardsAgree() async throws {
        let path = Fixtures.path("classifier-unigram.gguf")
        let golden = try TuningFixtures.golden()
        let base = try PairClassifier(path: path, options: Fixtures.options())
        let model = try TuningFixtures.model(path)
        var random = SeededNumbers(seed: 8)
        let numbers = random.normals(model.layout.count).map { 0.3 * $0 }
        let adapter = try Adapter(numbers, model.layout, basePath: path, report: "{}")
        let used = try await PairClassifier(base, adapter: adapter).classify(golden.pairs.map(\.pair))
        let trained = model.gradient(of: golden.pairs, at: numbers, base.tokenizer).scores
        for (one, other) in zip(used, trained) {
            #expect(abs(one.entailment - other.entailment) < 1e-5)
            #expect(abs(one.contradiction - other.contradiction) < 1e-5)
        }
    }
}

/// Seeded random numbers.
struct SeededNumbers {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// Standard normal numbers (Box and Muller).
    mutating func normals(_ count: Int) -> [Float] {
        (0..<count).map { _ in
            let one = (Double(generator.next() >> 11) + 1) * 0x1p-53, other = Double(generator.next() >> 11) * 0x1p-53
            return Float((-2 * log(one)).squareRoot() * cos(2 * .pi * other))
        }
    }
}
