/// A token with a name that is looked for in text before anything else.
struct AddedToken: Sendable {
    var name: String
    var id: Int32
    /// Whether it steers the model and stands for no text.
    var isSpecial: Bool
    /// Whether white space before it belongs to it.
    var takesSpaceBefore = false
    /// Whether white space after it belongs to it.
    var takesSpaceAfter = false
    /// Whether it is looked for in normalized text.
    var isNormalized = false
}

/// The added tokens of a tokenizer.
struct AddedTokens: Sendable {
    private var tokens: [Int32: AddedToken] = [:]
    private var plain = NameSet()
    private var normalized = NameSet()

    /// A token found in a text: what it takes up of it.
    struct Match {
        var range: Range<Int>
        var token: AddedToken
    }

    /// Makes the set; a normalized token is looked for by its normalized name.
    init(_ tokens: [AddedToken], normalizing: (String) -> [UInt8]) {
        for token in tokens {
            self.tokens[token.id] = token
            if token.isNormalized {
                normalized.insert(normalizing(token.name), token.id)
            } else {
                plain.insert(Array(token.name.utf8), token.id)
            }
        }
    }

    /// The token of an id.
    subscript(id: Int32) -> AddedToken? { tokens[id] }

    /// The id of a name.
    func id(named name: String) -> Int32? {
        tokens.values.first { $0.name.utf8.elementsEqual(name.utf8) }?.id
    }

    /// Whether any token is looked for in normalized text.
    var hasNormalized: Bool { !normalized.isEmpty }

    /// The first token at or after a byte: of those that begin there, the longest.
    ///
    /// - Parameter allows: Whether a token may stand in a range of the text.
    func firstMatch(
        in text: UnsafeBufferPointer<UInt8>,
        _ range: Range<Int>,
        isNormalized: Bool,
        allows: (Range<Int>, AddedToken) -> Bool
    ) -> Match? {
        let names = isNormalized ? normalized : plain
        for start in range where names.mayBegin(text[start]) {
            let found = names.longest(in: text, start..<range.upperBound) { end, id in
                tokens[id].map { allows(start..<end, $0) } ?? false
            }
            guard let found, let token = tokens[found.id] else { continue }
            return Match(range: stretch(text, start..<found.end, within: range, token), token: token)
        }
        return nil
    }

    /// What a token takes up together with the white space beside it.
    private func stretch(
        _ text: UnsafeBufferPointer<UInt8>,
        _ name: Range<Int>,
        within range: Range<Int>,
        _ token: AddedToken
    ) -> Range<Int> {
        var (start, end) = (name.lowerBound, name.upperBound)
        while token.takesSpaceAfter, end < range.upperBound {
            let (scalar, length) = text.anyScalar(at: end)
            guard SubwordUnicode.shared.classes(of: scalar).contains(.whitespace) else { break }
            end += length
        }
        while token.takesSpaceBefore, start > range.lowerBound {
            var previous = start - 1
            while previous > range.lowerBound, text[previous] & 0xC0 == 0x80 { previous -= 1 }
            let scalar = text.anyScalar(at: previous).scalar
            guard SubwordUnicode.shared.classes(of: scalar).contains(.whitespace) else { break }
            start = previous
        }
        return start..<end
    }
}

/// Names in a trie, with a table of the bytes that begin one.
private struct NameSet: Sendable {
    private var names = PieceTrie()
    private var starts = [Bool](repeating: false, count: 256)
    private(set) var isEmpty = true

    mutating func insert(_ name: [UInt8], _ id: Int32) {
        guard let first = name.first, names.insert(name, under: PieceTrie.wordStart, id: id) else { return }
        starts[Int(first)] = true
        isEmpty = false
    }

    @inline(__always)
    func mayBegin(_ byte: UInt8) -> Bool { starts[Int(byte)] }

    func longest(
        in text: UnsafeBufferPointer<UInt8>,
        _ range: Range<Int>,
        where isAllowed: (_ end: Int, _ id: Int32) -> Bool
    ) -> (id: Int32, end: Int)? {
        var node = PieceTrie.wordStart
        var longest: (id: Int32, end: Int)?
        for index in range {
            guard let next = names.child(of: node, text[index]) else { break }
            node = next
            let id = names.piece(at: node)
            if id >= 0, isAllowed(index + 1, id) { longest = (id, index + 1) }
        }
        return longest
    }
}
