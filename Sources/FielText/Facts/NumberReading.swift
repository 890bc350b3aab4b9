/// A number written in digits: every value that English or Portuguese would read in it; blanks and apostrophes only group its digits.
struct NumberReading: Sendable, Hashable {
    /// The values, the likelier first.
    let candidates: [Double]
    /// Half a unit of the last decimal, 0 for a whole number.
    let rounding: Double
    /// What follows the digits in the same word: "35m", "19th", "1930s", "14h30".
    let suffix: String

    /// Reads a folded word that begins with a digit; nil for other words and for more than 18 digits.
    init?(_ key: String) {
        let scalars = Array(key.unicodeScalars).filter { !$0.isBlank && !$0.isApostrophe }
        let end = scalars.firstIndex { !$0.isDigit && $0 != "." && $0 != "," } ?? scalars.count
        let digits = scalars[..<end]
        guard let first = digits.first, first.isDigit, digits.count <= 24 else { return nil }
        suffix = String(String.UnicodeScalarView(scalars[end...]))
        let parts = digits.split(omittingEmptySubsequences: false) { !$0.isDigit }
        let marks = digits.filter { !$0.isDigit }
        guard let lead = parts.first, parts.reduce(0, { $0 + $1.count }) <= 18 else { return nil }
        let isGrouped = (1...3).contains(lead.count) && parts.dropFirst().allSatisfy { $0.count == 3 }
        let lastIsDecimal = Set(marks).count == 2 && marks.count(where: { $0 == marks.last }) == 1
        let grouped = Self.value(whole: parts[...], decimals: nil)
        let decimal = Self.value(whole: parts.dropLast(), decimals: parts.last)
        switch marks.count {
        case 0: (candidates, rounding) = ([grouped], 0)
        case 1 where isGrouped && lead != ["0"]:
            (candidates, rounding) = (marks[0] == "," ? [grouped, decimal] : [decimal, grouped], 0)
        case 1: (candidates, rounding) = ([decimal], Self.half(parts.last))
        default: (candidates, rounding) = lastIsDecimal ? ([decimal], Self.half(parts.last)) : ([grouped], 0)
        }
    }

    private static func half(_ decimals: Digits?) -> Double {
        (decimals ?? []).reduce(0.5) { unit, _ in unit / 10 }
    }

    private typealias Digits = ArraySlice<Unicode.Scalar>

    private static func value(whole: ArraySlice<Digits>, decimals: Digits?) -> Double {
        let digits = whole.joined().map { Double($0.digit) }
        let integer = digits.reduce(0) { $0 * 10 + $1 }
        guard let decimals, !decimals.isEmpty else { return integer }
        let fraction = decimals.reduce((0.0, 1.0)) { ($0.0 * 10 + Double($1.digit), $0.1 * 10) }
        return integer + fraction.0 / fraction.1
    }
}
