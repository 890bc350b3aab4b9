public import FielCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The models that come with Fiel.
public enum EmbeddedModel: String, Sendable, Hashable, CaseIterable {
    /// Sentence embeddings.
    case embed
    /// Natural language inference.
    case nli

    /// Where the model's GGUF file stands.
    ///
    /// - Throws: `FielError` with code `unreadableFile` that lists every place where it was looked for.
    public func path() throws(FielError) -> String {
        try ModelLocator().path(of: "\(rawValue).gguf")
    }

    /// The model's card in Markdown: lineage, licence, quality, weaknesses; nil where the model file stands without it.
    ///
    /// - Throws: `FielError` with code `unreadableFile` where the model is not found.
    public func card() throws(FielError) -> String? {
        let file = URL(filePath: try path()).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Cards/\(rawValue).md")
        return try? String(contentsOf: file, encoding: .utf8)
    }
}
