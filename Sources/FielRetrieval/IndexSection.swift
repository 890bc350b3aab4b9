package import FielCore

/// Bytes of an index: of a mapped file, or in memory before it is written.
///
/// An index file is a set of named sections. What an index keeps (chunks, postings, vectors, a graph) is encoded to
/// sections and read from them where they stand, without a copy.
package struct IndexSection: Sendable {
    private let owner: Owner
    /// The place of the bytes in their owner.
    private let range: Range<Int>

    private enum Owner: Sendable {
        case file(MappedFile)
        case memory([UInt8])
    }

    /// A range of a mapped file.
    package init(_ file: MappedFile, _ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= file.count, "IndexSection: \(range) of \(file.count)")
        owner = .file(file)
        self.range = range
    }

    /// Bytes in memory.
    package init(_ bytes: [UInt8]) {
        owner = .memory(bytes)
        range = 0..<bytes.count
    }

    /// The number of bytes.
    package var count: Int { range.count }

    /// Calls `body` with the bytes, which are valid as long as it runs; they start at a multiple of 64 in a file.
    package func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws(FielError) -> R) throws(FielError) -> R {
        switch owner {
        case .file(let file):
            let part = UnsafeRawBufferPointer(rebasing: file.bytes[range])
            defer { withExtendedLifetime(file) {} }
            return try body(part)
        case .memory(let bytes):
            // The closure of the standard library has no typed errors.
            let result = bytes.withUnsafeBytes { raw in Result { () throws(FielError) in try body(raw) } }
            return try result.get()
        }
    }
}

extension [UInt8] {
    /// Appends a word in little-endian order.
    mutating func append(word: UInt32) {
        Swift.withUnsafeBytes(of: word.littleEndian) { append(contentsOf: $0) }
    }
}
