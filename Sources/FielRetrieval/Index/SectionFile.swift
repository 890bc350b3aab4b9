package import FielCore

/// One file of named sections, mapped into memory.
///
/// Opening checks the header, the table of sections, the zeros between them, and all checksums of a file up to 32 MiB, of a
/// larger one those of sections up to 1 MiB, so that it takes milliseconds for any size. A larger section is checked when it
/// is first used. What reads sections checks every number it follows all the same: a checksum does not make a file trusted.
package struct SectionFile: Sendable {
    /// The path as the caller gave it.
    package var path: String { file.path }
    private let file: MappedFile
    private let entries: [SectionTable.Entry]
    private let checksums: [SectionChecksum]

    private static let (smallFile, smallSection) = (32 << 20, 1 << 20)

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
            return entries
        }
        checksums = entries.map(SectionChecksum.init)
        try Self.located(path) { () throws(FielError) in
            try checkPadding()
            for number in entries.indices
            where file.count <= Self.smallFile || entries[number].length <= Self.smallSection { try check(number) }
        }
    }

    /// The bytes of a section.
    ///
    /// - Throws: `FielError` with code `malformedInput` where the file has none of that name.
    package func section(_ name: String) throws(FielError) -> IndexSection {
        guard let number = entries.firstIndex(where: { $0.name == name }) else {
            throw FielError(.malformedInput, "has no section \(name)", at: .init(file: path))
        }
        return IndexSection(file, entries[number].range, checksum: checksums[number])
    }

    /// Whether the file has a section.
    package func has(_ name: String) -> Bool { entries.contains { $0.name == name } }

    /// Checks the sections that were not used yet.
    ///
    /// - Throws: `FielError` with code `malformedInput` that names the section that is damaged.
    package func verify() throws(FielError) {
        try Self.located(path) { () throws(FielError) in
            for number in entries.indices { try check(number) }
        }
    }

    /// Runs `body`, whose errors are found in the file.
    static func located<R>(_ path: String, _ body: () throws(FielError) -> R) throws(FielError) -> R {
        do { return try body() } catch { throw error.located(at: .init(file: path)) }
    }

    private func check(_ number: Int) throws(FielError) {
        try IndexSection(file, entries[number].range, checksum: checksums[number]).withBytes { _ in }
    }

    /// The bytes between sections must be 0.
    private func checkPadding() throws(FielError) {
        let ends = [SectionTable.start(entries.count)] + entries.map(\.range.upperBound)
        let starts = entries.map(\.offset) + [file.count]
        for (end, start) in zip(ends, starts) {
            let place = withExtendedLifetime(file) { file.bytes[end..<start].firstIndex { $0 != 0 } }
            if let place { throw SectionTable.damaged("byte \(place), between sections, is not 0") }
        }
    }
}
