public import FielText

/// How the words of a language become the terms of an index.
public struct LanguageAnalysis: Sendable, Hashable, CustomStringConvertible {
    /// The language of the documents and the queries.
    public var language: Language
    /// Whether function words of the language are left out.
    public var dropsStopWords = true
    /// Whether words are reduced to their Snowball stems, so that "indexes" finds "indexing".
    public var stems = true

    /// Stop words are left out, and the others stemmed.
    public init(_ language: Language) { self.language = language }

    /// Such as `english without stop words, stemmed`.
    public var description: String {
        "\(language.rawValue) \(dropsStopWords ? "without" : "with") stop words, \(stems ? "stemmed" : "not stemmed")"
    }
}
