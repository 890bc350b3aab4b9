import FielCore
import FielGeneration
import FielRetrieval

/// Finds the passages of questions for the configurations of a suite.
struct PassageFinder: Sendable {
    private let index: IndexFile
    private let pipelines: [RetrievalOptions: RetrievalPipeline]

    /// Opens or makes the index of a corpus.
    ///
    /// - Parameters:
    ///   - path: where an index of documents is put.
    ///   - report: receives documents that cannot be used.
    init(
        _ corpus: Suite.Corpus,
        _ suite: Suite,
        _ configurations: [SuiteConfiguration],
        _ models: any RunModels,
        at path: String,
        isStopped: @escaping @Sendable () -> Bool,
        report: @escaping @Sendable (FielError) -> Void
    ) async throws(FielError) {
        let wantsVectors = configurations.contains { !$0.namesMode || $0.retrieval.mode.isDense }
        let workers = Workers(threads: suite.threads)
        if let given = corpus.index {
            index = try IndexFile(path: given)
        } else {
            var reader = try CorpusReader(paths: corpus.paths, isStopped: isStopped)
            let indexer = CorpusIndexer(
                embedder: try models.embedder(suite),
                makesVectors: wantsVectors,
                options: corpus.chunks,
                workers: workers
            )
            do throws(FielError) {
                _ = try await indexer(&reader, to: path) { event in
                    if case .failure(let error) = event { report(error) }
                }
            } catch {
                // A corpus that is not read any further looks like an empty one.
                throw isStopped() ? FielError(.interrupted, "interrupted") : error
            }
            guard !isStopped() else { throw FielError(.interrupted, "interrupted") }
            index = try IndexFile(path: path)
        }
        var made: [RetrievalOptions: RetrievalPipeline] = [:]
        for configuration in configurations {
            let options = Self.options(of: configuration, index)
            guard made[options] == nil else { continue }
            made[options] = try RetrievalPipeline(
                index,
                embedder: options.mode.isDense ? models.embedder(suite) : nil,
                relevance: options.reranks ? models.relevance(suite) : nil,
                options: options,
                workers: workers
            )
        }
        pipelines = made
    }

    private static func options(of configuration: SuiteConfiguration, _ index: IndexFile) -> RetrievalOptions {
        var options = configuration.retrieval
        if !configuration.namesMode { options.mode = index.model == nil ? .bm25 : .hybrid }
        return options
    }

    /// The passages of a question, best first.
    func passages(for question: String, _ configuration: SuiteConfiguration) async throws(FielError) -> [FoundPassage] {
        guard let pipeline = pipelines[Self.options(of: configuration, index)] else { return [] }
        return try await pipeline.passages(for: question)
    }
}
