/// Marks that begin a list item.
enum ListMarker {
    /// The offset after the marker that begins the content; nil where there is none.
    static func end(in text: ScalarText, of content: Range<Int>) -> Int? {
        if text.hasPrefix("<li>", at: content.lowerBound) { return content.lowerBound + 4 }
        let isBold = text.hasPrefix("**", at: content.lowerBound)
        let start = content.lowerBound + (isBold ? 2 : 0)
        let mark = isBold ? nil : bulletEnd(in: text, at: start)
        guard var end = mark ?? numberEnd(in: text, at: start) ?? letterEnd(in: text, at: start) else { return nil }
        if isBold { end = text.skip(from: end, to: content.upperBound) { $0 == "*" } }
        guard end < content.upperBound, text.scalars[end].isBlank || mark == nil && isTight(in: text, at: end) else {
            return nil
        }
        return end
    }

    /// Where a sentence inside a paragraph begins after the number of an item; nil where it has none.
    static func inlineEnd(in text: ScalarText, at start: Int, to limit: Int) -> Int? {
        guard let end = numberEnd(in: text, at: start), end < limit, text.scalars[end].isBlank else { return nil }
        let next = text.skip(from: end, to: limit, while: \.isBlank)
        return text.at(next)?.isUpper == true || text.at(next)?.isDigit == true ? next : nil
    }

    /// After a bullet, an arrow or another sign such as "✅"; a dash only before a space.
    private static func bulletEnd(in text: ScalarText, at start: Int) -> Int? {
        guard let first = text.at(start) else { return nil }
        switch first {
        case "-", "*", "+", "•", "◦", "▪", "‣", "●", "–", "—", "·": return start + 1
        default:
            let isArrow = (0x2190...0x21FF).contains(first.value)
            guard isArrow || (first.value > 0x2000 && first.properties.generalCategory == .otherSymbol) else {
                return nil
            }
            return text.at(start + 1)?.value == variation ? start + 2 : start + 1
        }
    }

    /// After "1.", "12)", "(3)", "1.2.", "2 -" or "1️⃣"; a year is no marker.
    private static func numberEnd(in text: ScalarText, at place: Int) -> Int? {
        let opens = text.at(place) == "("
        let start = place + (opens ? 1 : 0)
        var end = text.skip(from: start, to: min(text.count, start + 4), while: \.isDigit)
        guard end > start, end - start <= 3 else { return nil }
        if text.at(end) == ")" { return end + 1 }
        guard !opens else { return nil }
        let keycap = text.at(end)?.value == variation ? end + 1 : end
        if text.at(keycap)?.value == 0x20E3 { return keycap + 1 }
        if end - start <= 2, let dashed = dashEnd(in: text, at: end) { return dashed }
        while text.at(end) == ".", text.at(end + 1)?.isDigit == true {
            end = text.skip(from: end + 1, to: min(text.count, end + 4), while: \.isDigit)
        }
        return text.at(end) == "." || text.at(end) == ")" ? end + 1 : nil
    }

    /// After "a)", "(b)" and "a." before a capital, or Roman numbers such as "ii)", "II." and "II -".
    private static func letterEnd(in text: ScalarText, at place: Int) -> Int? {
        let opens = text.at(place) == "("
        let start = place + (opens ? 1 : 0)
        let end = text.skip(from: start, to: min(text.count, start + 5), while: \.isLetter)
        guard end > start, end < text.count else { return nil }
        let letters = text.slice(start..<end)
        let isRoman = letters.allSatisfy { "ivx".contains($0) } || letters.allSatisfy { "IVX".contains($0) }
        guard isRoman || end == start + 1 else { return nil }
        if text.scalars[end] == ")" { return text.scalars[start].isLower || end > start + 1 ? end + 1 : nil }
        guard !opens else { return nil }
        if isRoman, text.scalars[start].isUpper, let dashed = dashEnd(in: text, at: end) { return dashed }
        guard text.scalars[end] == ".", text.at(end + 1)?.isBlank == true else { return nil }
        if end > start + 1 { return end + 1 }
        // "c. 1900" and "J. Smith" are no items, nor is "I." without a "II." below.
        let isItem =
            text.scalars[start].isLower
            ? startsCapital(in: text, at: end + 1) : letters == "I" && isFirst(in: text, at: end)
        return isItem ? end + 1 : nil
    }

    /// After a dash that a space and a capital follow, as in "2 - It was" and "2- It was"; not in "2 - 3".
    private static func dashEnd(in text: ScalarText, at end: Int) -> Int? {
        let dash = text.at(end) == " " ? end + 1 : end
        guard text.at(dash)?.isDash == true, startsCapital(in: text, at: dash + 1) else { return nil }
        return dash + 1
    }

    private static func startsCapital(in text: ScalarText, at blank: Int) -> Bool {
        guard text.at(blank) == " " else { return false }
        let next = text.skip(from: blank + 1, to: min(text.count, blank + 4)) { $0 == " " || $0 == "*" }
        return text.at(next)?.isUpper == true
    }

    /// Whether the line after the one of an offset begins with "II".
    private static func isFirst(in text: ScalarText, at offset: Int) -> Bool {
        let end = text.skip(from: offset, to: text.count) { !$0.isLineEnd }
        return text.hasPrefix("II", at: text.skip(from: end, to: text.count, while: \.isBlank))
    }

    /// "2.It was": no space, and a word in the place of one.
    private static func isTight(in text: ScalarText, at end: Int) -> Bool {
        text.at(end - 1) == "." && text.at(end - 2)?.isDigit == true && text.scalars[end].isUpper
            && text.at(end + 1)?.isLower == true
    }

    /// The scalar that asks for the coloured form of a sign.
    private static let variation: UInt32 = 0xFE0F
}
