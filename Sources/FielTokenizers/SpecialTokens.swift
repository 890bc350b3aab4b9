/// Finds the names of special tokens in raw text: leftmost first, of those the longest.
struct SpecialTokens: Sendable {
    private var names: [(bytes: [UInt8], id: Int32)] = []
    private var starts = [Bool](repeating: false, count: 256)

    /// A name found in a text: its bytes and its token.
    struct Match {
        var range: Range<Int>
        var id: Int32
    }

    /// Makes the set from names and ids; empty names are never found.
    init(_ tokens: [(name: String, id: Int32)]) {
        for (name, id) in tokens {
            let bytes = Array(name.utf8)
            guard let first = bytes.first else { continue }
            names.append((bytes, id))
            starts[Int(first)] = true
        }
        names.sort { $0.bytes.count > $1.bytes.count }
    }

    /// The first match at or after a byte.
    func firstMatch(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Match? {
        if names.isEmpty { return nil }
        return starts.withUnsafeBufferPointer { starts in
            var position = start
            while position < text.count {
                if starts[Int(text[position])], let match = match(in: text, at: position) { return match }
                position += 1
            }
            return nil
        }
    }

    private func match(in text: UnsafeBufferPointer<UInt8>, at position: Int) -> Match? {
        let rest = text[position...]
        guard let found = names.first(where: { rest.starts(with: $0.bytes) }) else { return nil }
        return Match(range: position..<position + found.bytes.count, id: found.id)
    }
}
