/// The model that made the vectors of an index.
public struct EmbeddingModelID: Sendable, Hashable, CustomStringConvertible {
    /// The model's name.
    public var name: String
    /// A digest of the model's files, such as SHA-256 in hexadecimal.
    public var digest: String

    /// Joins name and digest.
    public init(name: String, digest: String) { (self.name, self.digest) = (name, digest) }

    /// `name (first digits of the digest)`.
    public var description: String { "\(name) (\(digest.prefix(12)))" }
}

/// Whether an index has a graph over its vectors.
public enum GraphPolicy: String, Sendable, Hashable, CaseIterable {
    /// Search is exact.
    case never
    /// Above `DenseSearch.exactUpTo` vectors.
    case whereFaster
    /// However few vectors there are.
    case always
}

/// What an index is built with.
public struct IndexOptions: Sendable, Hashable, CustomStringConvertible {
    /// How the words of the documents and of the queries become terms; `nil` keeps every word as it is.
    public var analysis: LanguageAnalysis?
    /// Whether vectors are kept in full beside their 8 bits: exact scores for five times the room.
    public var keepsVectors = true
    /// Whether a graph is built.
    public var graph = GraphPolicy.whereFaster
    /// How the graph is built.
    public var hnsw = HNSWOptions()

    /// Vectors in full, a graph where it is faster, every word.
    public init() {}

    /// All settings, in words.
    public var description: String {
        let words = analysis?.description ?? "every word as it is"
        let vectors = keepsVectors ? "full vectors" : "vectors of 8 bits"
        return "\(words); \(vectors); graph \(graph.rawValue), m \(hnsw.maximumLinks), "
            + "ef \(hnsw.efConstruction), seed \(hnsw.seed)"
    }

    var analyzer: Analyzer { Analyzer(analysis) }

    func wantsGraph(vectors: Int) -> Bool {
        switch graph {
        case .never: false
        case .whereFaster: vectors > DenseSearch.exactUpTo
        case .always: vectors > 0
        }
    }
}
