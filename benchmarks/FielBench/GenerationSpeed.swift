import FielCore
import FielEngine

/// Measures the generator: tokens a second of a prompt, of one answer, and of five answers side by side.
///
/// Prints one JSON object a round. Token ids are arbitrary: the time does not depend on them.
enum GenerationSpeed {
    static func run(_ arguments: [String]) throws {
        guard arguments.count == 3, let threads = Int(arguments[1]), let rounds = Int(arguments[2]) else {
            throw FielError(.invalidArgument, "usage: FielBench generation MODEL THREADS ROUNDS")
        }
        var options = EngineOptions()
        options.workers = Workers(threads: threads)
        let model = try CausalLanguageModel(path: arguments[0], options: options)
        for _ in 0..<rounds {
            let prefill = try measure(512) { _ = try read(model, 1, tokens: 512) }
            let one = try decode(model, sequences: 1)
            let five = try decode(model, sequences: 5)
            print("{\"prefill\":\(prefill),\"decode\":\(one),\"five\":\(five)}")
        }
    }

    /// Tokens a second of 64 steps after a prompt of 128 tokens, all sequences together.
    private static func decode(_ model: CausalLanguageModel, sequences: Int) throws -> Double {
        var contexts = try read(model, sequences, tokens: 128)
        return try measure(64 * sequences) {
            for step in 0..<64 {
                let continued = try model.extend(
                    contexts.indices.map { Continuation(contexts[$0], tokens: [Int32(1_000 + 37 * step + $0)]) }
                )
                contexts = continued.map(\.context)
            }
        }
    }

    private static func read(
        _ model: CausalLanguageModel,
        _ sequences: Int,
        tokens: Int
    ) throws -> [DecoderContext] {
        let prompts = (0..<sequences).map { sequence in
            Continuation(model.emptyContext, tokens: (0..<tokens).map { Int32(100 + 13 * $0 + sequence) })
        }
        return try model.extend(prompts).map(\.context)
    }

    private static func measure(_ tokens: Int, _ body: () throws -> Void) rethrows -> Double {
        let elapsed = try ContinuousClock().measure(body)
        return (Double(tokens) / (elapsed / .seconds(1)) * 10).rounded() / 10
    }
}
