/// Byte-pair encoding: a word is cut into bytes or characters, and neighbours are merged as long as the table has them.
struct MergeModel: Sendable {
    /// What a word is cut into first.
    enum Symbols: Sendable {
        /// Bytes, by their tokens.
        case bytes([Int32?])
        /// Characters that are tokens.
        case characters
    }

    /// The pieces that words can become: for single characters, and for whole words where merges are ignored.
    let pieces: PieceTrie
    let symbols: Symbols
    let table: MergeTable
    /// Whether a word that is a piece is that piece, whatever merges give.
    let ignoresMerges: Bool
    /// The 256 tokens that stand for the bytes of a character that is no piece; may be incomplete.
    let byteTokens: [Int32?]?
    /// The token of what is no piece otherwise; without one, it is left out.
    let unknown: Int32?
    /// Whether neighbouring unknown characters are one token.
    let fusesUnknown: Bool

    /// Cuts a word of a stretch into tokens.
    func spell(
        _ text: UnsafeBufferPointer<UInt8>,
        _ range: Range<Int>,
        _ word: inout MergeWord,
        into tokens: inout [SpelledToken]
    ) {
        if ignoresMerges, let whole = pieces.piece(text, range) {
            return tokens.append(SpelledToken(id: whole, range: range))
        }
        word.removeAll()
        switch symbols {
        case .bytes(let ids): cut(text, range, ids, &word)
        case .characters: cut(text, range, &word)
        }
        word.merge(by: table)
        var start = range.lowerBound
        word.forEach { id, length in
            tokens.append(SpelledToken(id: id, range: start..<start + length))
            start += length
        }
    }

    @inline(__always)
    private func cut(
        _ text: UnsafeBufferPointer<UInt8>,
        _ range: Range<Int>,
        _ ids: [Int32?],
        _ word: inout MergeWord
    ) {
        var unknowns = UnknownRun(unknown, isFused: fusesUnknown)
        for index in range {
            guard let id = ids[Int(text[index])] else {
                unknowns.append(1, &word)
                continue
            }
            unknowns.end(&word)
            word.append(id, length: 1)
        }
        unknowns.end(&word)
    }

    private func cut(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ word: inout MergeWord) {
        var unknowns = UnknownRun(unknown, isFused: fusesUnknown)
        var index = range.lowerBound
        while index < range.upperBound {
            let character = index..<index + AlignedText.length(of: text[index])
            index = character.upperBound
            if let id = pieces.piece(text, character) {
                unknowns.end(&word)
                word.append(id, length: character.count)
            } else if let bytes = bytes(of: text[character]) {
                // As in the peer, an unknown character before these is placed after them.
                for id in bytes { word.append(id, length: 1) }
            } else {
                unknowns.append(character.count, &word)
            }
        }
        unknowns.end(&word)
    }

    private func bytes(of character: Slice<UnsafeBufferPointer<UInt8>>) -> [Int32]? {
        guard let byteTokens else { return nil }
        let ids = character.compactMap { byteTokens[Int($0)] }
        return ids.count == character.count ? ids : nil
    }
}

/// Unknown characters that wait for the next known one.
private struct UnknownRun {
    private let id: Int32?
    private let isFused: Bool
    private var length = 0

    init(_ id: Int32?, isFused: Bool) {
        self.id = id
        self.isFused = isFused
    }

    mutating func append(_ length: Int, _ word: inout MergeWord) {
        if !isFused { end(&word) }
        self.length += length
    }

    @inline(__always)
    mutating func end(_ word: inout MergeWord) {
        if length > 0, let id { word.append(id, length: length) }
        length = 0
    }
}

extension PieceTrie {
    /// The piece that a stretch of bytes is as a whole.
    @inline(__always)
    func piece(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int32? {
        var node = Self.wordStart
        for index in range {
            guard let next = child(of: node, text[index]) else { return nil }
            node = next
        }
        let id = piece(at: node)
        return id < 0 ? nil : id
    }
}
