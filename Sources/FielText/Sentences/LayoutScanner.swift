/// Cuts a text into blocks by its lines: paragraphs, list items, headings, table rows, code.
struct LayoutScanner {
    private let text: ScalarText
    private var blocks: [TextUnit] = []
    private var open: TextUnit?
    /// Whether the lines are those of a table without bars at its sides.
    private var isInTable = false
    private var fence: (mark: Unicode.Scalar, start: Int)?

    /// The blocks of a text, in order; content only, without markers.
    static func blocks(in text: ScalarText) -> [TextUnit] {
        var scanner = LayoutScanner(text: text)
        var offset = 0
        while offset < text.count {
            let end = LineBreak.next(in: text, from: offset)
            scanner.read(line: offset..<end.lowerBound)
            // A tag parts blocks as an empty line does.
            if end.count != 1 { scanner.close() }
            offset = end.upperBound
        }
        scanner.finish()
        return scanner.blocks
    }

    private init(text: ScalarText) {
        self.text = text
    }

    private mutating func read(line: Range<Int>) {
        // A carriage return and its line feed make one line end, not an empty line.
        if line.isEmpty, text.at(line.lowerBound) == "\n", text.at(line.lowerBound - 1) == "\r" { return }
        let shape = LineShape(text, line: line)
        if let fence {
            if shape.kind == .fence, text.scalars[shape.content.lowerBound] == fence.mark {
                closeFence(at: shape.content)
            }
            return
        }
        let isRow = shape.kind == .plain && isInTable && text.scalars[shape.content].contains("|")
        isInTable = isRow || shape.kind == .tableRule
        switch shape.kind {
        case .plain where isRow: append(.tableRow, shape)
        case .fence:
            close()
            fence = (text.scalars[shape.content.lowerBound], shape.content.lowerBound)
        case .blank: close()
        case .rule: underline(shape)
        case .tableRule: markTableHeader()
        case .heading: append(.heading, shape)
        case .tableRow: append(.tableRow, shape)
        case .listItem:
            close()
            open = TextUnit(kind: .listItem, range: shape.content)
        case .plain: extend(with: shape)
        }
    }

    private mutating func extend(with shape: LineShape) {
        if let block = open, !startsAnew(shape.content, after: block.range) {
            open?.range = block.range.lowerBound..<shape.content.upperBound
        } else {
            close()
            open = TextUnit(kind: .sentence, range: shape.content)
        }
    }

    /// Whether a line cannot go on with the sentence before it: that one has ended, or this one is a new entry.
    private func startsAnew(_ line: Range<Int>, after block: Range<Int>) -> Bool {
        var last = block.upperBound - 1
        while last > block.lowerBound, text.scalars[last].isCloser { last -= 1 }
        if text.scalars[last] == ":" || text.scalars[last] == "!" || text.scalars[last] == "?" { return true }
        if text.scalars[last] == "." { return !SentenceBoundary.isTitle(text, before: last, from: block.lowerBound) }
        return text.scalars[last].isTerminal || LineLabel.end(in: text, of: line) != nil
    }

    /// A rule under one line of text makes it a heading; elsewhere a rule only parts blocks.
    private mutating func underline(_ shape: LineShape) {
        let mark = text.scalars[shape.content.lowerBound]
        let isUnderline = mark == "=" || mark == "-"
        if isUnderline, let block = open, block.kind == .sentence,
            !text.scalars[block.range].contains(where: \.isLineEnd)
        {
            open?.kind = .heading
        }
        close()
    }

    private mutating func markTableHeader() {
        if let block = open, block.kind == .sentence, text.scalars[block.range].contains("|"),
            !text.scalars[block.range].contains(where: \.isLineEnd)
        {
            open?.kind = .tableRow
        }
        close()
        if let last = blocks.last, last.kind == .tableRow { blocks[blocks.count - 1].kind = .heading }
    }

    private mutating func append(_ kind: TextUnit.Kind, _ shape: LineShape) {
        close()
        open = TextUnit(kind: kind, range: shape.content)
        close()
    }

    private mutating func closeFence(at line: Range<Int>) {
        if let fence { blocks.append(TextUnit(kind: .code, range: fence.start..<line.upperBound)) }
        fence = nil
    }

    private mutating func close() {
        if let open, !open.range.isEmpty { blocks.append(open) }
        open = nil
    }

    /// A fence that is never closed runs to the end of the text.
    private mutating func finish() {
        close()
        guard let fence else { return }
        let range = text.trimmed(fence.start..<text.count)
        blocks.append(TextUnit(kind: .code, range: range))
    }
}

/// Where lines end: at line ends, and at tags of HTML that make lines.
enum LineBreak {
    private static let tags = ["<br>", "<br/>", "<br />", "</li>", "<ul>", "</ul>", "<ol>", "</ol>", "<p>", "</p>"]

    /// The next line end or tag from an offset; one of no length before a `<li>`, and at the end of the text.
    static func next(in text: ScalarText, from start: Int) -> Range<Int> {
        var offset = start
        while offset < text.count {
            let scalar = text.scalars[offset]
            if scalar.isLineEnd { return offset..<offset + 1 }
            if scalar == "<" {
                if let tag = tags.first(where: { text.hasPrefix($0, at: offset) }) {
                    return offset..<offset + tag.unicodeScalars.count
                }
                if offset > start, text.hasPrefix("<li>", at: offset) { return offset..<offset }
            }
            offset += 1
        }
        return text.count..<text.count
    }
}
