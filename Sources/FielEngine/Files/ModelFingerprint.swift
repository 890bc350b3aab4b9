import CFielKernels
public import FielCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Tells whether two models are the same, in milliseconds.
public enum ModelFingerprint {
    /// The CRC-32C of a model file, or of the weights, configuration and vocabulary in a folder, as 8 hexadecimal digits.
    ///
    /// It tells a model from another one that took its place; it does not prove where a model came from.
    ///
    /// - Throws: `FielError` with code `unreadableFile`.
    public static func of(_ path: String) throws(FielError) -> String {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw FielError(.unreadableFile, "does not exist", at: .init(file: path))
        }
        guard isFolder else { return text(try checksum(of: path, after: 0)) }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        var sum: UInt32 = 0
        for name in names.sorted() where [".safetensors", ".json", ".txt"].contains(where: name.hasSuffix) {
            sum = try checksum(of: "\(path)/\(name)", after: sum)
        }
        return text(sum)
    }

    private static func checksum(of path: String, after sum: UInt32) throws(FielError) -> UInt32 {
        let file = try MappedFile(path: path)
        return withExtendedLifetime(file) {
            let bytes = file.bytes.assumingMemoryBound(to: UInt8.self)
            return fiel_crc32c(fiel_isa_best(), sum, bytes.count, bytes.baseAddress)
        }
    }

    /// A checksum as 8 hexadecimal digits.
    static func text(_ sum: UInt32) -> String {
        let digits = String(sum, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
