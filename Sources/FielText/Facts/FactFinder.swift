/// Finds the facts of a text that can be compared without a model.
public enum FactFinder {
    /// The mentions of a text, by their place; a quotation may hold others.
    public static func mentions(in text: String) -> [FactMention] {
        let scalars = ScalarText(text)
        let addresses = AddressScanner.mentions(in: scalars)
        let taken = addresses.map(\.range)
        var mentions = addresses + QuotationScanner.mentions(in: scalars)
        let names = NameScanner(text: scalars)
        for unit in SentenceSplitter.units(in: scalars) where unit.kind != .code {
            let words = WordScanner.words(in: scalars, range: unit.range).filter { word in
                !taken.contains { $0.overlaps(word.range) }
            }
            let found = amounts(in: scalars, words: words)
            mentions += found
            if unit.kind != .heading { mentions += names.mentions(in: words).filter { !isPart($0, of: found) } }
        }
        return mentions.sorted { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    }

    /// The mentions of a claim that stand in none of the contexts.
    ///
    /// Where many claims meet the same contexts, make one `FactIndex`.
    public static func missing(from claim: String, in contexts: [String]) -> [FactMention] {
        FactIndex(contexts: contexts).missing(from: claim)
    }

    /// Dates, times and amounts, in order.
    private static func amounts(in text: ScalarText, words: [Word]) -> [FactMention] {
        let (dates, quantities) = (DateScanner(text: text, words: words), QuantityScanner(text: text, words: words))
        var (found, index): ([FactMention], Int) = ([], 0)
        while index < words.count {
            guard let fact = dates.read(at: index) ?? quantities.read(at: index) else {
                index += 1
                continue
            }
            found.append(fact.mention)
            index += max(1, fact.words)
        }
        return found
    }

    /// Whether a name is no more than the month of a date or the number word of an amount.
    private static func isPart(_ name: FactMention, of found: [FactMention]) -> Bool {
        found.contains { $0.range.overlaps(name.range) && $0.kind != .number || $0.range == name.range }
    }
}
