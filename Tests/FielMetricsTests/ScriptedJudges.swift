import FielCore
import FielText

@testable import FielMetrics

/// Entails what has all its content words in the premise; contradicts where at least half are, but a number is not.
struct WordEntailment: EntailmentModel {
    let maximumTokens = 512

    func tokenCounts(_ texts: [String]) -> [Int] { texts.map { $0.split(separator: " ").count } }

    func classify(_ pairs: [TextPair]) async throws(FielError) -> [EntailmentScores] { pairs.map(Self.judge) }

    static func judge(_ pair: TextPair) -> EntailmentScores {
        let known = Set(LexicalOverlap.contentWords(pair.premise))
        let words = Set(LexicalOverlap.contentWords(pair.hypothesis))
        let missing = words.subtracting(known)
        if missing.isEmpty { return EntailmentScores(entailment: 0.98, neutral: 0.01, contradiction: 0.01) }
        let denies = missing.count * 2 <= words.count && missing.contains { $0.allSatisfy(\.isNumber) }
        return denies
            ? EntailmentScores(entailment: 0.01, neutral: 0.01, contradiction: 0.98)
            : EntailmentScores(entailment: 0.02, neutral: 0.96, contradiction: 0.02)
    }
}

/// Places texts by their letters: texts of the same letters are near.
struct LetterEmbedder: TextEmbedder {
    let maximumTokens = 512

    func tokenCounts(_ texts: [String]) -> [Int] { texts.map { $0.split(separator: " ").count } }

    func embed(_ texts: [String]) async throws(FielError) -> [Embedding] {
        texts.map { text in
            var vector = [Float](repeating: 0.01, count: 26)
            for byte in text.lowercased().utf8 where (97...122).contains(byte) { vector[Int(byte) - 97] += 1 }
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return Embedding(vector: vector.map { $0 / length }, tokens: text.count, truncated: false)
        }
    }
}

extension JudgedMetric {
    /// How the metric ends on a sample that the scripted judges judge.
    func outcome(_ sample: Sample) async throws -> Outcome {
        let prepared = PreparedSample(sample, counter: WordEntailment())
        return try await inquiry(about: prepared).answer(WordEntailment(), LetterEmbedder())
    }
}

/// Entails exactly what is listed, and contradicts the rest as far as it is told.
struct ListedEntailment: EntailmentModel {
    let maximumTokens = 512
    /// The entailment of a hypothesis; what is not listed has none.
    let entailments: [String: Double]
    var contradiction = 0.0

    func tokenCounts(_ texts: [String]) -> [Int] { texts.map { $0.split(separator: " ").count } }

    func classify(_ pairs: [TextPair]) async throws(FielError) -> [EntailmentScores] {
        pairs.map { pair in
            let entailment = entailments[pair.hypothesis] ?? 0
            let contradiction = entailments[pair.hypothesis] == nil ? contradiction : 0
            return EntailmentScores(
                entailment: entailment,
                neutral: 1 - entailment - contradiction,
                contradiction: contradiction
            )
        }
    }
}
