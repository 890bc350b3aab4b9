/// What stands before a colon at the start of a line: "Born: 1937" or "**Height:** 227 m".
enum LineLabel {
    /// The offset of the colon after at most four words, the first capitalised; nil where there is none.
    static func end(in text: ScalarText, of line: Range<Int>) -> Int? {
        let start = text.skip(from: line.lowerBound, to: line.upperBound) { $0 == "*" }
        guard start < line.upperBound, text.scalars[start].isUpper else { return nil }
        let limit = min(line.upperBound, start + 40)
        let end = text.skip(from: start, to: limit) { $0.isWordScalar || $0 == " " || $0 == "-" }
        guard end + 1 < line.upperBound, text.scalars[end] == ":" else { return nil }
        let isLabel = text.scalars[start..<end].count(where: { $0 == " " }) < 4 && !text.hasPrefix("://", at: end)
        return isLabel ? end : nil
    }

    /// Where the answer begins after "Answer:" or "**Resposta:**"; nil where a line has another label or none.
    static func answerStart(in text: ScalarText, of line: Range<Int>) -> Int? {
        guard let colon = end(in: text, of: line) else { return nil }
        let words = WordScanner.words(in: text, range: line.lowerBound..<colon)
        guard words.count <= 2, let last = words.last, AbstentionPhrases.labels.contains(last.key) else { return nil }
        let start = text.skip(from: colon + 1, to: line.upperBound) { $0 == "*" || $0.isBlank }
        return start < line.upperBound ? start : nil
    }
}
