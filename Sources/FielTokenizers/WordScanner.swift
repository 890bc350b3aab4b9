/// Normalizes a text, cuts it into words and spells them, in one pass over its bytes.
///
/// The steps are those of the peer's BertNormalizer and BertPreTokenizer, in their order: clean, set ideographs
/// apart, decompose and drop marks, lower-case, split at white space, isolate punctuation.
struct WordScanner<Sink: TokenSink> {
    private let model: WordPieceModel
    private let unicode: BertUnicode
    private let removesMarks: Bool
    private var word: WordBuffer
    private var marks = MarkRun()
    /// How many scalars of the text were read.
    private var position = 0
    /// The source of the last scalar that went through decomposition.
    private var lastSource = 0
    private(set) var sink: Sink

    init(_ model: WordPieceModel, into sink: Sink) {
        self.model = model
        self.sink = sink
        unicode = model.unicode
        removesMarks = model.options.removesMarks
        word = WordBuffer(limit: model.options.maximumWordLength)
    }

    /// Reads a whole text, which must be well-formed UTF-8.
    mutating func scan(_ text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        while let match = model.special.firstMatch(in: text, from: start) {
            scan(text, start..<match.range.lowerBound)
            let length = text[match.range].count { $0 & 0xC0 != 0x80 }
            sink.append(match.id, at: position..<position + length)
            position += length
            start = match.range.upperBound
        }
        scan(text, start..<text.count)
    }

    private mutating func scan(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = text[index]
            if byte < 0x80 {
                readASCII(byte)
                index += 1
            } else {
                let (scalar, length) = text.scalar(at: index)
                read(scalar)
                index += length
            }
            position += 1
        }
        endWord()
    }

    @inline(__always)
    private mutating func readASCII(_ byte: UInt8) {
        let (action, byte) = model.ascii[byte]
        if action == .remove { return }
        if !marks.isEmpty { drainMarks() }
        lastSource = position
        if action == .keep { return word.append(ascii: byte, from: position) }
        endWord()
        if action == .isolate {
            word.append(ascii: byte, from: position)
            endWord()
        }
    }

    private mutating func read(_ scalar: UInt32) {
        let properties = unicode.properties(of: scalar)
        if model.options.cleansText {
            if properties.contains(.removed) { return }
            if properties.contains(.space) { return endWord() }
        }
        guard model.options.separatesCJK, properties.contains(.ideograph) else { return decompose(scalar, properties) }
        endWord()
        decompose(scalar, properties)
        endWord()
    }

    private mutating func decompose(_ scalar: UInt32, _ properties: BertUnicode.Properties) {
        guard removesMarks else { return lowercase(scalar, properties, from: position) }
        guard properties.contains(.decomposes) else { return order(scalar, properties, continues: false) }
        for (index, part) in unicode.decomposition(of: scalar).enumerated() {
            order(part, unicode.properties(of: part), continues: index > 0)
        }
    }

    private mutating func order(_ scalar: UInt32, _ properties: BertUnicode.Properties, continues: Bool) {
        let combiningClass = properties.combiningClass
        guard combiningClass == 0 else {
            return marks.append(scalar, combiningClass: combiningClass, from: position, continues: continues)
        }
        if !marks.isEmpty { drainMarks() }
        lastSource = position
        dropMark(scalar, properties, from: position)
    }

    private mutating func drainMarks() {
        for (scalar, source) in marks.drain(after: lastSource) {
            lastSource = source
            dropMark(scalar, unicode.properties(of: scalar), from: source)
        }
    }

    @inline(__always)
    private mutating func dropMark(_ scalar: UInt32, _ properties: BertUnicode.Properties, from source: Int) {
        if !properties.contains(.nonspacingMark) { lowercase(scalar, properties, from: source) }
    }

    private mutating func lowercase(_ scalar: UInt32, _ properties: BertUnicode.Properties, from source: Int) {
        guard model.options.lowercases, properties.contains(.hasLowercase) else {
            return place(scalar, properties, from: source)
        }
        for lower in unicode.lowercase(of: scalar) { place(lower, unicode.properties(of: lower), from: source) }
    }

    private mutating func place(_ scalar: UInt32, _ properties: BertUnicode.Properties, from source: Int) {
        if properties.contains(.whitespace) { return spellWord() }
        guard properties.contains(.punctuation) else { return word.append(scalar, from: source) }
        spellWord()
        word.append(scalar, from: source)
        spellWord()
    }

    /// Ends the word at a boundary of the text: the marks that wait belong to it.
    private mutating func endWord() {
        if !marks.isEmpty { drainMarks() }
        spellWord()
    }

    @inline(__always)
    private mutating func spellWord() {
        if word.isEmpty { return }
        model.spell(word, into: &sink)
        word.removeAll()
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The scalar whose well-formed UTF-8, of two to four bytes, begins at an index.
    @inline(__always)
    func scalar(at index: Int) -> (scalar: UInt32, length: Int) {
        let lead = UInt32(self[index])
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        var scalar = lead & (0xFF >> UInt32(length + 1))
        for next in index + 1..<index + length { scalar = scalar << 6 | UInt32(self[next] & 0x3F) }
        return (scalar, length)
    }
}
