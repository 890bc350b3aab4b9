public import FielCore

/// An embedding model with what tells it from others.
public struct IndexEmbedder: Sendable {
    /// What is recorded in an index.
    public let id: EmbeddingModelID
    /// The model.
    public let embedder: any TextEmbedder

    /// Joins a model with its identity.
    public init(id: EmbeddingModelID, embedder: any TextEmbedder) { (self.id, self.embedder) = (id, embedder) }
}

/// How far a build has come.
public enum IndexProgress: Sendable, Hashable {
    /// Chunks embedded so far, of those that are new; those of a build that was killed count at once.
    case embedded(Int, of: Int)
    /// Vectors in the graph so far.
    case linked(Int, of: Int)
}

/// Collects documents and writes them to an index file.
///
/// A file is never changed in place: to add or remove documents, a builder that extends an index writes the next
/// generation of it. Its bytes are those of an index built afresh from the same documents in the same order; only the
/// embeddings of chunks that were there before are taken over instead of made again.
public struct IndexBuilder: Sendable {
    struct Document: Sendable {
        let id: String
        let chunks: [Chunk]
        /// The number of the first chunk in the index before, where it comes from one.
        let origin: Int?
    }

    let options: IndexOptions
    let previous: IndexFile?
    private(set) var documents: [Document] = []
    private var ids: Set<String> = []

    /// Begins with no document.
    public init(options: IndexOptions = IndexOptions()) {
        self.options = options
        previous = nil
    }

    /// Begins with the documents and the options of an index.
    ///
    /// - Parameters:
    ///   - index: the index before.
    ///   - options: what the index is expected to be built with; `nil` takes what it is built with.
    /// - Throws: `FielError` with code `invalidArgument` where the index is built with other options, and where it is
    ///   damaged; all of it is verified.
    public init(extending index: IndexFile, options expected: IndexOptions? = nil) throws(FielError) {
        if let expected, expected != index.options {
            throw FielError(
                .invalidArgument,
                "it is built with \(index.options), not with \(expected)",
                hint: "extend it with the options that it has, or build it again",
                at: .init(file: index.path)
            )
        }
        try index.verify()
        options = index.options
        previous = index
        for number in 0..<index.documentCount {
            let document = try index.document(number)
            var chunks: [Chunk] = []
            for chunk in document.chunks { chunks.append(try index.chunk(chunk)) }
            documents.append(Document(id: document.id, chunks: chunks, origin: document.chunks.lowerBound))
            ids.insert(document.id)
        }
    }

    /// The number of documents.
    public var documentCount: Int { documents.count }

    /// The number of chunks of all documents.
    public var chunkCount: Int { documents.reduce(0) { $0 + $1.chunks.count } }

    /// Whether there is a document of that id.
    public func contains(_ id: String) -> Bool { ids.contains(id) }

    /// Adds a document behind the others.
    ///
    /// - Parameters:
    ///   - id: the document's id; it stands in for what the chunks say.
    ///   - chunks: its chunks in their order.
    /// - Throws: `FielError` with code `invalidArgument` where there is a document of that id.
    public mutating func add(_ id: String, chunks: [Chunk]) throws(FielError) {
        guard ids.insert(id).inserted else {
            throw FielError(
                .invalidArgument,
                "there is a document \(id) already",
                hint: "remove it first, or give each document an id of its own"
            )
        }
        documents.append(Document(id: id, chunks: chunks, origin: nil))
    }

    /// Removes documents; ids that are not there are ignored.
    ///
    /// - Returns: how many were removed.
    @discardableResult
    public mutating func remove(_ removed: Set<String>) -> Int {
        let before = documents.count
        documents.removeAll { removed.contains($0.id) }
        ids.subtract(removed)
        return before - documents.count
    }
}
