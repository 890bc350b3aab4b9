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
        return spelled(at: index)
    }

    // MARK: Digits

    private func digits(_ reading: NumberReading, at index: Int) -> FoundFact? {
        var (factor, next) = (suffixScale(reading.suffix, at: index), index + 1)
        while next < words.count, isAdjacent(next), let scale = NumberWords.scale(words[next].key) {
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
        case "m": currencyBefore(index) != nil ? 1e6 : 1
        case "mn": 1e6
        case "b", "bn": 1e9
        default: 1
        }
    }

    // MARK: Words

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

    // MARK: Units

    private func finish(_ values: [Double], from index: Int, to end: Int, tolerance: Double, suffix: String)
        -> FoundFact?
    {
        var (next, unit, kind) = (end, unitSuffix(suffix), FactMention.Kind.number)
        let start = words[index].range.lowerBound
        var stop = words[next - 1].range.upperBound
        if let currency = currencyBefore(index) { (kind, unit) = (.money, currency) }
        if text.at(stop) == "%" || (text.at(stop) == " " && text.at(stop + 1) == "%") {
            (kind, unit, stop) = (.percentage, "%", stop + (text.at(stop) == "%" ? 1 : 2))
        } else if let sign = text.at(stop).flatMap({ Units.currency(sign: $0) }), unit == nil {
            (kind, unit, stop) = (.money, sign, stop + 1)
        } else if let scale = degrees(at: next, after: stop) {
            (unit, next, stop) = (scale, next + 1, words[next].range.upperBound)
        } else if next < words.count, isAdjacent(next) || words[next - 1].key.isEmpty {
            (next, stop) = named(unit: &unit, kind: &kind, at: next, stop: stop)
        }
        if kind == .number, unit == nil, isYear(values, index: index, end: end) { kind = .year }
        if suffix == "s", let value = values.first, Self.years.contains(value) { (kind, unit) = (.year, "decade") }
        if Self.ordinals.contains(suffix), next < words.count, ["century", "centuries"].contains(words[next].key) {
            unit = "century"
        }
        var mention = FactMention(
            kind: kind,
            text: text.slice(start..<stop),
            range: start..<stop,
            value: .number(values),
            unit: unit
        )
        if [.number, .money, .percentage].contains(kind) {
            let isDuration = unit.map(Units.isTime) ?? false
            mention.bound = AmountBound(around: index..<next, in: words, isDuration: isDuration)
        }
        mention.tolerance = isHedged(index) ? max(tolerance, abs(values[0]) * 0.1) : tolerance
        return FoundFact(mention: mention, words: next - index)
    }

    /// Reads the word after an amount as its unit, over a "de" ("milhões de euros").
    private func named(unit: inout String?, kind: inout FactMention.Kind, at index: Int, stop: Int) -> (Int, Int) {
        let place = words[index].key == "de" && index + 1 < words.count ? index + 1 : index
        let (key, after) = (words[place].key, place + 1 < words.count ? words[place + 1].key : "")
        if let currency = Units.currency(word: key) {
            unit = unit ?? currency
            kind = .money
        } else if place == index,
            key == "percent" || key == "percentage" || (key == "per" && after == "cent")
                || (key == "por" && after == "cento")
        {
            (unit, kind) = ("%", .percentage)
            let last = key.hasPrefix("percent") ? place : place + 1
            return (last + 1, words[last].range.upperBound)
        } else if unit == nil, place == index, let measure = measure(at: place) {
            if measure == "degrees", let scale = Units.temperature(after) {
                unit = scale
                return (place + 2, words[place + 1].range.upperBound)
            }
            unit = measure
        } else {
            return (index, stop)
        }
        return (place + 1, words[place].range.upperBound)
    }

    /// The scale of "25 °C": a letter right after the sign of degrees.
    private func degrees(at next: Int, after stop: Int) -> String? {
        let sign = text.at(stop) == " " ? stop + 1 : stop
        guard text.at(sign) == "°", next < words.count, words[next].range.lowerBound - sign <= 2 else { return nil }
        return Units.temperature(words[next].key)
    }

    /// The measure that a word names; "in" is one only before a stop, as in "5 in.", everywhere else a preposition.
    private func measure(at index: Int) -> String? {
        let measure = Units.measure(words[index].key)
        return measure == "in" && words[index].key == "in" && text.at(words[index].range.upperBound) != "."
            ? nil : measure
    }

    private func unitSuffix(_ suffix: String) -> String? {
        if suffix.isEmpty || ["k", "m", "mn", "b", "bn", "s"].contains(suffix) { return nil }
        if Self.ordinals.contains(suffix) { return suffix }
        // "25ºC" is one word, whose sign is an "o" when folded.
        if suffix.utf8.count == 2, suffix.hasPrefix("o") { return Units.temperature(String(suffix.dropFirst())) }
        return Units.measure(suffix)
    }

    private static let ordinals: Set<String> = ["st", "nd", "rd", "th"]

    private func currencyBefore(_ index: Int) -> String? {
        var place = words[index].range.lowerBound - 1
        if text.at(place) == " " { place -= 1 }
        guard let sign = text.at(place), let currency = Units.currency(sign: sign) else { return nil }
        if sign == "$", text.at(place - 1) == "R" { return "BRL" }
        return currency
    }

    private static let years: ClosedRange<Double> = 1000...2100

    private func isYear(_ values: [Double], index: Int, end: Int) -> Bool {
        words[index].text.utf8.count == 4 && words[index].text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
            && end == index + 1
            && values.first.map { Self.years.contains($0) } == true
    }

    private func isHedged(_ index: Int) -> Bool {
        let before = words[max(0, index - 2)..<index].map(\.key)
        return before.contains { Self.hedges.contains($0) }
    }

    private static let hedges = WordList.set(
        """
        about around approximately nearly almost roughly over than some circa cerca quase aproximadamente mais menos torno
        """
    )

    /// Whether only a space or a hyphen stands before a word.
    private func isAdjacent(_ index: Int) -> Bool {
        let gap = words[index - 1].range.upperBound..<words[index].range.lowerBound
        return gap.count <= 1 && text.scalars[gap].allSatisfy { $0.isBlank || $0.isHyphen }
    }
}
