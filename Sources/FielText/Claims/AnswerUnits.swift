/// The units of an answer that may state something: without its lists of sources, and with what only looks like layout.
enum AnswerUnits {
    /// The units, in order; a heading or a fence that is all the answer there is, or its last word, is a sentence.
    static func units(in text: ScalarText) -> [TextUnit] {
        let units = SourceList.others(than: SentenceSplitter.units(in: text), in: text)
        let isAlone = !units.contains { states($0, in: text) }
        let tail = units.lastIndex { states($0, in: text) }.map { $0 + 1 } ?? 0
        return units.enumerated().map { index, unit in
            index < tail ? unit : sentence(of: unit, isAlone: isAlone, in: text) ?? unit
        }
    }

    /// Whether a unit is content, and not the announcement of it.
    private static func states(_ unit: TextUnit, in text: ScalarText) -> Bool {
        guard unit.kind != .heading, unit.kind != .code else { return false }
        return text.scalars[unit.range].last { !$0.isCloser && !$0.isBlank } != ":"
    }

    /// What a heading or a fence says as a sentence; nil where it is what it looks like.
    private static func sentence(of unit: TextUnit, isAlone: Bool, in text: ScalarText) -> TextUnit? {
        let inside: Range<Int>
        switch unit.kind {
        case .heading: inside = withoutBold(unit.range, in: text)
        case .code: inside = isAlone ? fenced(unit.range, in: text) ?? unit.range : unit.range
        case .sentence, .listItem, .tableRow: return nil
        }
        guard unit.kind == .heading || inside != unit.range else { return nil }
        let words = WordScanner.words(in: text, range: inside)
        let isBold = isAlone && inside.lowerBound > unit.range.lowerBound
        guard isBold || Fragment.hasVerb(words) || words.contains(where: \.isNumeric) else { return nil }
        return TextUnit(kind: .sentence, range: inside)
    }

    private static func withoutBold(_ range: Range<Int>, in text: ScalarText) -> Range<Int> {
        guard range.count > 4, text.hasPrefix("**", at: range.lowerBound),
            text.hasPrefix("**", at: range.upperBound - 2)
        else { return range }
        return text.trimmed(range.lowerBound + 2..<range.upperBound - 2)
    }

    /// What stands in a fence that names no language and holds no mark of one; nil where it is code.
    private static func fenced(_ range: Range<Int>, in text: ScalarText) -> Range<Int>? {
        let isFence = { (scalar: Unicode.Scalar) in scalar == "`" || scalar == "~" }
        let start = text.skip(from: range.lowerBound, to: range.upperBound, while: isFence)
        guard let scalar = text.at(start), scalar.isLineEnd else { return nil }
        var end = range.upperBound
        while end > start, isFence(text.scalars[end - 1]) { end -= 1 }
        let inside = text.trimmed(start..<end)
        let isText = text.scalars[inside].allSatisfy {
            $0.isWordScalar || $0.isBlank || ".,:!?'’-–—%€$£°/".unicodeScalars.contains($0)
        }
        guard isText, !inside.isEmpty, !text.scalars[inside.lowerBound].isLower else { return nil }
        return inside
    }
}
