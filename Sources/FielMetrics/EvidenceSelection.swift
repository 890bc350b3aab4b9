import FielCore
import FielText

/// Which windows a claim is held against, and which of them talk about it.
struct EvidenceSelection: Sendable {
    /// The most windows that a claim is judged against; more are first narrowed down by similarity.
    var candidates = 12
    /// A window talks about a claim from this similarity on.
    var leastSimilarity = 0.45
    /// A window also talks about a claim where it has this share of the claim's content words.
    var leastRecall = 0.5

    /// How near one window is to a claim.
    struct Nearness: Sendable, Hashable {
        var window: Int
        /// The similarity of the two embeddings, at most 1.
        var similarity: Double
        /// The share of the claim's content words that stand in the window, in 0...1.
        var recall: Double
    }

    /// The windows to judge, nearest first; all of them where they are few.
    func nearest(
        to hypothesis: String,
        _ embedding: Embedding,
        windows: [PassageWindow],
        embeddings: [Embedding]
    ) -> [Nearness] {
        let words = Set(LexicalOverlap.contentWords(hypothesis))
        let all = windows.indices.map { index in
            Nearness(
                window: index,
                similarity: embedding.similarity(embeddings[index]),
                recall: LexicalOverlap.recall(of: words, in: windows[index].contentWords)
            )
        }
        // A stable order: equal windows stay in the order of the passages.
        let ranked = all.sorted { first, second in
            let a = first.similarity + first.recall
            let b = second.similarity + second.recall
            return a == b ? first.window < second.window : a > b
        }
        return Array(ranked.prefix(candidates))
    }

    /// Whether the window says something about the claim, so that it can deny it.
    func isAbout(_ nearness: Nearness) -> Bool {
        nearness.similarity >= leastSimilarity || nearness.recall >= leastRecall
    }
}
