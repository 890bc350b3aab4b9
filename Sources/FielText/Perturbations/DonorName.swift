/// A name of another sample, with what decides where it can stand.
public struct DonorName: Sendable, Hashable {
    /// The name.
    public let text: String
    /// The folded word before it; empty at the start of a sentence or behind a mark.
    let before: String
    let wordCount: Int
    let language: Language

    /// The names of a passage that can stand in other sentences, each once.
    public static func names(in passage: String) -> [DonorName] {
        let text = ScalarText(passage)
        let language = Language.guess(passage)
        let words = WordScanner.words(in: text, range: 0..<text.count)
        var seen: Set<DonorName> = []
        return FactFinder.mentions(in: passage).compactMap { mention in
            guard mention.kind == .name, let shape = NameShape(mention, words: words, in: text) else { return nil }
            let name = DonorName(
                text: mention.text,
                before: shape.before,
                wordCount: shape.wordCount,
                language: language
            )
            return seen.insert(name).inserted ? name : nil
        }
    }
}

/// What decides whether one name can stand in another's place: the word before it, its length, its number.
struct NameShape: Sendable, Hashable {
    let before: String
    let wordCount: Int

    /// - Returns: nil for a name that holds a number, ends in "s" (it may be a plural or a genitive), is long, or is bracketed.
    init?(_ mention: FactMention, words: [Word], in text: ScalarText) {
        guard let first = words.firstIndex(where: { $0.range.lowerBound >= mention.range.lowerBound }) else {
            return nil
        }
        let own = words[first...].prefix { $0.range.upperBound <= mention.range.upperBound }
        guard (1...4).contains(own.count), mention.text.unicodeScalars.allSatisfy({ !$0.isDigit }),
            let last = mention.text.unicodeScalars.last, last != "s", last != "S",
            !own.contains(where: { $0.text.unicodeScalars.contains { $0.isApostrophe } })
        else { return nil }
        wordCount = own.count
        let start = mention.range.lowerBound
        // "(UN)", "US-led" and "and/or" are no places for another name.
        guard text.at(start - 1)?.isBlank ?? true, text.at(mention.range.upperBound)?.isDash != true else { return nil }
        let isJoined = first > 0 && text.at(start - 1) == " " && words[first - 1].range.upperBound == start - 1
        before = isJoined ? words[first - 1].key : ""
    }
}
