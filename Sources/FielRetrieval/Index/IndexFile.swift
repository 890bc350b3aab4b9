public import FielCore

/// An index of chunks in one file: their texts, their words, and their vectors where it has any.
///
/// Opening takes milliseconds for any size. It finds a foreign or cut file, one of another version, and damage to any byte of
/// a file up to 32 MiB; in a larger one, damage to a section of more than 1 MiB is found when the section is first used, and
/// by `verify`.
public struct IndexFile: Sendable {
    /// What it was built with.
    public let options: IndexOptions
    /// The model of its vectors; `nil` for an index of words alone.
    public let model: EmbeddingModelID?
    private let file: SectionFile
    private let parts: Parts

    /// What the sections hold.
    private struct Parts: Sendable {
        let info: IndexInfo
        let chunks: ChunkStore
        let words: InvertedIndex
        let vectors: VectorStore?
        let graph: HNSWGraph?

        init(_ file: SectionFile) throws(FielError) {
            info = try IndexInfo(sections: file.section)
            chunks = try ChunkStore(sections: file.section)
            words = try InvertedIndex(sections: file.section)
            vectors = info.model == nil ? nil : try VectorStore(sections: file.section)
            graph = file.has(GraphLayout.header) ? try HNSWGraph(sections: file.section) : nil
            for count in [words.chunkCount, vectors?.count, graph?.count].compactMap(\.self)
            where count != chunks.chunkCount {
                throw SectionTable.damaged("\(count) entries for \(chunks.chunkCount) chunks")
            }
        }
    }

    /// Opens an index.
    ///
    /// - Throws: `FielError` that names the file and what is wrong with it: `unreadableFile`, `malformedInput` for a foreign
    ///   or damaged file, `unsupported` for a newer version.
    public init(path: String) throws(FielError) {
        let file = try SectionFile(path: path)
        parts = try SectionFile.located(path) { () throws(FielError) in try Parts(file) }
        (self.file, options, model) = (file, parts.info.options, parts.info.model)
    }

    /// The file as the caller named it.
    public var path: String { file.path }

    /// The number of chunks.
    public var chunkCount: Int { parts.chunks.chunkCount }

    /// The number of documents.
    public var documentCount: Int { parts.chunks.documentCount }

    /// Whether it has a graph over its vectors.
    public var hasGraph: Bool { parts.graph != nil }

    /// Checks all of the file that was not used yet; reads it.
    ///
    /// - Throws: `FielError` with code `malformedInput` that names the section that is damaged.
    public func verify() throws(FielError) { try file.verify() }

    /// A chunk by its number, which is less than `chunkCount`.
    ///
    /// - Throws: `FielError` with code `malformedInput` where the index is damaged.
    public func chunk(_ number: Int) throws(FielError) -> Chunk {
        try SectionFile.located(path) { () throws(FielError) in try parts.chunks.chunk(number) }
    }

    /// A document by its number, which is less than `documentCount`.
    ///
    /// - Throws: `FielError` with code `malformedInput` where the index is damaged.
    public func document(_ number: Int) throws(FielError) -> IndexedDocument {
        try SectionFile.located(path) { () throws(FielError) in try parts.chunks.document(number) }
    }

    /// The best chunk of each document, in the order of the list.
    ///
    /// - Parameter found: chunks of this index, best first.
    /// - Throws: `FielError` with code `malformedInput` where the index is damaged.
    public func bestOfDocuments(_ found: [RetrievedChunk]) throws(FielError) -> [RetrievedChunk] {
        try SectionFile.located(path) { () throws(FielError) in
            var (seen, best) = (Set<Int>(), [RetrievedChunk]())
            for chunk in found where seen.insert(try parts.chunks.document(ofChunk: chunk.index)).inserted {
                best.append(chunk)
            }
            return best
        }
    }

    // MARK: Retrievers

    /// Finds chunks by their words.
    public func sparseRetriever(_ formula: BM25 = BM25()) -> SparseRetriever {
        SparseRetriever(parts.words, analyzer: options.analyzer, formula: formula)
    }

    /// Finds chunks by their vectors.
    ///
    /// - Parameters:
    ///   - embedder: the model that embeds queries: the one that made the vectors.
    ///   - method: how vectors are found; `nil` takes the faster way.
    ///   - workers: the threads that share a search.
    /// - Throws: `FielError` with code `invalidArgument` for an index without vectors, or with those of another model.
    public func denseRetriever(
        _ embedder: IndexEmbedder,
        method: DenseSearch? = nil,
        workers: Workers = Workers()
    ) throws(FielError) -> DenseRetriever {
        let store = try vectorStore()
        guard let model, model == embedder.id else {
            throw FielError(
                .invalidArgument,
                "its vectors are of \(model?.description ?? "no model"), the query's of \(embedder.id)",
                hint: "use the model that the index was built with, or build it again",
                at: .init(file: path)
            )
        }
        return DenseRetriever(store, graph: parts.graph, embedder: embedder.embedder, method: method, workers: workers)
    }

    /// The cosine of two chunks' vectors, for `MaximalMarginalRelevance`.
    ///
    /// - Throws: `FielError` with code `invalidArgument` for an index without vectors.
    public func similarity(_ a: Int, _ b: Int) throws(FielError) -> Double { try vectorStore().similarity(a, b) }

    func vectorStore() throws(FielError) -> VectorStore {
        guard let vectors = parts.vectors else {
            throw FielError(
                .invalidArgument,
                "has no vectors",
                hint: "build it with an embedding model",
                at: .init(file: path)
            )
        }
        return vectors
    }
}
