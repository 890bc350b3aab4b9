/// Where tokens go as they are found.
protocol TokenSink {
    /// How many tokens have gone in.
    var count: Int { get }
    /// Takes a token and the scalars of the text that it stands for.
    mutating func append(_ id: Int32, at offset: Range<Int>)
    /// Takes back all tokens but the first few: the pieces of a word that cannot be spelled to its end.
    mutating func truncate(to count: Int)
}

/// Keeps the tokens.
struct EncodingSink: TokenSink {
    var ids: [Int32] = []
    var offsets: [Range<Int>] = []
    var count: Int { ids.count }

    @inline(__always)
    mutating func append(_ id: Int32, at offset: Range<Int>) {
        ids.append(id)
        offsets.append(offset)
    }

    mutating func truncate(to count: Int) {
        ids.removeLast(ids.count - count)
        offsets.removeLast(offsets.count - count)
    }
}

/// Only counts the tokens.
struct CountingSink: TokenSink {
    var count = 0

    @inline(__always)
    mutating func append(_ id: Int32, at offset: Range<Int>) { count += 1 }

    mutating func truncate(to count: Int) { self.count = count }
}
