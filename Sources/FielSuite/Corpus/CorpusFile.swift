import FielCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A file that holds documents.
struct CorpusFile: Sendable, Hashable {
    /// How its documents are written.
    enum Kind: Sendable, Hashable {
        /// The file is one document.
        case text(isMarkdown: Bool)
        /// Each row is a document.
        case rows
    }

    /// Where it is.
    var path: String
    /// The id of its document, or what the ids of unnamed rows begin with: the path within the folder, without ending.
    var id: String
    var kind: Kind

    /// The kinds by the ending of a file's name.
    private static let kinds: [String: Kind] = [
        "txt": .text(isMarkdown: false), "text": .text(isMarkdown: false), "md": .text(isMarkdown: true),
        "markdown": .text(isMarkdown: true), "jsonl": .rows, "ndjson": .rows, "json": .rows, "csv": .rows, "tsv": .rows,
    ]

    /// The file, where its ending is one that is known.
    private init?(path: String, name: String) {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1, let ending = parts.last, let kind = Self.kinds[ending.lowercased()] else { return nil }
        self.path = path
        self.kind = kind
        id = String(name.dropLast(ending.count + 1))
    }

    /// The files that paths name, each folder with everything below it in the order of the names.
    ///
    /// Within folders, hidden files, files of other kinds and links to folders are passed over.
    ///
    /// - Returns: the files, and how many were passed over because of their kind.
    /// - Throws: `FielError` for a path that does not exist, a file of another kind, and a folder without any document.
    static func list(_ paths: [String]) throws(FielError) -> (files: [CorpusFile], skipped: Int) {
        var (files, skipped) = ([CorpusFile](), 0)
        for path in paths {
            var isFolder = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw FielError(.unreadableFile, "does not exist", at: .init(file: path))
            }
            if isFolder {
                let before = files.count
                try list(folder: path, below: "", into: &files, &skipped)
                guard files.count > before else {
                    throw FielError(.invalidArgument, "holds no \(kindNames) file", at: .init(file: path))
                }
            } else if let file = CorpusFile(path: path, name: path.split(separator: "/").last.map(String.init) ?? path)
            {
                files.append(file)
            } else {
                throw FielError(.invalidArgument, "is no \(kindNames) file", at: .init(file: path))
            }
        }
        return (files, skipped)
    }

    private static let kindNames = ".txt, .md, .jsonl, .json, .csv or .tsv"

    private static func list(
        folder: String,
        below prefix: String,
        into files: inout [CorpusFile],
        _ skipped: inout Int
    ) throws(FielError) {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw FielError(.unreadableFile, "cannot be listed: \(error)", at: .init(file: folder))
        }
        for name in names.sorted() where !name.hasPrefix(".") {
            let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
            var isFolder = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { continue }
            if isFolder {
                let type = (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
                guard type != .typeSymbolicLink else { continue }
                try list(folder: path, below: "\(prefix)\(name)/", into: &files, &skipped)
            } else if let file = CorpusFile(path: path, name: prefix + name) {
                files.append(file)
            } else {
                skipped += 1
            }
        }
    }
}
