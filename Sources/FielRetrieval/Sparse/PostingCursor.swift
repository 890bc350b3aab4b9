import FielCore

/// The bytes of an index that a search reads, valid as long as the search runs.
struct PostingBytes {
    var blocks: UnsafeRawBufferPointer
    var postings: UnsafeRawBufferPointer
    var lengths: UnsafeRawBufferPointer
}

/// Walks over the chunks of one term, upwards, and skips blocks unread.
struct PostingCursor {
    /// The present chunk; `Int.max` past the last.
    private(set) var chunk = -1
    /// How often the present chunk has the term.
    var count: Int { Int(counts[place]) }
    /// The most that the term can give to a chunk.
    let bound: Double
    /// idf times the number of the term's occurrences in the query.
    let weight: Double

    private let bytes: PostingBytes
    private let end: Int
    private let first: Int
    private var block: Int
    private var decoded = -1
    private var place = 0
    private var chunks: [UInt32] = []
    private var counts: [UInt32] = []
    private let scorer: ChunkScorer

    /// Stands on the term's first chunk.
    init(_ range: Range<Int>, weight: Double, scorer: ChunkScorer, in bytes: PostingBytes) throws(FielError) {
        (block, first, end, self.weight, self.bytes, self.scorer) =
            (range.lowerBound, range.lowerBound, range.upperBound, weight, bytes, scorer)
        bound = range.reduce(0) { max($0, PostingCursor.bound(of: $1, weight, scorer, bytes)) }
        try advance(to: 0)
    }

    /// Goes to the first chunk at or after a target.
    mutating func advance(to target: Int) throws(FielError) {
        guard chunk < target else { return }
        seek(target)
        guard block < end else { return chunk = .max }
        if decoded != block { try decode() }
        while place < chunks.count, Int(chunks[place]) < target { place += 1 }
        guard place < chunks.count else { throw InvertedIndex.damaged("a block ends before its last chunk") }
        chunk = Int(chunks[place])
    }

    /// The bound and the last chunk of the block where a target would stand, read without decoding it.
    mutating func blockBound(at target: Int) -> (bound: Double, last: Int) {
        seek(target)
        guard block < end else { return (0, .max - 1) }
        return (Self.bound(of: block, weight, scorer, bytes), last(of: block))
    }

    private mutating func seek(_ target: Int) {
        while block < end, last(of: block) < target { block += 1 }
    }

    private func last(of block: Int) -> Int { bytes.blocks.word(at: block * IndexLayout.blockSize) }

    private static func bound(
        of block: Int,
        _ weight: Double,
        _ scorer: ChunkScorer,
        _ bytes: PostingBytes
    ) -> Double {
        let start = block * IndexLayout.blockSize
        return weight
            * scorer.gain(count: bytes.blocks.word(at: start + 12), length: bytes.blocks.word(at: start + 16))
    }

    private mutating func decode() throws(FielError) {
        let start = block * IndexLayout.blockSize
        let size = bytes.blocks.word(at: start + 8)
        guard (1...IndexLayout.postingsInBlock).contains(size) else { throw InvertedIndex.damaged("a block's size") }
        var reader = VarintReader(bytes: bytes.postings, place: bytes.blocks.word(at: start + 4))
        var chunk = block == first ? 0 : last(of: block - 1)
        chunks.removeAll(keepingCapacity: true)
        counts.removeAll(keepingCapacity: true)
        for number in 0..<size {
            let step = try reader.next()
            guard step > 0 || (number == 0 && block == first) else { throw InvertedIndex.damaged("order of chunks") }
            chunk += step
            guard chunk < scorer.chunkCount else { throw InvertedIndex.damaged("a chunk's number") }
            chunks.append(UInt32(chunk))
            counts.append(UInt32(clamping: try reader.next() + 1))
        }
        guard chunk == last(of: block) else { throw InvertedIndex.damaged("a block's last chunk") }
        (decoded, place) = (block, 0)
    }
}

/// Reads varints of at most five bytes.
private struct VarintReader {
    let bytes: UnsafeRawBufferPointer
    var place: Int

    mutating func next() throws(FielError) -> Int {
        var value = 0
        for shift in stride(from: 0, to: 35, by: 7) {
            guard place < bytes.count else { throw InvertedIndex.damaged("postings end early") }
            let byte = bytes[place]
            place += 1
            value |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw InvertedIndex.damaged("a number of more than 32 bits")
    }
}
