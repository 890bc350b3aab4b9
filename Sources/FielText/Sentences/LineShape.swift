/// What one line of a text is by its layout.
struct LineShape: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case blank, plain, heading, listItem, tableRow, tableRule, rule, fence
    }

    var kind: Kind
    /// The line's content: without markers and without white space at its ends.
    var content: Range<Int>

    /// Reads the layout of a line, given without its line end.
    init(_ text: ScalarText, line: Range<Int>) {
        var content = text.trimmed(line)
        while content.count > 1, text.scalars[content.lowerBound] == ">" {
            content = text.trimmed(content.lowerBound + 1..<content.upperBound)
        }
        self.content = content
        guard let first = text.at(content.lowerBound), !content.isEmpty else {
            kind = .blank
            return
        }
        if text.hasPrefix("```", at: content.lowerBound) || text.hasPrefix("~~~", at: content.lowerBound) {
            kind = .fence
        } else if Self.isRule(text, content) {
            kind = .rule
        } else if first == "#", let start = Self.headingStart(text, content) {
            kind = .heading
            let end = text.scalars[start..<content.upperBound].lastIndex { $0 != "#" && !$0.isBlank } ?? start - 1
            self.content = start..<end + 1
        } else if Self.isTableRule(text, content) {
            kind = .tableRule
        } else if first == "|" {
            kind = .tableRow
            self.content = Self.tableContent(text, content)
        } else if Self.isBoldLine(text, content) {
            kind = .heading
        } else if let start = ListMarker.end(in: text, of: content) {
            kind = .listItem
            self.content = text.trimmed(start..<content.upperBound)
        } else {
            kind = .plain
        }
    }

    /// Three or more of one of `-*_=`, and nothing else.
    private static func isRule(_ text: ScalarText, _ content: Range<Int>) -> Bool {
        let first = text.scalars[content.lowerBound]
        guard content.count >= 3, first == "-" || first == "*" || first == "_" || first == "=" else { return false }
        return text.scalars[content].allSatisfy { $0 == first || $0 == " " }
    }

    private static func headingStart(_ text: ScalarText, _ content: Range<Int>) -> Int? {
        let end = text.skip(from: content.lowerBound, to: content.upperBound) { $0 == "#" }
        guard end - content.lowerBound <= 6, end < content.upperBound, text.scalars[end].isBlank else { return nil }
        return text.skip(from: end, to: content.upperBound, while: \.isBlank)
    }

    private static func isTableRule(_ text: ScalarText, _ content: Range<Int>) -> Bool {
        text.scalars[content].contains("|")
            && text.scalars[content].allSatisfy { $0 == "|" || $0 == "-" || $0 == ":" || $0.isBlank }
    }

    private static func tableContent(_ text: ScalarText, _ content: Range<Int>) -> Range<Int> {
        let start = content.lowerBound + 1
        let hasEnd = content.count > 1 && text.scalars[content.upperBound - 1] == "|"
        return text.trimmed(start..<max(start, content.upperBound - (hasEnd ? 1 : 0)))
    }

    /// A line all in bold without a closing full stop stands as a heading.
    private static func isBoldLine(_ text: ScalarText, _ content: Range<Int>) -> Bool {
        guard content.count > 4, content.count < 120, text.hasPrefix("**", at: content.lowerBound),
            text.hasPrefix("**", at: content.upperBound - 2)
        else { return false }
        let inside = text.scalars[content.lowerBound + 2..<content.upperBound - 2]
        return !inside.contains("*") && !(inside.last?.isTerminal ?? true)
    }
}
