public import FielCore

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
}
