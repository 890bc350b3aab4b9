import FielCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Says which model a file or folder holds.
enum ModelDigest {
    /// The SHA-256 of a file, or of the files in a folder in the order of their names.
    ///
    /// - Throws: `FielError` with code `unreadableFile`.
    static func of(_ path: String) throws(FielError) -> String {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw FielError(.unreadableFile, "does not exist", at: .init(file: path))
        }
        var digest = SHA256()
        let names = isFolder ? (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] : []
        let files = isFolder ? names.sorted().map { "\(path)/\($0)" } : [path]
        for file in files where [".gguf", ".safetensors", ".json", ".txt"].contains(where: file.hasSuffix) || !isFolder
        {
            let mapped = try MappedFile(path: file)
            withExtendedLifetime(mapped) { digest.update(mapped.bytes) }
        }
        return digest.hexDigest()
    }
}
