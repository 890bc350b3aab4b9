/// The facts of a set of contexts, to look the facts of claims up in.
///
/// It leans towards finding: a number of the right value stands for any mention of it, unless both say what they count and
/// that is not the same, or one is a least and the other a greatest amount. An amount may stand in another unit: 4,200 feet are
/// 1,280 metres.
public struct FactIndex: Sendable {
    private var numbers: [Amount] = []
    private var dates: [CalendarDate] = []
    private var minutes: Set<Int> = []
    private var words: Set<String> = []
    private var openings: Set<String> = []
    private var acronyms: Set<String> = []
    /// The contexts' folded words, and the contexts folded as they stand.
    private var running: [String] = []
    private var raw: [String] = []

    private struct Amount {
        var value: Double
        var unit: String?
        var bound: AmountBound?
    }

    /// Reads the contexts once.
    public init(contexts: [String]) {
        for context in contexts { read(context) }
    }

    /// The mentions of a claim that stand in none of the contexts, in order.
    ///
    /// The number one and single names at the start of a sentence are not looked for: too often they are no facts.
    public func missing(from claim: String) -> [FactMention] {
        let numbered = Self.passageNumbers(in: claim)
        return FactFinder.mentions(in: claim).filter { !isTrivial($0) && !numbered.contains($0.range) && !holds($0) }
    }

    /// Whether a mention stands in the contexts.
    public func holds(_ mention: FactMention) -> Bool {
        switch mention.value {
        case .number(let readings): holds(readings, mention)
        case .date(let date): holds(date)
        case .time(let readings): readings.contains(where: minutes.contains) || readings.contains { holdsHour($0) }
        case .text(let text): holds(text, kind: mention.kind)
        }
    }

    private func isTrivial(_ mention: FactMention) -> Bool {
        mention.kind == .number && mention.value == .number([1])
    }

    /// The places of the numbers of passages, as in "Document 2", which no passage need have.
    private static func passageNumbers(in claim: String) -> Set<Range<Int>> {
        let words = WordScanner.words(in: claim)
        return Set(
            zip(words, words.dropFirst())
                .filter { FramingWords.numbered.contains($0.key) && $1.isNumeric && $1.text.utf8.count <= 3 }
                .map(\.1.range)
        )
    }

    // MARK: Reading

    private mutating func read(_ context: String) {
        let mentions = FactFinder.mentions(in: context)
        for mention in mentions { note(mention) }
        let bounded = SortedRanges(mentions.filter { $0.bound != nil }.map(\.range))
        let text = ScalarText(context)
        let found = WordScanner.words(in: text, range: 0..<text.count)
        for word in found {
            let key = NameScanner.withoutPossessive(word.key)
            words.insert(key)
            for part in key.split(separator: "-") { words.insert(String(part)) }
            if key.utf8.count >= 7 { openings.insert(String(key.prefix(6))) }
            if let value = NumberWords.ordinal(word.key) ?? NumberWords.roman(word.text) {
                numbers.append(Amount(value: Double(value)))
            }
            if bounded.index(overlapping: word.range) == nil {
                numbers += NumberWords.parts(key).map { Amount(value: Double($0)) }
            }
            // What blanks group may be several numbers, as in the row of a table.
            let groups = word.isNumeric ? word.text.split(whereSeparator: \.isWhitespace) : []
            if groups.count > 1 { numbers += groups.compactMap { Double($0).map { Amount(value: $0) } } }
        }
        noteAcronyms(found)
        words.formUnion(DottedAcronyms.all(of: found, in: text))
        running.append(" " + found.map(\.key).joined(separator: " ") + " ")
        raw.append(Folding.fold(context))
    }

    private mutating func note(_ mention: FactMention) {
        switch mention.value {
        case .number(let readings):
            numbers += readings.map { Amount(value: $0, unit: mention.unit, bound: mention.bound) }
        case .date(let date):
            dates.append(date)
            numbers += [date.year, date.day].compactMap { $0 }.map { Amount(value: Double($0)) }
        case .time(let readings):
            minutes.formUnion(readings)
            // "8h" and "14h" may be amounts of hours as well.
            guard Folding.fold(mention.text).hasSuffix("h") else { break }
            numbers += readings.filter { $0 % 60 == 0 }.map { Amount(value: Double($0 / 60), unit: "hours") }
        case .text: break
        }
    }

