import FielCore
import FielGeneration
import Synchronization

/// A model whose logits are hashed from the tokens read; the same function as in `fixtures/generation/toy.py`.
struct ToyModel: LanguageModel {
    typealias Context = [Int32]

    var seed: UInt64 = 1
    var vocabularySize = 6
    var endTokens: Set<Int32> = [0]
    var endBonus: Float = 0
    var contextLength = 4096
    var chatTemplate: String?
    /// Fixed logits instead of hashed ones.
    var fixed: [Float]?
    /// The bytes of each token; its digits where there are none.
    var pieces: [[UInt8]] = []
    var meter: Meter?

    /// Counts what a model is asked for.
    final class Meter: Sendable {
        let calls = Mutex<[(continuations: Int, tokens: Int)]>([])
        var tokens: Int { calls.withLock { $0.reduce(0) { $0 + $1.tokens } } }
        var contexts: [Int] { calls.withLock { $0.map(\.continuations) } }
    }

    let name = "toy"
    var emptyContext: [Int32] { [] }
    func count(of context: [Int32]) -> Int { context.count }
    func specialToken(named name: String) -> Int32? { nil }

    func tokens(of prompt: [PromptPart]) -> [Int32] {
        prompt.flatMap { $0.string.utf8.map { Int32($0) % Int32(vocabularySize - 1) + 1 } }
    }

    func bytes(of token: Int32) -> [UInt8] {
        pieces.isEmpty ? Array("\(token) ".utf8) : pieces[Int(token) % pieces.count]
    }

    func logits(after tokens: [Int32]) -> [Float] {
        if let fixed { return fixed }
        let state = tokens.reduce(Self.mix(seed)) { Self.mix($0 ^ UInt64($1 + 1)) }
        var logits = (0..<vocabularySize).map { token in
            Float(Int(Self.mix(state &+ 7919 &* UInt64(token + 1)) >> 55) - 256) / 64
        }
        logits[0] += endBonus
        return logits
    }

    func extend(
        _ continuations: [Continuation<[Int32]>]
    ) throws(FielError) -> [ContinuedContext<[Int32]>] {
        guard continuations.allSatisfy({ !$0.tokens.isEmpty }) else {
            throw FielError(.invalidArgument, "a continuation has no token")
        }
        let total = continuations.reduce(0) { $0 + $1.tokens.count }
        meter?.calls.withLock { $0.append((continuations.count, total)) }
        return continuations.map { continuation in
            var context = continuation.context
            var rows: [[Float]] = []
            for token in continuation.tokens {
                context.append(token)
                if continuation.logits == .all { rows.append(logits(after: context)) }
            }
            if continuation.logits == .last { rows = [logits(after: context)] }
            return ContinuedContext(context: context, logits: rows)
        }
    }

    static func mix(_ value: UInt64) -> UInt64 {
        var generator = SeededGenerator(seed: value)
        return generator.next()
    }
}

extension SeededGenerator {
    /// Random tokens that end no answer.
    mutating func tokens(_ count: Int, below size: Int) -> [Int32] {
        (0..<count).map { _ in Int32(1 + next(below: size - 1)) }
    }
}
