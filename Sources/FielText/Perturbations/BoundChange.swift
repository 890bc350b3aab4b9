import FielCore

/// Turns a bound of an amount round: "at least 30" becomes "at most 30".
enum BoundChange {
    /// Possible edits, in order of the claim: where the passages bound the amount as the claim does, and not the other way.
    static func edits(_ scene: ClaimScene, _ passages: PassageFacts) -> [TextEdit] {
        let table = scene.language == .portuguese ? portuguese : english
        return scene.mentions.compactMap { mention in
            guard let bound = mention.bound, let index = scene.word(at: mention.range.lowerBound) else { return nil }
            var turned = mention
            turned.bound = bound.opposite
            guard passages.facts.holds(mention), !passages.facts.holds(turned) else { return nil }
            return edit(scene, before: index, table)
        }
    }

    /// The exchange of the longest phrase of the table that ends before a word.
    private static func edit(_ scene: ClaimScene, before index: Int, _ table: [String: String]) -> TextEdit? {
        for length in stride(from: min(3, index), to: 0, by: -1) {
            let words = scene.words[index - length..<index]
            guard let first = words.first, let last = words.last,
                let other = table[words.map(\.key).joined(separator: " ")]
            else { continue }
            return TextEdit(
                first.range.lowerBound..<last.range.upperBound,
                first.isCapitalised ? other.capitalisedFirst : other
            )
        }
        return nil
    }

    private static let english = [
        "at least": "at most", "at most": "at least", "more than": "less than", "less than": "more than",
        "fewer than": "more than", "up to": "at least", "minimum of": "maximum of", "maximum of": "minimum of",
        "above": "below", "below": "above",
    ]
    private static let portuguese = [
        "pelo menos": "no máximo", "no minimo": "no máximo", "no maximo": "no mínimo", "mais de": "menos de",
        "menos de": "mais de", "ate": "pelo menos", "minimo de": "máximo de", "maximo de": "mínimo de",
        "acima de": "abaixo de", "abaixo de": "acima de",
    ]
}
