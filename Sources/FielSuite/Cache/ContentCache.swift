import FielCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Bytes by the digest of what they were made from, in a folder that several processes may share.
///
/// Each entry is a file with the SHA-256 of its bytes before them, which appears when it is complete; one that is damaged
/// counts as missing. Of a folder that has grown too large, the entries that were used longest ago go first.
public struct ContentCache: Sendable {
    private let folder: String
    private let limit: Int

    /// Uses a folder, which is made with the first entry.
    ///
    /// - Parameter limit: the most bytes that the entries may take together, after `trim()`.
    public init(folder: String, limit: Int) { (self.folder, self.limit) = (folder, limit) }

    /// The key of what something is made from; parts never run into one another.
    public static func key(_ parts: [String]) -> String {
        var digest = SHA256()
        for part in parts { digest.update(Array("\(part.utf8.count):\(part)".utf8)) }
        return digest.hexDigest()
    }

    /// What is kept under a key; nil where there is nothing, or it is damaged.
    public func read(_ key: String) -> [UInt8]? {
        let path = path(key)
        guard let data = try? Data(contentsOf: URL(filePath: path)), data.count >= 65 else { return nil }
        let bytes = [UInt8](data.dropFirst(65))
        guard String(decoding: data.prefix(64), as: UTF8.self) == SHA256.digest(of: bytes) else { return nil }
        try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: path)
        return bytes
    }

    /// Keeps bytes under a key; a folder that cannot be written keeps nothing.
    public func write(_ bytes: [UInt8], under key: String) {
        let path = path(key)
        let folder = String(path.dropLast(key.count + 1))
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let entry = Data(Array((SHA256.digest(of: bytes) + "\n").utf8) + bytes)
        try? entry.write(to: URL(filePath: path), options: .atomic)
    }

    /// Removes the entries that were used longest ago until the rest is within nine tenths of the limit.
    public func trim() {
        var entries = entries()
        var size = entries.reduce(0) { $0 + $1.size }
        guard size > limit else { return }
        entries.sort { ($0.used, $0.path) < ($1.used, $1.path) }
        for entry in entries {
            guard size > limit / 10 * 9 else { return }
            try? FileManager.default.removeItem(atPath: entry.path)
            size -= entry.size
        }
    }

    private func entries() -> [(path: String, size: Int, used: Date)] {
        let manager = FileManager.default
        let groups = (try? manager.contentsOfDirectory(atPath: folder)) ?? []
        return groups.filter { $0.count == 2 }.flatMap { group in
            ((try? manager.contentsOfDirectory(atPath: "\(folder)/\(group)")) ?? []).compactMap { name in
                let path = "\(folder)/\(group)/\(name)"
                guard let facts = try? manager.attributesOfItem(atPath: path) else { return nil }
                let used = facts[.modificationDate] as? Date ?? Date(timeIntervalSince1970: 0)
                return (path, (facts[.size] as? Int) ?? (facts[.size] as? UInt64).map(Int.init) ?? 0, used)
            }
        }
    }

    private func path(_ key: String) -> String { "\(folder)/\(key.prefix(2))/\(key)" }
}
