package import FielCore

/// One file of named sections, mapped into memory.
///
/// Opening checks the header, the table of sections, and the checksums of sections up to 1 MiB, so that it costs the same
/// for any size. Larger sections are checked by `verify`; until then, what reads them checks every number it follows, so
/// that damage there gives an error or another result, never a crash.
package struct SectionFile: Sendable {
    /// The path as the caller gave it.
    package var path: String { file.path }
    private let file: MappedFile
    private let entries: [SectionTable.Entry]

    private static let checkedOnOpening = 1 << 20

    /// Maps a file.
    ///
    /// - Throws: `FielError` that names the file, the section and the value: `unreadableFile`, `malformedInput` for a file
    ///   that is none of Fiel's or damaged, `unsupported` for a newer version.
    package init(path: String) throws(FielError) {
        let mapped = try MappedFile(path: path)
        file = mapped
        entries = try Self.located(path) { () throws(FielError) in
            let entries = try withExtendedLifetime(mapped) { () throws(FielError) in
                try SectionTable.read(mapped.bytes)
            }
            for entry in entries where entry.length <= Self.checkedOnOpening { try Self.check(entry, mapped) }
            return entries
        }
    }

    /// The bytes of a section.
    ///
    /// - Throws: `FielError` with code `malformedInput` where the file has none of that name.
    package func section(_ name: String) throws(FielError) -> IndexSection {
        guard let entry = entries.first(where: { $0.name == name }) else {
            throw FielError(.malformedInput, "has no section \(name)", at: .init(file: path))
        }
        return IndexSection(file, entry.range)
    }

    /// Whether the file has a section.
    package func has(_ name: String) -> Bool { entries.contains { $0.name == name } }

    /// Checks every byte: the checksums of all sections, and the zeros between them.
    ///
    /// - Throws: `FielError` with code `malformedInput` that names the section that is damaged.
    package func verify() throws(FielError) {
        try Self.located(path) { () throws(FielError) in
            var end = SectionTable.start(entries.count)
            for entry in entries {
                try Self.checkPadding(file, end..<entry.offset)
                try Self.check(entry, file)
                end = entry.range.upperBound
            }
            try Self.checkPadding(file, end..<file.count)
        }
    }

    /// Runs `body`, whose errors are found in the file.
    static func located<R>(_ path: String, _ body: () throws(FielError) -> R) throws(FielError) -> R {
        do { return try body() } catch { throw error.located(at: .init(file: path)) }
    }

    private static func check(_ entry: SectionTable.Entry, _ file: MappedFile) throws(FielError) {
        let found = withExtendedLifetime(file) { SectionTable.checksum(file.bytes[entry.range]) }
        guard found == entry.checksum else {
            throw SectionTable.damaged("section \(entry.name) has checksum \(found), expected \(entry.checksum)")
        }
    }

    private static func checkPadding(_ file: MappedFile, _ range: Range<Int>) throws(FielError) {
        let place = withExtendedLifetime(file) { file.bytes[range].firstIndex { $0 != 0 } }
        if let place { throw SectionTable.damaged("byte \(place), between sections, is not 0") }
    }
}
