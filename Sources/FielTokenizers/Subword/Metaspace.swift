/// Writes spaces as U+2581, sets one before words, and cuts before each.
struct Metaspace: Sendable {
    /// Where U+2581 is set before text that does not begin with it.
    enum Prefix: String, Sendable {
        case always, first, never
    }

    /// U+2581 LOWER ONE EIGHTH BLOCK.
    static let mark = "\u{2581}"

    let prefix: Prefix
    /// Whether words are cut before each U+2581.
    let cuts: Bool
    /// Whether text is first cut at white space, which is dropped.
    let cutsAtWhitespace: Bool

    /// The rewritten text and its words.
    func apply(to text: AlignedText) -> (text: AlignedText, words: [Range<Int>]) {
        var result = AlignedText()
        var words: [Range<Int>] = []
        for stretch in cutsAtWhitespace ? Self.stretches(of: text) : [text] {
            append(stretch, to: &result, &words)
        }
        return (result, words)
    }

    private func append(_ stretch: AlignedText, to result: inout AlignedText, _ words: inout [Range<Int>]) {
        let marked = TextNormalizer.replacement(of: " ", with: Self.mark).apply(to: stretch)
        let wantsMark = prefix == .always || prefix == .first && stretch.sources.first == 0
        let isMarked = marked.bytes.starts(with: Self.mark.utf8)
        let whole = wantsMark && !isMarked ? marked.prefixed(by: Self.mark) : marked
        let base = result.bytes.count
        result.append(whole, in: 0..<whole.bytes.count)
        guard cuts else { return whole.bytes.isEmpty ? () : words.append(base..<result.bytes.count) }
        var start = base
        whole.forEachScalar { scalar, index in
            guard scalar == 0x2581, base + index > start else { return }
            words.append(start..<base + index)
            start = base + index
        }
        if start < result.bytes.count { words.append(start..<result.bytes.count) }
    }

    /// The stretches between white space.
    private static func stretches(of text: AlignedText) -> [AlignedText] {
        var stretches: [AlignedText] = []
        var current = AlignedText()
        text.forEachScalar { scalar, index in
            if SubwordUnicode.shared.classes(of: scalar).contains(.whitespace) {
                if !current.bytes.isEmpty { stretches.append(current) }
                current = AlignedText()
            } else {
                current.append(text, in: index..<index + AlignedText.length(of: text.bytes[index]))
            }
        }
        if !current.bytes.isEmpty { stretches.append(current) }
        return stretches
    }
}
