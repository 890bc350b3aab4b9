public import FielCore
public import FielRetrieval

/// Makes an index file of a corpus, or brings one up to date.
public struct CorpusIndexer: Sendable {
    /// How an index is made.
    public struct Options: Sendable, Hashable {
        /// How documents are cut.
        public var chunker = Chunker()
        /// What the index holds; that of an index that is brought up to date stays.
        public var index = IndexOptions()
        /// Documents that are taken out of an index that is brought up to date.
        public var removed: Set<String> = []

        /// Starts with the defaults.
        public init() {}
    }

    /// What became of the documents.
    public struct Report: Sendable, Hashable {
        /// Documents that are new.
        public var added = 0
        /// Documents that took the place of others with their ids.
        public var replaced = 0
        /// Documents that the index had already, chunk for chunk.
        public var unchanged = 0
        /// Documents that were taken out.
        public var removed = 0
        /// Documents without words.
        public var empty = 0
        /// Rows or files that hold no document.
        public var failures = 0
    }

    /// What an indexer tells while it goes on.
    public enum Event: Sendable {
        /// A row or file that holds no document.
        case failure(FielError)
        /// So many documents were read.
        case read(Int)
        /// The index is being written.
        case writing(IndexProgress)
    }

    private let options: Options
    private let embedder: any TextEmbedder
    private let model: EmbeddingModelID?
    private let workers: Workers

    /// Prepares an indexer.
    ///
    /// - Parameters:
    ///   - embedder: makes the vectors; its tokens are what chunks are measured in.
    ///   - makesVectors: whether a new index has vectors; one that is brought up to date stays as it is.
    public init(
        embedder: IndexEmbedder,
        makesVectors: Bool = true,
        options: Options = Options(),
        workers: Workers = Workers()
    ) {
        (self.options, self.embedder, self.workers) = (options, embedder.embedder, workers)
        model = makesVectors ? embedder.id : nil
    }

    /// Reads a corpus and writes its index; until that is complete, what stands under the name stays as it is.
    ///
    /// - Parameters:
    ///   - corpus: the documents; of two with one id, the first is taken and the other reported.
    ///   - path: the index's file.
    ///   - previous: an index that is brought up to date: documents with its ids replace those there, others are added.
    ///   - report: receives what happens; writing is told from other threads.
    /// - Throws: `FielError` where the embedder fails or the index cannot be written, and where nothing could be read.
    public func callAsFunction(
        _ corpus: inout CorpusReader,
        to path: String,
        extending previous: IndexFile? = nil,
        report: @escaping @Sendable (Event) -> Void = { _ in }
    ) async throws(FielError) -> Report {
        var counts = Report()
        var builder =
            try previous.map { index throws(FielError) in try IndexBuilder(extending: index) }
            ?? IndexBuilder(options: options.index)
        let known = try previous.map(Self.chunksByDocument) ?? [:]
        counts.removed = builder.remove(options.removed)
        try add(&corpus, to: &builder, known: known, &counts, report)
        guard builder.documentCount > 0 || previous != nil else {
            throw FielError(.malformedInput, "there is no document with words in it")
        }
        let hasVectors = previous.map { $0.model != nil } ?? (model != nil)
        let writer = hasVectors ? model.map { IndexEmbedder(id: $0, embedder: embedder) } : nil
        try await builder.write(to: path, model: writer, workers: workers) { report(.writing($0)) }
        return counts
    }

    private static func chunksByDocument(_ index: IndexFile) throws(FielError) -> [String: [Chunk]] {
        var documents: [String: [Chunk]] = [:]
        for number in 0..<index.documentCount {
            let document = try index.document(number)
            for chunk in document.chunks { documents[document.id, default: []].append(try index.chunk(chunk)) }
        }
        return documents
    }

    private func add(
        _ corpus: inout CorpusReader,
        to builder: inout IndexBuilder,
        known: [String: [Chunk]],
        _ counts: inout Report,
        _ report: (Event) -> Void
    ) throws(FielError) {
        var seen: [String: FielError.Location] = [:]
        var fresh: [(id: String, chunks: [Chunk])] = []
        var read = 0
        while let entry = corpus.next() {
            read += 1
            report(.read(read))
            do throws(FielError) {
                let document = try entry.document.get()
                if let first = seen[document.id] {
                    throw FielError(
                        .malformedInput,
                        "has the id \"\(document.id)\" of the document at \(first)",
                        hint: "give each document an id of its own; the first is kept",
                        at: entry.location
                    )
                }
                seen[document.id] = entry.location
                let chunks = options.chunker.chunks(of: document, counter: embedder)
                guard !chunks.isEmpty else {
                    counts.empty += 1
                    continue
                }
                let before = builder.contains(document.id) ? known[document.id] : nil
                guard before != chunks else {
                    counts.unchanged += 1
                    continue
                }
                if before == nil { counts.added += 1 } else { counts.replaced += 1 }
                fresh.append((document.id, chunks))
            } catch {
                counts.failures += 1
                report(.failure(error))
            }
        }
        builder.remove(Set(fresh.map(\.id)))
        for (id, chunks) in fresh { try builder.add(id, chunks: chunks) }
    }
}
