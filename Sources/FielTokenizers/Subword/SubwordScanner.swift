/// Cuts a text into tokens, in one pass over its bytes.
struct SubwordScanner {
    /// A token and what it stands for in the text, in bytes.
    struct Found {
        var id: Int32
        var range: Range<Int>
    }

    private let model: SubwordModel
    private let text: UnsafeBufferPointer<UInt8>
    /// The bytes in which names of tokens are looked for, in order and apart from each other.
    private let templates: [Range<Int>]
    private var word = MergeWord()
    private var spelled: [SpelledToken] = []
    private(set) var found: [Found] = []

    init(_ model: SubwordModel, _ text: UnsafeBufferPointer<UInt8>, templates: [Range<Int>]) {
        self.model = model
        self.text = text
        self.templates = templates
    }

    mutating func scan() {
        var start = 0
        while start < text.count {
            let match = model.added.firstMatch(in: text, start..<text.count, isNormalized: false, allows: allows)
            let end = match?.range.lowerBound ?? text.count
            if start < end { normalize(start..<end) }
            guard let match else { return }
            found.append(Found(id: match.token.id, range: match.range))
            start = match.range.upperBound
        }
    }

    /// A name counts in a template only; white space names nothing and counts everywhere.
    private func allows(_ range: Range<Int>, _ token: AddedToken) -> Bool {
        if !token.isSpecial, token.name.unicodeScalars.allSatisfy(\.properties.isWhitespace) { return true }
        var (low, high) = (0, templates.count)
        while low < high {
            let middle = (low + high) / 2
            if templates[middle].upperBound < range.upperBound { low = middle + 1 } else { high = middle }
        }
        return low < templates.count && templates[low].lowerBound <= range.lowerBound
    }

    private mutating func normalize(_ range: Range<Int>) {
        let isChanged = model.normalizers.contains { !$0.isIdentity(on: text, range) }
        guard isChanged || model.metaspace != nil || model.added.hasNormalized else {
            return spell(text, range, sources: nil)
        }
        var aligned = AlignedText(text, range)
        if isChanged { aligned = model.normalizers.reduce(aligned) { $1.apply(to: $0) } }
        split(aligned)
    }

    /// Finds the tokens that are looked for in normalized text.
    private mutating func split(_ aligned: AlignedText) {
        let source = { [text] (range: Range<Int>) in
            let last = aligned.sources[range.upperBound - 1]
            return aligned.sources[range.lowerBound]..<last + AlignedText.length(of: text[last])
        }
        aligned.bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                let match = model.added.firstMatch(in: bytes, start..<bytes.count, isNormalized: true) {
                    allows(source($0), $1)
                }
                let end = match?.range.lowerBound ?? bytes.count
                if start < end { cut(aligned.part(start..<end)) }
                guard let match else { return }
                found.append(Found(id: match.token.id, range: source(match.range)))
                start = match.range.upperBound
            }
        }
    }

    private mutating func cut(_ stretch: AlignedText) {
        guard let metaspace = model.metaspace else {
            return stretch.bytes.withUnsafeBufferPointer { spell($0, 0..<$0.count, sources: stretch.sources) }
        }
        let (rewritten, words) = metaspace.apply(to: stretch)
        rewritten.bytes.withUnsafeBufferPointer { bytes in
            for word in words { spell(word: word, in: bytes) }
        }
        collect(sources: rewritten.sources)
    }

    private mutating func spell(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, sources: [Int]?) {
        WordCutter.forEachWord(of: range, in: bytes, by: model.cutters[...]) { spell(word: $0, in: bytes) }
        collect(sources: sources)
    }

    @inline(__always)
    private mutating func spell(word range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) {
        switch model.speller {
        case .merges(let merges): merges.spell(bytes, range, &word, into: &spelled)
        case .unigram(let unigram): unigram.spell(bytes, range, into: &spelled)
        }
    }

    /// Moves what was spelled to its place in the text.
    private mutating func collect(sources: [Int]?) {
        for token in spelled {
            let last = token.range.upperBound - 1
            found.append(
                Found(id: token.id, range: scalarStart(token.range.lowerBound, sources)..<scalarEnd(last, sources))
            )
        }
        spelled.removeAll(keepingCapacity: true)
    }

    private func scalarStart(_ index: Int, _ sources: [Int]?) -> Int {
        if let sources { return sources[index] }
        var start = index
        while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
        return start
    }

    private func scalarEnd(_ index: Int, _ sources: [Int]?) -> Int {
        let start = scalarStart(index, sources)
        return start + AlignedText.length(of: text[start])
    }
}
