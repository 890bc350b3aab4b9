/// How an amount bounds what it measures: "at least 30" from below, "up to 30" from above.
public enum AmountBound: Sendable, Hashable {
    /// No less than the amount: "at least", "more than", "a minimum of", "or more".
    case floor
    /// No more than the amount: "at most", "less than", "up to", "or fewer".
    case ceiling

    /// The other one.
    public var opposite: AmountBound { self == .floor ? .ceiling : .floor }

    /// The bound that the words around an amount say; nil where they say none, as around most.
    ///
    /// - Parameters:
    ///   - amount: the words of the amount, with its unit.
    ///   - isDuration: whether it measures time: "over 30 days" is said of what takes 30 days, too.
    init?(around amount: Range<Int>, in words: [Word], isDuration: Bool) {
        let before = words[max(0, amount.lowerBound - 6)..<amount.lowerBound].map(\.key)
        let after = words[amount.upperBound..<min(words.count, amount.upperBound + 4)].map(\.key)
        if let (bound, length) = Self.said(by: before), !(isDuration && before.last == "over") {
            let isNegated = before.dropLast(length).suffix(3).contains { Self.negations.contains($0) }
            self = isNegated && length > 0 ? bound.opposite : bound
        } else if let bound = Self.said(behind: after) ?? Self.said(behind: after.dropFirst()) {
            self = bound
        } else {
            return nil
        }
    }

    /// The bound that the last words before an amount say, and how many words say it.
    private static func said(by words: [String]) -> (AmountBound, Int)? {
        for length in stride(from: min(4, words.count), to: 0, by: -1) {
            if let bound = leading[words.suffix(length).joined(separator: " ")] { return (bound, length) }
        }
        return nil
    }

    /// The bound that two words say behind an amount, or behind what it counts, unless they begin another one.
    private static func said(behind words: some Sequence<String>) -> AmountBound? {
        let words = Array(words.prefix(3))
        if words.count == 3, NumberReading(words[2]) != nil || NumberWords.value(words[2]) != nil { return nil }
        return trailing[words.prefix(2).joined(separator: " ")]
    }

    private static let negations = WordList.set("no not never cannot don't doesn't nao nem nunca")

    /// Words right before an amount, folded; the longest that fit decide.
    private static let leading = table(
        floor: """
            at least|more than|greater than|higher than|over|above|exceed|exceeds|exceeded|exceeding|a minimum of|minimum of
            minimum|starting at|pelo menos|ao menos|no minimo|minimo de|mais de|mais que|mais do que|acima de|superior a
            superiores a|a partir de|exceder|excede|ultrapassar|ultrapassa
            """,
        ceiling: """
            at most|less than|fewer than|lower than|under|below|up to|a maximum of|maximum of|maximum|within|no maximo
            quando muito|maximo de|menos de|menos que|menos do que|abaixo de|inferior a|inferiores a|ate
            """
    )

    /// Words right behind an amount and its unit.
    private static let trailing = table(
        floor:
            "or more|or above|or over|or higher|or greater|at least|at minimum|ou mais|ou superior|no minimo|pelo menos",
        ceiling: "or less|or fewer|or below|or under|or lower|at most|at maximum|ou menos|ou inferior|no maximo"
    )

    private static func table(floor: String, ceiling: String) -> [String: AmountBound] {
        func phrases(_ text: String) -> [String] {
            text.split { $0 == "|" || $0.isNewline }.map { $0.trimmingPrefix { $0 == " " } }.map(String.init)
        }
        return Dictionary(
            phrases(floor).map { ($0, .floor) } + phrases(ceiling).map { ($0, .ceiling) },
            uniquingKeysWith: { first, _ in first }
        )
    }
}
