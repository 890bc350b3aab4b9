import CFielKernels
import FielCore

/// The start of an index file: a header of 64 bytes and an entry of 64 bytes a section; all numbers are little-endian.
///
/// Header: magic (8 bytes), version (4), number of sections (4), bytes of the file (8), CRC-32C of the table (4), zeros,
/// CRC-32C of the 60 bytes before (4). Entry: name in UTF-8 with zeros behind it (40), start (8), bytes (8), CRC-32C (4),
/// zeros. Sections follow in the order of the table, each at the next multiple of 64, with zeros between them.
enum SectionTable {
    struct Entry: Sendable {
        let name: String
        let offset: Int
        let length: Int
        let checksum: UInt32

        var range: Range<Int> { offset..<offset + length }
    }

    static let version = 1
    static let alignment = 64
    private static let magic: [UInt8] = Array("FielIdx".utf8) + [0]
    private static let nameSize = 40
    private static let mostSections = 1024

    /// Where the first section starts.
    static func start(_ sections: Int) -> Int { 64 * (sections + 1) }

    static func aligned(_ offset: Int) -> Int { (offset + alignment - 1) / alignment * alignment }

    static func checksum(_ bytes: Slice<UnsafeRawBufferPointer>) -> UInt32 {
        let bytes = UnsafeRawBufferPointer(rebasing: bytes)
        return fiel_crc32c(fiel_isa_best(), 0, bytes.count, bytes.bindMemory(to: UInt8.self).baseAddress)
    }

    static func damaged(_ what: String) -> FielError {
        FielError(.malformedInput, "the index is damaged: \(what)", hint: "build the index again")
    }

    // MARK: Reading

    /// The entries of a file's table, checked: they lie in the file, in order, without a gap.
    static func read(_ bytes: UnsafeRawBufferPointer) throws(FielError) -> [Entry] {
        guard bytes.count >= start(0), bytes[..<8].elementsEqual(magic) else {
            throw FielError(.malformedInput, "is not an index of Fiel: it does not start with its mark")
        }
        guard bytes.word(at: 8) == version else {
            throw FielError(
                .unsupported,
                "is an index of version \(bytes.word(at: 8)), expected \(version)",
                hint: "build the index again, or use the Fiel that wrote it"
            )
        }
        let header = checksum(bytes[..<60])
        guard header == UInt32(bytes.word(at: 60)) else {
            throw damaged("the header has checksum \(header), expected \(bytes.word(at: 60))")
        }
        let (count, length) = (bytes.word(at: 12), bytes.long(at: 16))
        guard length == bytes.count else { throw damaged("the file has \(bytes.count) bytes, expected \(length)") }
        guard count <= mostSections, start(count) <= bytes.count else { throw damaged("\(count) sections") }
        let table = checksum(bytes[start(0)..<start(count)])
        guard table == UInt32(bytes.word(at: 24)) else {
            throw damaged("the table of sections has checksum \(table), expected \(bytes.word(at: 24))")
        }
        return try entries(count, bytes)
    }

    private static func entries(_ count: Int, _ bytes: UnsafeRawBufferPointer) throws(FielError) -> [Entry] {
        var entries: [Entry] = []
        var end = start(count)
        for number in 0..<count {
            let place = start(number)
            let name = String(decoding: bytes[place..<place + nameSize].prefix { $0 != 0 }, as: UTF8.self)
            let (offset, length) = (bytes.long(at: place + nameSize), bytes.long(at: place + nameSize + 8))
            guard offset == aligned(end), offset <= bytes.count, length >= 0, length <= bytes.count - offset else {
                throw damaged("section \(name) of \(length) bytes starts at \(offset), expected \(aligned(end))")
            }
            let checksum = UInt32(bytes.word(at: place + nameSize + 16))
            entries.append(Entry(name: name, offset: offset, length: length, checksum: checksum))
            end = offset + length
        }
        guard bytes.count == aligned(end) else { throw damaged("\(bytes.count - end) bytes after the last section") }
        return entries
    }

    // MARK: Writing

    /// Writes sections to a file beside the target, and gives it the target's name when all is on the disk.
    static func write(_ sections: [(name: String, bytes: [UInt8])], to path: String) throws(FielError) {
        let file = try LockedFile(path: path + ".part")
        try file.cut(to: 0)
        try file.append(head(sections))
        for section in sections {
            try file.append(section.bytes)
            try file.append(Array(repeating: 0, count: aligned(section.bytes.count) - section.bytes.count))
        }
        try file.publish(as: path)
    }

    private static func head(_ sections: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var table: [UInt8] = []
        var offset = start(sections.count)
        for (name, bytes) in sections {
            precondition(name.utf8.count <= nameSize, "SectionTable: the name \(name) has over \(nameSize) bytes")
            let end = table.count + 64
            table.append(contentsOf: name.utf8)
            table.append(contentsOf: repeatElement(0, count: nameSize - name.utf8.count))
            table.append(long: offset)
            table.append(long: bytes.count)
            table.append(word: bytes.checksum)
            table.append(contentsOf: repeatElement(0, count: end - table.count))
            offset = aligned(offset + bytes.count)
        }
        var header = magic
        header.append(word: UInt32(version))
        header.append(word: UInt32(sections.count))
        header.append(long: offset)
        header.append(word: table.checksum)
        header.append(contentsOf: repeatElement(0, count: 60 - header.count))
        header.append(word: header.checksum)
        return header + table
    }
}

extension UnsafeRawBufferPointer {
    /// The little-endian number of 64 bits at a place that the caller has checked.
    func long(at place: Int) -> Int {
        Int(truncatingIfNeeded: UInt64(littleEndian: loadUnaligned(fromByteOffset: place, as: UInt64.self)))
    }
}

extension [UInt8] {
    /// Appends 64 bits in little-endian order.
    mutating func append(long: Int) {
        append(word: UInt32(truncatingIfNeeded: long))
        append(word: UInt32(truncatingIfNeeded: long >> 32))
    }

    /// The CRC-32C of all bytes.
    var checksum: UInt32 { withUnsafeBytes { SectionTable.checksum($0[...]) } }
}
