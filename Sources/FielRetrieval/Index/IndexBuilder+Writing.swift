public import FielCore

extension IndexBuilder {
    /// Writes the index; until it is complete, what stands under the name stays as it is.
    ///
    /// Embeddings are kept in a file beside the target as they are made; a build of the same texts with the same model
    /// that was ended goes on from there and gives the same bytes.
    ///
    /// - Parameters:
    ///   - path: the index's file.
    ///   - model: makes the vectors; `nil` for an index of words alone, or where no chunk is new. Another model than that of
    ///     the index before embeds all chunks anew.
    ///   - workers: the threads that share the work besides the model's.
    ///   - progress: is told how far the build has come.
    /// - Throws: `FielError` where the model fails or is missing, or a file cannot be written.
    public func write(
        to path: String,
        model: IndexEmbedder? = nil,
        workers: Workers = Workers(),
        progress: @Sendable (IndexProgress) -> Void = { _ in }
    ) async throws(FielError) {
        let modelID = model?.id ?? previous?.model
        var sections = IndexInfo(options: options, model: modelID).sections
        sections += try ChunkStore.sections(documents.lazy.map { ($0.id, $0.chunks) })
        sections += try words(workers)
        guard let modelID else { return try SectionTable.write(sections, to: path) }
        let known = previous?.model == modelID ? try previous?.vectorStore() : nil
        let journal = try await embedded(path, modelID, model?.embedder, known: known, progress)
        let vectors = try vectors(journal?.vectors ?? [], known: known)
        sections += vectors
        if options.wantsGraph(vectors: chunkCount) {
            let store = try VectorStore(sections: vectors.section)
            sections += try HNSWGraph.build(over: store, options: options.hnsw, workers: workers) {
                progress(.linked($0, of: store.count))
            }
        }
        try SectionTable.write(sections, to: path)
        journal?.remove()
    }

    private func words(_ workers: Workers) throws(FielError) -> [(name: String, bytes: [UInt8])] {
        var index = InvertedIndexBuilder()
        let analyzer = options.analyzer
        for document in documents {
            for terms in workers.map(document.chunks, { analyzer.terms($0.text) }) { index.add(terms) }
        }
        return try index.sections()
    }

    // MARK: Vectors

    /// The journal with the embeddings of all new chunks; `nil` where there are none.
    private func embedded(
        _ path: String,
        _ id: EmbeddingModelID,
        _ embedder: (any TextEmbedder)?,
        known: VectorStore?,
        _ progress: @Sendable (IndexProgress) -> Void
    ) async throws(FielError) -> EmbeddingJournal? {
        let texts = documents.filter { known == nil || $0.origin == nil }.flatMap { $0.chunks.map(\.text) }
        guard !texts.isEmpty else { return nil }
        guard let embedder else {
            throw FielError(.invalidArgument, "\(texts.count) new chunks need the embedding model \(id)")
        }
        let journal = try EmbeddingJournal(of: path, texts: texts, model: id)
        while journal.vectors.count < texts.count {
            progress(.embedded(journal.vectors.count, of: texts.count))
            let batch = texts[journal.vectors.count...].prefix(EmbeddingJournal.batchSize)
            let embeddings = try await embedder.embed(Array(batch))
            guard embeddings.count == batch.count else {
                throw FielError(.internalError, "\(embeddings.count) embeddings of \(batch.count) texts")
            }
            try journal.append(embeddings.map(\.vector))
        }
        progress(.embedded(texts.count, of: texts.count))
        return journal
    }

    /// The vectors of all chunks in order: those of the index before as they stand there, and new ones.
    private func vectors(
        _ fresh: [[Float]],
        known: VectorStore?
    ) throws(FielError) -> [(name: String, bytes: [UInt8])] {
        let dimensions = fresh.first?.count ?? known?.dimensions ?? 1
        var builder = try VectorStoreBuilder(dimensions: dimensions, keepsFloats: options.keepsVectors)
        var next = fresh.makeIterator()
        for document in documents {
            for place in document.chunks.indices {
                if let known, let origin = document.origin {
                    try builder.add(origin + place, of: known)
                } else if let vector = next.next() {
                    try builder.add(vector)
                }
            }
        }
        return builder.sections()
    }
}

extension [(name: String, bytes: [UInt8])] {
    /// A section by its name.
    func section(_ name: String) throws(FielError) -> IndexSection {
        guard let section = first(where: { $0.name == name }) else {
            throw FielError(.internalError, "no section \(name)")
        }
        return IndexSection(section.bytes)
    }
}
