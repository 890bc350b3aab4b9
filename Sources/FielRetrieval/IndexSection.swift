package import FielCore
import Synchronization

/// Bytes of an index: of a mapped file, or in memory before it is written.
///
/// An index file is a set of named sections. What an index keeps (chunks, postings, vectors, a graph) is encoded to
/// sections and read from them where they stand, without a copy.
package struct IndexSection: Sendable {
    private let owner: Owner
    /// The place of the bytes in their owner.
    private let range: Range<Int>

    private enum Owner: Sendable {
        case file(MappedFile, SectionChecksum?)
        case memory([UInt8])
    }

    /// A range of a mapped file.
    ///
    /// - Parameter checksum: compared with the bytes when they are first used; nil where there is none.
    init(_ file: MappedFile, _ range: Range<Int>, checksum: SectionChecksum? = nil) {
        precondition(range.lowerBound >= 0 && range.upperBound <= file.count, "IndexSection: \(range) of \(file.count)")
        owner = .file(file, checksum)
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
    ///
    /// - Throws: what `body` throws, and `FielError` with code `malformedInput` where the bytes are not those of the checksum.
    package func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws(FielError) -> R) throws(FielError) -> R {
        switch owner {
        case .file(let file, let checksum):
            let part = UnsafeRawBufferPointer(rebasing: file.bytes[range])
            defer { withExtendedLifetime(file) {} }
            try checksum?.compare(part)
            return try body(part)
        case .memory(let bytes):
            // The closure of the standard library has no typed errors.
            let result = bytes.withUnsafeBytes { raw in Result { () throws(FielError) in try body(raw) } }
            return try result.get()
        }
    }
}

/// A checksum that is compared with a section's bytes when they are first used, so that opening an index costs nothing.
final class SectionChecksum: Sendable {
    private let entry: SectionTable.Entry
    private let isSound = Atomic(false)

    init(_ entry: SectionTable.Entry) { self.entry = entry }

    /// Compares once; threads that come at the same time may each do it.
    func compare(_ bytes: UnsafeRawBufferPointer) throws(FielError) {
        guard !isSound.load(ordering: .acquiring) else { return }
        let found = SectionTable.checksum(bytes[...])
        guard found == entry.checksum else {
            throw SectionTable.damaged("section \(entry.name) has checksum \(found), expected \(entry.checksum)")
        }
        isSound.store(true, ordering: .releasing)
    }
}

extension [UInt8] {
    /// Appends a word in little-endian order.
    mutating func append(word: UInt32) {
        Swift.withUnsafeBytes(of: word.littleEndian) { append(contentsOf: $0) }
    }
}
