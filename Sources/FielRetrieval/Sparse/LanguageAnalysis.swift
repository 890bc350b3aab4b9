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

    /// The analysis of the language of an ISO 639-1 code: `en` or `pt`; nil for any other.
    public init?(code: String) {
        switch code {
        case "en": self.init(.english)
        case "pt": self.init(.portuguese)
        default: return nil
        }
    }

    /// Such as `english without stop words, stemmed`.
    public var description: String {
        "\(language.rawValue) \(dropsStopWords ? "without" : "with") stop words, \(stems ? "stemmed" : "not stemmed")"
    }
}
