import CFielKernels
import FielCore

/// The checksum that a GGUF file may carry, so that a damaged file is noticed even where its weights look like weights.
///
/// The metadata key `fiel.crc32c` (type u32) holds the CRC-32C of the whole file, taken with the four bytes of the value
/// itself as zeros. Fiel's own models have it; files without it are read unchecked.
enum GGUFChecksum {
    static let key = "fiel.crc32c"

    /// Compares the checksum just read with the file's bytes.
    ///
    /// - Parameters:
    ///   - value: the stored checksum.
    ///   - reader: stands right behind the value.
    /// - Throws: `FielError` with code `malformedModel` where they differ.
    static func verify(_ value: GGUFValue, of reader: ByteReader) throws(FielError) {
        guard let stored = value.integer.flatMap(UInt32.init(exactly:)) else {
            throw reader.malformed("metadata \(key) is no 32-bit integer")
        }
        let isa = fiel_isa_best()
        func extended(_ crc: UInt32, _ part: Slice<UnsafeRawBufferPointer>) -> UInt32 {
            let bytes = UnsafeRawBufferPointer(rebasing: part).assumingMemoryBound(to: UInt8.self)
            return fiel_crc32c(isa, crc, bytes.count, bytes.baseAddress)
        }
        let bytes = reader.file.bytes
        var found = extended(0, bytes[..<(reader.position - 4)])
        for _ in 0..<4 {
            var zero: UInt8 = 0
            found = fiel_crc32c(isa, found, 1, &zero)
        }
        found = extended(found, bytes[reader.position...])
        guard found == stored else {
            throw reader.malformed(
                "is damaged: its checksum is \(String(found, radix: 16)), \(key) says \(String(stored, radix: 16))"
            )
        }
    }
}
