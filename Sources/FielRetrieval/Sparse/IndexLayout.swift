/// The sections of an inverted index and the sizes of their entries, in bytes; all words are 32-bit little-endian.
enum IndexLayout {
    static let version: UInt32 = 1
    /// Version, chunks, terms, and the sum of the chunks' lengths in two words.
    static let header = "sparse.header"
    static let headerSize = 20
    /// One word a chunk: its number of terms.
    static let lengths = "sparse.lengths"
    /// A term and one entry past the last: start of its name, its first block, the number of its chunks.
    static let terms = "sparse.terms"
    static let termSize = 12
    /// The terms in UTF-8, in the order of their bytes.
    static let names = "sparse.names"
    /// A block: last chunk, start of its bytes, number of postings, highest count, shortest chunk.
    static let blocks = "sparse.blocks"
    static let blockSize = 20
    static let postingsInBlock = 128
    /// Postings as varints: distance from the chunk before, count − 1.
    static let postings = "sparse.postings"
}

extension UnsafeRawBufferPointer {
    /// The little-endian word at a place that the caller has checked.
    func word(at place: Int) -> Int {
        Int(UInt32(littleEndian: loadUnaligned(fromByteOffset: place, as: UInt32.self)))
    }
}
