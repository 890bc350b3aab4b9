import FielCore

/// The embeddings that a build has made so far, in a file beside the index, so that a build that was killed goes on.
///
/// A header of 16 bytes: magic, and a hash of the model and of all texts. Then a record a batch: vectors (4 bytes),
/// dimensions (4), CRC-32C of the numbers (4), and the numbers. What follows the last sound record is cut off.
final class EmbeddingJournal {
    /// The texts that are embedded and recorded together.
    static let batchSize = 64
    private static let magic = Array("FielEmb1".utf8)
    private static let headerSize = 16
    private static let recordSize = 12

    private let file: LockedFile
    /// The embeddings recorded so far, in the order of the texts.
    private(set) var vectors: [[Float]] = []

    /// Opens the journal of an index; records of other texts or another model are dropped.
    init(of path: String, texts: [String], model: EmbeddingModelID) throws(FielError) {
        file = try LockedFile(path: path + ".embeddings")
        var header = Self.magic
        header.append(long: Self.hash([model.name, model.digest] + texts))
        let bytes = (try? MappedFile(path: file.path))?.contents ?? []  // an empty file cannot be mapped
        guard bytes.starts(with: header) else {
            try file.cut(to: 0)
            try file.append(header)
            return
        }
        var end = Self.headerSize
        while let record = Self.record(bytes, at: end, expected: min(Self.batchSize, texts.count - vectors.count)),
            record.vectors[0].count == (vectors.first ?? record.vectors[0]).count
        {
            vectors += record.vectors
            end = record.end
        }
        try file.cut(to: end)
    }

    /// Records the embeddings of the next batch.
    func append(_ batch: [[Float]]) throws(FielError) {
        var numbers: [UInt8] = []
        for vector in batch { numbers.append(floats: vector) }
        var record: [UInt8] = []
        record.append(word: UInt32(batch.count))
        record.append(word: UInt32(batch.first?.count ?? 0))
        record.append(word: numbers.checksum)
        try file.append(record + numbers)
        vectors += batch
    }

    /// Removes the file, once its vectors are in an index.
    func remove() { file.remove() }

    /// The record at a place; `nil` where it is cut short or damaged, or of another number of vectors.
    private static func record(_ bytes: [UInt8], at start: Int, expected: Int) -> (vectors: [[Float]], end: Int)? {
        guard expected > 0, start + recordSize <= bytes.count else { return nil }
        return bytes.withUnsafeBytes { raw in
            let (count, dimensions) = (raw.word(at: start), raw.word(at: start + 4))
            let body = start + recordSize
            guard count == expected, (1...VectorLayout.maximumDimensions).contains(dimensions),
                4 * count * dimensions <= raw.count - body
            else { return nil }
            let end = body + 4 * count * dimensions
            guard SectionTable.checksum(raw[body..<end]) == UInt32(raw.word(at: start + 8)) else { return nil }
            let vectors = (0..<count).map { row in
                (0..<dimensions).map { Float(bitPattern: UInt32(raw.word(at: body + 4 * (row * dimensions + $0)))) }
            }
            return (vectors, end)
        }
    }

    /// FNV-1a in 64 bits over texts with an end mark each.
    private static func hash(_ texts: [String]) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for text in texts {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash = (hash ^ 0xff) &* 0x100_0000_01b3  // no byte of UTF-8
        }
        return Int(truncatingIfNeeded: hash)
    }
}
