/// What an amount counts: its unit, its currency, whether it is a year or a bound.
extension QuantityScanner {
    func finish(_ values: [Double], from index: Int, to end: Int, tolerance: Double, suffix: String)
        -> FoundFact?
    {
        var (next, unit, kind) = (end, unitSuffix(suffix), FactMention.Kind.number)
        let start = words[index].range.lowerBound
        var stop = words[next - 1].range.upperBound
        if let currency = currencyBefore(index) { (kind, unit) = (.money, currency) }
        let place = text.at(stop)?.isBlank == true && text.at(stop)?.isLineEnd == false ? stop + 1 : stop
        if text.at(place) == "%" {
            (kind, unit, stop) = (.percentage, "%", place + 1)
        } else if let sign = text.at(place).flatMap({ Units.currency(sign: $0) }), unit == nil, !isDigit(place + 1) {
            (kind, unit, stop) = (.money, sign, place + 1)
        } else if let scale = degrees(at: next, after: stop) {
            (unit, next, stop) = (scale, next + 1, words[next].range.upperBound)
        } else if next < words.count, isAdjacent(next) || words[next - 1].key.isEmpty {
            (next, stop) = named(unit: &unit, kind: &kind, at: next, stop: stop)
        }
        if kind == .number, unit == nil, isYear(values, index: index, end: end) { kind = .year }
        if suffix == "s", let value = values.first, Self.years.contains(value) { (kind, unit) = (.year, "decade") }
        if isDecade(at: index, end) { (kind, unit) = (.year, "decade") }
        if Self.ordinals.contains(suffix), next < words.count, Self.centuries.contains(words[next].key) {
            unit = "century"
        }
        var mention = FactMention(
            kind: kind,
            text: text.slice(start..<stop),
            range: start..<stop,
            value: .number(unit == "decade" ? values.map { $0 < 100 ? 1900 + $0 : $0 } : values),
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
        } else if unit == nil, place == index, let power = Units.Exponent(word: key), place + 1 < words.count,
            let area = Units.measure(after).flatMap({ Units.power($0, power) })
        {
            unit = area
            return (place + 2, words[place + 1].range.upperBound)
        } else if unit == nil, place == index, let measure = measure(at: place) {
            let (whole, last, end) = compound(measure, at: place)
            unit = whole
            return (last + 1, end)
        } else {
            return (index, stop)
        }
        return (place + 1, words[place].range.upperBound)
    }

    /// A measure with what follows it: "degrees Celsius", "km²", "metros cúbicos", "km/h", "miles per hour"; with its last word and end.
    private func compound(_ measure: String, at index: Int) -> (unit: String, last: Int, end: Int) {
        let stop = words[index].range.upperBound
        if let sign = text.at(stop), let power = Units.Exponent(rawValue: String(Character(sign))),
            let unit = Units.power(measure, power)
        {
            return (unit, index, stop + 1)
        }
        guard index + 1 < words.count else { return (measure, index, stop) }
        let next = words[index + 1]
        if measure == "degrees", let scale = Units.temperature(next.key) {
            return (scale, index + 1, next.range.upperBound)
        }
        if let unit = Units.Exponent(word: next.key).flatMap({ Units.power(measure, $0) }) {
            return (unit, index + 1, next.range.upperBound)
        }
        let isSlash = text.at(stop) == "/" && next.range.lowerBound == stop + 1
        let isWord = ["per", "por", "an", "a"].contains(next.key) && isAdjacent(index + 1)
        let place = isSlash ? index + 1 : index + 2
        guard isSlash || isWord, place < words.count, let unit = Units.speed(measure, by: words[place].key) else {
            return (measure, index, stop)
        }
        return (unit, place, words[place].range.upperBound)
    }

    /// The scale of "25 °C": a letter right after the sign of degrees.
    private func degrees(at next: Int, after stop: Int) -> String? {
        let sign = text.at(stop)?.isBlank == true ? stop + 1 : stop
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
        if suffix.isEmpty || ["k", "m", "mn", "b", "bn", "tn", "s"].contains(suffix) { return nil }
        if Self.ordinals.contains(suffix) { return suffix }
        // "25ºC" is one word, whose sign is an "o" when folded.
        if suffix.utf8.count == 2, suffix.hasPrefix("o") { return Units.temperature(String(suffix.dropFirst())) }
        return Units.measure(suffix)
    }

    static let ordinals: Set<String> = ["st", "nd", "rd", "th"]

    func currencyBefore(_ index: Int) -> String? {
        // "USD 3.5 billion" names the currency by its code.
        if index > 0, isAdjacent(index), let code = Units.currency(word: words[index - 1].key),
            code == words[index - 1].text
        {
            return code
        }
        var place = words[index].range.lowerBound - 1
        if text.at(place)?.isBlank == true { place -= 1 }
        guard let sign = text.at(place), let currency = Units.currency(sign: sign) else { return nil }
        if sign == "$", text.at(place - 1) == "R" { return "BRL" }
        return currency
    }

    static let years: ClosedRange<Double> = 1000...2100

    private func isYear(_ values: [Double], index: Int, end: Int) -> Bool {
        words[index].text.utf8.count == 4 && words[index].text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
            && end == index + 1
            && values.first.map { Self.years.contains($0) } == true
    }

    /// "década de 1990", "anos 90".
    private func isDecade(at index: Int, _ end: Int) -> Bool {
        guard end == index + 1, index > 0, let year = Int(words[index].text), year % 10 == 0 else { return false }
        let before = words[max(0, index - 2)..<index].map(\.key)
        let isNamed = [["decada", "de"], ["nos", "anos"], ["dos", "anos"], ["os", "anos"], ["aos", "anos"]].contains(
            before
        )
        return isNamed && isAdjacent(index) && (Self.years.contains(Double(year)) || (10...90).contains(year))
    }

    func isDigit(_ place: Int) -> Bool { text.at(place)?.isDigit ?? false }

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
    func isAdjacent(_ index: Int) -> Bool {
        let gap = words[index - 1].range.upperBound..<words[index].range.lowerBound
        return gap.count <= 1 && text.scalars[gap].allSatisfy { $0.isBlank || $0.isHyphen }
    }
}
