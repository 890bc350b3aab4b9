import FielCore
import FielText

/// Which stretches of the passages a claim is held against, and which of them talk about it.
///
/// Windows hold what needs several sentences to be said; a lone sentence is what the classifier reads best. Both are
/// judged (the choice and the numbers are those of `results/ablation.md`).
package struct EvidenceSelection: Sendable {
    /// The most windows that a claim is judged against; more are first narrowed down by similarity.
    package var windows = 3
    /// The most single sentences of these windows that it is judged against.
    package var sentences = 3
    /// A window talks about a claim from this similarity on, which one in a hundred unrelated windows has.
    var leastSimilarity = 0.3
    /// A stretch also talks about a claim where it has this share of the claim's content words.
    var leastRecall = 0.5

    /// The choice that Fiel was fitted with.
    package init() {}

    /// A stretch that a claim is held against, and how near it is to the claim.
    struct Premise: Sendable, Hashable {
        var stretch: PassageStretch
        /// The similarity of the claim's embedding and the window's; for a sentence, of the window that it stands in.
        var similarity: Double
        /// The share of the claim's content words that stand in the stretch, in 0...1.
        var recall: Double
        /// Whether the stretch is one sentence of a longer window.
        var isSentence = false

        var rank: Double { similarity + recall }
    }

    /// The premises to judge: windows, then sentences, the nearest first.
    func premises(
        for hypothesis: String,
        _ embedding: Embedding,
        windows: [PassageWindow],
        embeddings: [Embedding]
    ) -> [Premise] {
        let words = Set(LexicalOverlap.contentWords(hypothesis))
        let ranked = Self.ranked(
            windows.indices.map { index in
                Premise(
                    stretch: windows[index].stretch,
                    similarity: embedding.similarity(embeddings[index]),
                    recall: LexicalOverlap.recall(of: words, in: windows[index].contentWords)
                )
            }
        )
        let chosen = ranked.prefix(self.windows).map { (windows[$0], $1) }
        var seen = Set(chosen.map { Place($1.stretch) })
        let single = chosen.flatMap { window, premise in
            window.sentences.filter { seen.insert(Place($0)).inserted }.map { sentence in
                Premise(
                    stretch: sentence,
                    similarity: premise.similarity,
                    recall: LexicalOverlap.recall(of: words, in: sentence.contentWords),
                    isSentence: true
                )
            }
        }
        return chosen.map(\.1) + Self.ranked(single).prefix(sentences).map(\.1)
    }

    /// The premises with their positions, nearest first; equal ones stay in their order.
    private static func ranked(_ premises: [Premise]) -> [(Int, Premise)] {
        premises.enumerated().map { ($0.offset, $0.element) }
            .sorted { first, second in
                first.1.rank == second.1.rank ? first.0 < second.0 : first.1.rank > second.1.rank
            }
    }

    private struct Place: Hashable {
        let context: Int
        let range: Range<Int>

        init(_ stretch: PassageStretch) { (context, range) = (stretch.context, stretch.range) }
    }

    /// Whether the premise says something about the claim, so that it can deny it.
    func isAbout(_ premise: Premise) -> Bool {
        premise.similarity >= leastSimilarity || premise.recall >= leastRecall
    }
}
