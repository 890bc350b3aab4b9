/// Finds the facts of a text that can be compared without a model.
public enum FactFinder {
    /// The mentions of a text, by their place; a quotation may hold others.
    public static func mentions(in text: String) -> [FactMention] {
        let scalars = ScalarText(text)
        let addresses = AddressScanner.mentions(in: scalars)
        let taken = SortedRanges(addresses.map(\.range))
        var mentions = addresses + QuotationScanner.mentions(in: scalars)
        let names = NameScanner(text: scalars)
        for unit in SentenceSplitter.units(in: scalars) where unit.kind != .code {
            let words = WordScanner.words(in: scalars, range: unit.range).filter { word in
                taken.index(overlapping: word.range) == nil
            }
            let found = amounts(in: scalars, words: words)
            mentions += found
            let places = SortedRanges(found.map(\.range))
            guard unit.kind != .heading else { continue }
            mentions += names.mentions(in: words).filter { name in
                guard let index = places.index(overlapping: name.range) else { return true }
                // A name may hold a number ("Apollo 11"), but the month of a date and the unit of an amount are no names.
                let amount = found[index]
                return amount.kind == .number && amount.range.clamped(to: name.range) != name.range
            }
        }
        return mentions.sorted {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }
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
}

/// Ranges in rising order that do not overlap one another.
struct SortedRanges: Sendable {
    private let ranges: [Range<Int>]

    init(_ ranges: [Range<Int>]) {
        self.ranges = ranges
    }

    /// The index of the first range that overlaps another one, in logarithmic time; nil where none does.
    func index(overlapping range: Range<Int>) -> Int? {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound > range.lowerBound { high = middle } else { low = middle + 1 }
        }
        return low < ranges.count && ranges[low].overlaps(range) ? low : nil
    }
}
