import FielCore

/// Exchanges a year, or the day of a date without one.
enum DateChange {
    /// Possible edits, in random order.
    static func edits(
        _ scene: ClaimScene,
        _ passages: PassageFacts,
        using random: inout SeededGenerator
    ) -> [TextEdit] {
        let dates = scene.mentions.filter { mention in
            (mention.kind == .year || mention.kind == .date) && passages.facts.holds(mention)
                && !scene.isInName(mention.range)
        }
        return random.shuffled(dates).flatMap { mention -> [TextEdit] in
            guard let index = scene.word(at: mention.range.lowerBound), !scene.follows(bounds, index) else { return [] }
            let parts = WordScanner.words(in: scene.answer, range: mention.range)
            if let word = parts.first(where: { year($0) != nil }), let old = year(word) {
                // The first year of "1950–1960" bounds the second.
                let isRange = [word.range.lowerBound - 1, word.range.upperBound].contains {
                    scene.answer.at($0)?.isDash == true
                }
                guard !isRange || mention.kind == .date else { return [] }
                return years(besides: old, using: &random).map { TextEdit(word.range, String($0)) }
            }
            guard mention.kind == .date,
                let word = parts.first(where: { $0.text.utf8.count <= 2 && Int($0.text) != nil })
            else { return [] }
            return random.shuffled(Array(1...28)).map { TextEdit(word.range, String($0)) }
        }
    }

    private static func year(_ word: Word) -> Int? {
        guard word.text.utf8.count == 4, let year = Int(word.text), (1000...2100).contains(year) else { return nil }
        return year
    }

    /// Years 3 to 30 away, none of them in the future.
    private static func years(besides old: Int, using random: inout SeededGenerator) -> [Int] {
        (0..<12).map { _ in
            let distance = 3 + random.next(below: 28)
            let isLater = random.next(below: 2) == 0 && old + distance <= 2024
            return isLater || old - distance < 1000 ? old + distance : old - distance
        }
    }

    /// Words that make a bound or an estimate of the date after them.
    private static let bounds = NumberChange.bounds.union(
        WordList.set(
            "before after since by until till c ca early late mid decade antes depois apos desde meados inicio fim final partir"
        )
    )
}
