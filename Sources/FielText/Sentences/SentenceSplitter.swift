/// Cuts a text into its sentences.
///
/// It knows abbreviations, initials, decimals, ellipses, quotations, addresses, lists, Markdown headings, tables and code,
/// and citation marks. It runs in time linear in the length of the text.
public enum SentenceSplitter {
    /// The sentences of a text, in order: trimmed, not empty, not overlapping.
    ///
    /// A list item, a heading and a table row stand each for themselves without their markers, fenced code with its
    /// fences; a blank line always ends a sentence.
    public static func sentences(in text: String) -> [TextSpan] {
        let scalars = ScalarText(text)
        return units(in: scalars).map { scalars.span($0.range) }
    }

    /// The sentences of a text with what the layout says of each.
    package static func units(in text: ScalarText) -> [TextUnit] {
        LayoutScanner.blocks(in: text).flatMap { block in
            switch block.kind {
            case .sentence, .listItem: sentences(in: text, block: block)
            case .heading, .tableRow, .code: [block]
            }
        }
    }

    private static func sentences(in text: ScalarText, block: TextUnit) -> [TextUnit] {
        let boundary = SentenceBoundary(text: text, block: block.range)
        var units: [TextUnit] = []
        var (start, offset) = (block.range.lowerBound, block.range.lowerBound)
        func close(at end: Int) {
            let range = text.trimmed(start..<end)
            if !range.isEmpty { units.append(TextUnit(kind: block.kind, range: range)) }
        }
        while offset < block.range.upperBound {
            guard text.scalars[offset].isTerminal else {
                offset += 1
                continue
            }
            let (end, next) = boundary.read(at: offset)
            if let end {
                close(at: boundary.colonBeforeNumber(from: start, to: offset) ?? end)
                start = ListMarker.inlineEnd(in: text, at: next, to: block.range.upperBound) ?? next
            }
            offset = max(next, start, offset + 1)
        }
        close(at: block.range.upperBound)
        return units
    }
}
