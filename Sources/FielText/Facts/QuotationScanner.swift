/// Reads words between quotation marks.
enum QuotationScanner {
    /// The quotations of at least three words, in order.
    static func mentions(in text: ScalarText) -> [FactMention] {
        var mentions: [FactMention] = []
        var open: (offset: Int, closing: Unicode.Scalar)?
        for offset in 0..<text.count {
            let scalar = text.scalars[offset]
            if let start = open, scalar == start.closing {
                if let mention = mention(in: text, start.offset + 1..<offset) { mentions.append(mention) }
                open = nil
            } else if open == nil, let closing = closing(of: scalar), !isInchMark(at: offset, in: text) {
                open = (offset, closing)
            } else if scalar.isLineEnd {
                open = nil
            }
        }
        return mentions
    }

    /// Whether the mark stands behind a digit, as in 55" wide.
    private static func isInchMark(at offset: Int, in text: ScalarText) -> Bool {
        text.scalars[offset] == "\"" && offset > 0 && text.scalars[offset - 1].isDigit
    }

    private static func closing(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar {
        case "\"": "\""
        case "“": "”"
        case "«": "»"
        default: nil
        }
    }

    private static func mention(in text: ScalarText, _ range: Range<Int>) -> FactMention? {
        let words = WordScanner.words(in: text, range: range)
        guard words.count >= 3 else { return nil }
        let folded = words.map(\.key).joined(separator: " ")
        return FactMention(kind: .quotation, text: text.slice(range), range: range, value: .text(folded))
    }
}
