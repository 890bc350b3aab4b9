/// Text whose tokens a program has set apart with spaces, as many corpora and generators leave it.
///
/// An example is "i ' m not sure , but it is 23 , 768 -LRB- in 2016 -RRB- ." Who reads text as people write it, a model or a
/// scanner, misreads such text.
package enum PretokenizedText {
    /// The text as people write it: without the spaces before closing marks, around apostrophes and within figures, and with the
    /// brackets and quotation marks that the Penn Treebank escapes.
    package static func joined(_ text: String) -> String {
        let source = ScalarText(text)
        let edits = edits(in: source)
        return edits.isEmpty ? text : EditedText(source, edits).text
    }

    /// What has to be changed for that, in rising order; nothing in most text.
    static func edits(in text: ScalarText) -> [TextEdit] {
        var (result, offset) = ([TextEdit](), 0)
        while offset < text.count {
            if let escape = escapes.first(where: { isEscape($0.code, at: offset, in: text) }) {
                let place = withInnerSpace(of: escape, at: offset, after: result.last?.range.upperBound ?? 0, in: text)
                result.append(TextEdit(place, escape.mark))
                offset = place.upperBound
                continue
            }
            if text.scalars[offset] == " ", isSpare(at: offset, in: text) {
                result.append(TextEdit(offset..<offset + 1, ""))
            }
            offset += 1
        }
        return result
    }

    private struct Escape {
        let code: String
        let mark: String
        let opens: Bool
    }

    private static let escapes = [
        ("-LRB-", "(", true), ("-RRB-", ")", false), ("-LSB-", "[", true), ("-RSB-", "]", false), ("-lrb-", "(", true),
        ("-rrb-", ")", false), ("-lsb-", "[", true), ("-rsb-", "]", false), ("``", "\"", true), ("''", "\"", false),
    ].map(Escape.init)

    /// The place of an escape with the space on the side of what it encloses.
    private static func withInnerSpace(
        of escape: Escape,
        at offset: Int,
        after least: Int,
        in text: ScalarText
    ) -> Range<Int> {
        let end = offset + escape.code.unicodeScalars.count
        if escape.opens { return offset..<(text.at(end) == " " ? end + 1 : end) }
        return (offset > least && text.at(offset - 1) == " " ? offset - 1 : offset)..<end
    }

    /// Whether the escape stands there as a token of its own.
    private static func isEscape(_ code: String, at offset: Int, in text: ScalarText) -> Bool {
        text.scalars[offset] == code.unicodeScalars.first && text.hasPrefix(code, at: offset)
            && isBoundary(text.at(offset - 1))
            && isBoundary(text.at(offset + code.unicodeScalars.count))
    }

    private static func isBoundary(_ scalar: Unicode.Scalar?) -> Bool { scalar?.isBlank ?? true }

    /// Whether people would not write the space that stands there.
    private static func isSpare(at offset: Int, in text: ScalarText) -> Bool {
        guard let before = text.at(offset - 1), let after = text.at(offset + 1) else { return false }
        if before == "(" || before == "[" { return after.isWordScalar && isBoundary(text.at(offset - 2)) }
        if isClosing(after) {
            if isGrouping(after), before.isDigit, isFigure(around: offset + 1, in: text) { return true }
            let end = text.skip(from: offset + 1, to: text.count) { $0 == after }
            return isBoundary(text.at(end)) && mayEndClause(before, in: text, at: offset - 1)
        }
        if isGrouping(before), text.at(offset - 2) == " " { return isFigure(around: offset - 1, in: text) }
        if after.isApostrophe { return before.isLetter && beginsClitic(after: offset + 1, in: text) }
        if before.isApostrophe {
            return text.at(offset - 2) == " " && text.at(offset - 3)?.isLetter == true
                && beginsClitic(after: offset - 1, in: text)
        }
        return before.isLetter && text.hasPrefix("n", at: offset + 1) && text.at(offset + 2)?.isApostrophe == true
            && text.hasPrefix("t", at: offset + 3) && text.at(offset + 4)?.isLetter != true
    }

    private static func isClosing(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ".", ",", ";", ":", "!", "?", ")", "]": true
        default: false
        }
    }

    /// Whether a closing mark can follow what stands there: a word, a bracket or quotation mark that closes, escaped or not.
    private static func mayEndClause(_ scalar: Unicode.Scalar, in text: ScalarText, at offset: Int) -> Bool {
        switch scalar {
        case "\"", ")", "]", "%", "'", "’", "”": true
        case "-": text.at(offset - 1) == "B" || text.at(offset - 1) == "b"
        default: scalar.isWordScalar
        }
    }

    private static func isGrouping(_ scalar: Unicode.Scalar) -> Bool { scalar == "," || scalar == ":" }

    /// Whether a comma or colon with spaces on both sides parts the digits of one figure: "23 , 768", "10 : 30".
    private static func isFigure(around mark: Int, in text: ScalarText) -> Bool {
        guard text.at(mark - 1) == " ", text.at(mark + 1) == " " else { return false }
        var first = mark - 1
        while text.at(first - 1)?.isDigit == true { first -= 1 }
        let last = text.skip(from: mark + 2, to: text.count, while: \.isDigit)
        let (left, right) = (mark - 1 - first, last - mark - 2)
        return text.scalars[mark] == ":" ? (1...2).contains(left) && right == 2 : (1...3).contains(left) && right == 3
    }

    /// Whether what follows an apostrophe, after a space or not, is the rest of a shortened word: 's, 'm, 're, and t in "don ' t".
    private static func beginsClitic(after apostrophe: Int, in text: ScalarText) -> Bool {
        let start = text.at(apostrophe + 1) == " " ? apostrophe + 2 : apostrophe + 1
        let end = text.skip(from: start, to: text.count, while: \.isLetter)
        guard end - start <= 2, text.at(end)?.isApostrophe != true else { return false }
        return ["s", "t", "m", "d", "re", "ve", "ll"].contains(text.slice(start..<end).lowercased())
    }
}
