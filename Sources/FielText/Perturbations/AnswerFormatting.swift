public import FielCore

/// Changes the look of an answer and none of its words.
public enum AnswerFormatting {
    /// Edits that make list items or lines of the sentences, or change the space between words.
    ///
    /// - Returns: nil for an answer that has a layout of its own: lists, tables, headings, code.
    public static func edits(of answer: String, using random: inout SeededGenerator) -> [TextEdit]? {
        let text = ScalarText(answer)
        let units = SentenceSplitter.units(in: text)
        guard !units.isEmpty, units.allSatisfy({ $0.kind == .sentence }), !text.scalars.contains(where: \.isLineEnd)
        else { return nil }
        let gaps = zip(units, units.dropFirst()).map { $0.range.upperBound..<$1.range.lowerBound }
        let styles: [[TextEdit]] = [
            gaps.map { TextEdit($0, "\n") },
            gaps.isEmpty ? [] : [TextEdit(0..<0, "- ")] + gaps.map { TextEdit($0, "\n- ") },
            spaces(in: text).map { TextEdit($0, "  ") },
            [TextEdit(0..<0, "\n")] + [TextEdit(text.count..<text.count, " \n\n")],
        ]
        return random.element(of: styles.filter { !$0.isEmpty })
    }

    private static func spaces(in text: ScalarText) -> [Range<Int>] {
        text.scalars.indices.dropFirst().dropLast().filter { index in
            text.scalars[index] == " " && text.scalars[index - 1] != " " && text.scalars[index + 1] != " "
        }
        .map { $0..<$0 + 1 }
    }
}
