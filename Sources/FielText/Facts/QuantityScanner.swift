/// A fact found at a word, and how many words it takes.
struct FoundFact: Sendable {
    var mention: FactMention
    var words: Int
}

/// Reads amounts: numbers in digits or words, with their scale and unit.
struct QuantityScanner {
    let text: ScalarText
    let words: [Word]

    /// The amount that begins at a word; nil where none does.
    func read(at index: Int) -> FoundFact? {
        if words[index].isNumeric, let reading = NumberReading(words[index].key) { return digits(reading, at: index) }
        return century(at: index) ?? joined(at: index) ?? spelled(at: index)
    }

    // MARK: Digits

    private func digits(_ reading: NumberReading, at index: Int) -> FoundFact? {
        var (factor, next) = (suffixScale(reading.suffix, at: index), index + 1)
        while next < words.count, isAdjacent(next),
            let scale = NumberWords.scale(words[next].key) ?? moneyScale(at: next, of: index)
        {
            factor *= scale
            next += 1
        }
        let values = reading.candidates.map { $0 * factor }
        if let year = rangeEnd(reading, at: index) { return year }
        var tolerance = reading.rounding * factor
        if factor > 1, tolerance == 0 { tolerance = factor / 2 }
        return finish(values, from: index, to: next, tolerance: tolerance, suffix: reading.suffix)
    }

    /// The second year of "2018–19", which leaves out its century.
    private func rangeEnd(_ reading: NumberReading, at index: Int) -> FoundFact? {
        guard index > 0, words[index].text.utf8.count == 2, let start = Int(words[index - 1].text),
            let end = Int(words[index].text),
            Self.years.contains(Double(start)), end > start % 100
        else { return nil }
        let gap = words[index - 1].range.upperBound..<words[index].range.lowerBound
        guard gap.count == 1, text.scalars[gap.lowerBound].isDash || text.scalars[gap.lowerBound] == "/" else {
            return nil
        }
        let value = FactValue.number([Double(start - start % 100 + end), Double(end)])
        let range = words[index].range
        return FoundFact(
            mention: FactMention(kind: .year, text: words[index].text, range: range, value: value),
            words: 1
        )
    }

    private func suffixScale(_ suffix: String, at index: Int) -> Double {
        switch suffix {
        case "k": 1e3
        case "m": currencyBefore(index) != nil || words[index].text.hasSuffix("M") ? 1e6 : 1
        case "mn": 1e6
        case "b", "bn": 1e9
        case "t", "tn": currencyBefore(index) != nil ? 1e12 : 1
        default: 1
        }
    }

    /// The factor of "mi" in "R$ 3,5 mi" and of "M" in "2,5 M€".
    private func moneyScale(at next: Int, of index: Int) -> Double? {
        guard let scale = NumberWords.scale(ofMoney: words[next].key) else { return nil }
        let sign = text.at(words[next].range.upperBound).flatMap { Units.currency(sign: $0) }
        return sign != nil || currencyBefore(index) != nil ? scale : nil
    }

    // MARK: Words

    /// A century by its number: "nineteenth century", "século XIX".
    private func century(at index: Int) -> FoundFact? {
        guard index + 1 < words.count, isAdjacent(index + 1) || text.at(words[index].range.upperBound) == "." else {
            return nil
        }
        let next = words[index + 1]
        let value =
            switch words[index].key {
            case "seculo": NumberWords.roman(next.text) ?? (next.text.utf8.count <= 2 ? Int(next.text) : nil)
            case "sec" where words[index].text.hasSuffix("éc"): NumberWords.roman(next.text)
            default: Self.centuries.contains(next.key) ? NumberWords.rank(words[index].key) : nil
            }
        return value.map { amount($0, of: "century", from: index, words: 2) }
    }

    static let centuries: Set<String> = ["century", "centuries"]

    /// "two-year", as it stands before what lasts so long.
    private func joined(at index: Int) -> FoundFact? {
        let parts = words[index].key.split(separator: "-").map(String.init)
        guard parts.count == 2, let unit = Units.measure(parts[1]), let value = NumberWords.value(parts[0]) else {
            return nil
        }
        return amount(value, of: unit, from: index, words: 1)
    }

    private func amount(_ value: Int, of unit: String, from index: Int, words count: Int) -> FoundFact {
        let range = words[index].range.lowerBound..<words[index + count - 1].range.upperBound
        let mention = FactMention(
            kind: .number,
            text: text.slice(range),
            range: range,
            value: .number([Double(value)]),
            unit: unit
        )
        return FoundFact(mention: mention, words: count)
    }

    /// "two hundred and fifty", "twenty-one million", "vinte e três mil".
    private func spelled(at index: Int) -> FoundFact? {
        var (total, group, next, isNumber) = (0.0, 0.0, index, false)
        while next < words.count {
            if next > index, !isAdjacent(next) { break }
            let key = words[next].key
            if let value = spelledValue(key) {
                // "nineteen thirty" or "two three" are several numbers, not a sum.
                if group > 0, Double(value) >= lowestUnit(of: group) { break }
                group += Double(value)
                isNumber = true
            } else if let scale = NumberWords.scale(key), isNumber || opensWithScale(at: next) {
                if scale == 100 {
                    guard group < 100 else { break }
                    group = max(1, group) * 100
                } else if group == 0, total > 0, total < scale {
                    // "dois mil milhões" multiplies, "um milhão e mil" adds.
                    total *= scale
                } else {
                    (total, group) = (total + max(1, group) * scale, 0)
                }
                isNumber = true
            } else if !isNumber || !isConnector(next, after: group) {
                break
            }
            next += 1
        }
        while next > index, ["and", "e"].contains(words[next - 1].key) { next -= 1 }
        guard isNumber, total + group > 1 || next == index + 1 else { return nil }
        return finish([total + group], from: index, to: next, tolerance: 0, suffix: "")
    }

    /// Whether a scale begins a number: "million" and "mil" do, others after "a", as in "a hundred people".
    private func opensWithScale(at index: Int) -> Bool {
        let key = words[index].key
        return key == "million" || key == "mil" || (index > 0 && words[index - 1].key == "a" && !key.hasSuffix("s"))
    }

    /// Whether an "and" goes on with a number: "two hundred and fifty", "vinte e três".
    private func isConnector(_ index: Int, after group: Double) -> Bool {
        guard ["and", "e"].contains(words[index].key), index + 1 < words.count else { return false }
        return spelledValue(words[index + 1].key) != nil && (group >= 20 || group == 0)
    }

    /// The smallest step that another word must stay under: after "twenty" below 10, after "hundred" below 100.
    private func lowestUnit(of group: Double) -> Double {
        let value = Int(group)
        if value % 100 == 0 { return 100 }
        return value % 10 == 0 && value % 100 >= 20 ? 10 : 0
    }

    private func spelledValue(_ key: String) -> Int? {
        if let value = NumberWords.value(key) { return value }
        let parts = key.split(separator: "-").map { NumberWords.value(String($0)) }
        guard parts.count == 2, let tens = parts[0], let ones = parts[1], tens >= 20, ones < 10 else { return nil }
        return tens + ones
    }
}
