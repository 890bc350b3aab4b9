/// Finds the names of special tokens in raw text: leftmost first, of those the longest.
struct SpecialTokens: Sendable {
    private var names = PieceTrie()
    private var starts = [Bool](repeating: false, count: 256)

    /// A name found in a text: its bytes and its token.
    struct Match {
        var range: Range<Int>
        var id: Int32
    }

    /// Makes the set from names and ids; empty names are never found.
    init(_ tokens: [(name: String, id: Int32)]) {
        for (name, id) in tokens {
            guard let first = name.utf8.first, names.insert(name.utf8, under: PieceTrie.wordStart, id: id) else {
                continue
            }
            starts[Int(first)] = true
        }
    }

    /// The first match at or after a byte.
    func firstMatch(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Match? {
        for position in start..<text.count where starts[Int(text[position])] {
            if let name = names.longestPiece(of: text, from: position, under: PieceTrie.wordStart) {
                return Match(range: position..<name.end, id: name.id)
            }
        }
        return nil
    }
}
