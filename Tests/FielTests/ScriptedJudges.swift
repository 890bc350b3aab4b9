import FielCore
import Synchronization

/// Counts what judges are asked.
final class CallCounter: Sendable {
    private let counts = Mutex((calls: 0, inputs: 0))

    /// How often a judge was called.
    var calls: Int { counts.withLock(\.calls) }
    /// How many texts and pairs the judges were given.
    var inputs: Int { counts.withLock(\.inputs) }

    func count(_ inputs: Int) {
        counts.withLock { counts in
            counts.calls += 1
            counts.inputs += inputs
        }
    }
}

/// Entails what stands in the premise word for word, contradicts what the script names, and is neutral otherwise.
struct ScriptedEntailment: EntailmentModel {
    var contradicted: Set<String> = []
    var counter = CallCounter()
    let maximumTokens = 512

    func tokenCounts(_ texts: [String]) -> [Int] { texts.map { $0.split(separator: " ").count } }

    func classify(_ pairs: [TextPair]) async throws(FielError) -> [EntailmentScores] {
        counter.count(pairs.count)
        return pairs.map { pair in
            if pair.premise.contains(pair.hypothesis) {
                EntailmentScores(entailment: 0.98, neutral: 0.01, contradiction: 0.01)
            } else if contradicted.contains(pair.hypothesis) {
                EntailmentScores(entailment: 0.01, neutral: 0.01, contradiction: 0.98)
            } else {
                EntailmentScores(entailment: 0.02, neutral: 0.96, contradiction: 0.02)
            }
        }
    }
}

/// Places texts by their letters: texts of the same letters are near.
struct ScriptedEmbedder: TextEmbedder {
    var counter = CallCounter()
    let maximumTokens = 512

    func tokenCounts(_ texts: [String]) -> [Int] { texts.map { $0.split(separator: " ").count } }

    func embed(_ texts: [String]) async throws(FielError) -> [Embedding] {
        counter.count(texts.count)
        return texts.map { text in
            var vector = [Float](repeating: 0.01, count: 26)
            for scalar in text.lowercased().unicodeScalars where ("a"..."z").contains(scalar) {
                vector[Int(scalar.value) - 97] += 1
            }
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return Embedding(vector: vector.map { $0 / length }, tokens: text.count, truncated: false)
        }
    }
}

/// A judge that cannot be run.
struct BrokenEmbedder: TextEmbedder {
    let maximumTokens = 512

    func tokenCounts(_ texts: [String]) -> [Int] { texts.map { _ in 1 } }

    func embed(_ texts: [String]) async throws(FielError) -> [Embedding] {
        throw FielError(.malformedModel, "broken on purpose")
    }
}