    /// The initials of every run of capitalised words: "National Basketball Association" gives "nba".
    private mutating func noteAcronyms(_ found: [Word]) {
        var initials = ""
        for word in found {
            if word.isCapitalised, let first = word.key.unicodeScalars.first {
                initials.unicodeScalars.append(first)
            } else if !Self.unlettered.contains(word.key) {
                initials = ""
            }
            initials = String(initials.suffix(6))
            for length in 2..<max(2, initials.count + 1) { acronyms.insert(String(initials.suffix(length))) }
        }
    }

    /// Words that acronyms leave out.
    private static let unlettered = WordList.set("of the and for in on de da do das dos e y")

    // MARK: Looking up

    private func holds(_ readings: [Double], _ mention: FactMention) -> Bool {
        numbers.contains { number in
            if let bound = mention.bound, number.bound == bound.opposite { return false }
            return readings.contains { reading in
                if mention.unit == "decade" { return number.value >= reading && number.value < reading + 10 }
                if mention.unit == "century", (reading - 1) * 100 < number.value && number.value <= reading * 100 {
                    return number.unit == nil
                }
                let allowed = max(mention.tolerance, abs(reading) * 1e-9)
                guard let unit = number.unit, let own = mention.unit, !Units.areSame(unit, own) else {
                    return abs(number.value - reading) <= allowed
                }
                return Units.isSame(number.value, in: unit, as: reading, in: own, within: allowed)
            }
        }
    }

    private func holds(_ date: CalendarDate) -> Bool {
        let same = dates.filter { isSameDay($0, date) }
        if same.contains(where: { $0.year == date.year || date.year == nil || $0.year == nil && holdsYear(date.year) })
        {
            return true
        }
        // The same day of another year is a contradiction, wherever else the year stands.
        guard same.isEmpty, date.day == nil else { return false }
        return holdsYear(date.year) && dates.contains { $0.month == date.month }
    }

    private func isSameDay(_ one: CalendarDate, _ other: CalendarDate) -> Bool {
        if one.month == other.month, one.day == other.day || other.day == nil { return true }
        return (one.isOrderOpen || other.isOrderOpen) && one.month == other.day && one.day == other.month
    }

    private func holdsYear(_ year: Int?) -> Bool {
        guard let year else { return true }
        return numbers.contains { $0.value == Double(year) }
    }

    private func holdsHour(_ reading: Int) -> Bool {
        reading % 60 == 0
            && numbers.contains {
                $0.value == Double(reading / 60) || $0.unit == nil && $0.value == Double(reading / 60 - 12)
            }
    }

    private func holds(_ text: String, kind: FactMention.Kind) -> Bool {
        switch kind {
        case .quotation: return running.contains { $0.contains(" " + text + " ") }
        case .url, .email: return raw.contains { $0.contains(text) }
        default: return holdsName(text.split(separator: " ").map(String.init))
        }
    }

    /// A name is there when most of its words are, or its last one and half of them; or its initials are.
    private func holdsName(_ parts: [String]) -> Bool {
        let named = parts.filter { $0.utf8.count > 1 && !StopWords.contains($0) }
        let telling = named.filter { !Self.titles.contains($0) }
        guard let last = telling.last else { return true }
        let known = telling.count(where: isKnown)
        if known * 2 > telling.count || (known * 2 == telling.count && isKnown(last)) { return true }
        if telling.count == 1 { return acronyms.contains(last) }
        return [parts, named].contains { words.contains(Self.initials(of: $0)) }
    }

    private static func initials(of parts: [String]) -> String {
        parts.compactMap(\.unicodeScalars.first).reduce(into: "") { $0.unicodeScalars.append($1) }
    }

    /// Words before and behind names that texts leave out as they like.
    private static let titles = WordList.set(
        """
        dr dra mr mrs ms sr sra srta prof profa professor professora doutor doutora eng president presidente sir lady dame king queen
        rei rainha prince princess saint inc ltd ltda llc corp jr plc
        """
    )

    private func isKnown(_ part: String) -> Bool {
        words.contains(part) || (part.utf8.count >= 7 && openings.contains(String(part.prefix(6))))
            || part.split(separator: "-").count > 1
                && part.split(separator: "-").allSatisfy { words.contains(String($0)) }
            || (part.hasSuffix("n") && part.utf8.count > 4 && words.contains(String(part.dropLast())))
            || words.contains(part + "s") || (part.hasSuffix("s") && words.contains(String(part.dropLast())))
    }
}
