/// A claim within its answer, as the changes see it.
struct ClaimScene: Sendable {
    let answer: ScalarText
    let claim: Range<Int>
    /// The words of the claim.
    let words: [Word]
    /// The facts inside the claim.
    let mentions: [FactMention]
    let language: Language

    /// The index of the word that begins at an offset or after it.
    func word(at offset: Int) -> Int? { words.firstIndex { $0.range.lowerBound >= offset } }

    /// Whether one of the words shortly before a word is in a set.
    func follows(_ set: Set<String>, _ index: Int, within count: Int = 3) -> Bool {
        words[max(0, index - count)..<index].contains { set.contains($0.key) }
    }

    /// Whether a stretch is part of a name, as the number of "Apollo 11" is.
    func isInName(_ range: Range<Int>) -> Bool {
        mentions.contains { $0.kind == .name && $0.range.overlaps(range) }
    }

    /// A word in the case of the one that it replaces.
    static func cased(_ word: String, like old: Word) -> String {
        old.isCapitalised ? word.capitalisedFirst : word
    }
}

/// The passages of a sample, as the changes see them.
struct PassageFacts: Sendable {
    let facts: FactIndex
    let mentions: [FactMention]
    let words: Set<String>

    init(_ passages: [String]) {
        facts = FactIndex(contexts: passages)
        mentions = passages.flatMap { FactFinder.mentions(in: $0) }
        words = Set(passages.flatMap { WordScanner.words(in: $0).map(\.key) })
    }
}
