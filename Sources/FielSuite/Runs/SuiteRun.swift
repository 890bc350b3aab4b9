public import FielCore

/// Runs a suite: generates, scores, holds the results against gates and baseline, and writes the reports.
public struct SuiteRun: Sendable {
    /// How a run is done.
    public struct Options: Sendable, Hashable {
        /// The folder of the results.
        public var folder: String
        /// Whether an unfinished run in the folder goes on.
        public var resumes = false
        /// Whether answers and judgements are looked up and kept.
        public var usesCache = true

        /// Writes to a folder.
        public init(folder: String) { self.folder = folder }
    }

    /// What a run tells while it goes on.
    public enum Event: Sendable {
        /// A document, row or question that could not be used.
        case failure(FielError)
        /// So many lines of results are there.
        case progress(done: Int, total: Int)
    }

    private let plan: RunPlan
    private let models: any RunModels
    private let options: Options
    private let isStopped: @Sendable () -> Bool

    /// Prepares a run.
    ///
    /// - Parameter isStopped: asked between lines; true ends the run there, to be resumed later.
    public init(
        _ plan: RunPlan,
        models: any RunModels,
        options: Options,
        isStopped: @escaping @Sendable () -> Bool = { false }
    ) {
        (self.plan, self.models, self.options, self.isStopped) = (plan, models, options, isStopped)
    }

    /// Does everything.
    ///
    /// - Returns: what came out; nil where the run was stopped.
    /// - Throws: `FielError` where a model cannot be loaded or a file not be written; lines that were written stay.
    public func callAsFunction(
        report: @escaping @Sendable (Event) -> Void = { _ in }
    ) async throws(FielError) -> RunOutcome? {
        do throws(FielError) {
            return try await perform(report)
        } catch {
            if error.code == .interrupted { return nil }
            throw error
        }
    }

    private func perform(_ report: @escaping @Sendable (Event) -> Void) async throws(FielError) -> RunOutcome? {
        let start = ContinuousClock.now
        let folder = RunFolder(options.folder)
        try folder.prepare(resumes: options.resumes)
        let suite = plan.suite
        let outputs = suite.outputs.within(options.folder)
        try outputs.check(keeping: [folder.results, folder.summary, folder.timings])
        let judges = try models.judges(suite)
        let sources = try await sources()
        let identities = judges + sources.map(\.value.identity).sorted { ($0.name, $0.digest) < ($1.name, $1.digest) }
        let digest = plan.digest(identities)
        let opened = try folder.open(digest: digest, resumes: options.resumes)
        var items = try await items(sources, report)
        try items.skip(opened.lines)
        try await score(&items, into: opened, judges, report)
        cache?.trim()
        guard !isStopped() else { return nil }
        let outcome = try RunOutcome(plan, partialResults: opened.results.partialPath, named: folder.results)
        let summary = RunSummary(plan: plan, digest: digest, models: identities, outcome: outcome)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let bytes = summary.bytes(folder: options.folder, resumedAt: opened.lines, seconds: seconds)
        try folder.commit(opened, summary: bytes)
        try outputs.write(outcome.data)
        return outcome
    }

    private var cache: ContentCache? {
        guard options.usesCache, let wanted = plan.suite.cache else { return nil }
        return ContentCache(folder: wanted.folder ?? "\(options.folder)/cache", limit: wanted.limit)
    }

    private func sources() async throws(FielError) -> [SuiteConfiguration.Engine: AnswerSource] {
        var sources: [SuiteConfiguration.Engine: AnswerSource] = [:]
        for configuration in plan.configurations where sources[configuration.engine] == nil {
            sources[configuration.engine] = try await models.answers(configuration, plan.suite)
        }
        return sources
    }

    private func items(
        _ sources: [SuiteConfiguration.Engine: AnswerSource],
        _ report: @escaping @Sendable (Event) -> Void
    ) async throws(FielError) -> any RunItems {
        switch plan.suite.source {
        case .answers(let answers): return try DatasetItems(answers, limit: plan.limit, isStopped: isStopped)
        case .questions(let questions):
            var finder: PassageFinder?
            if let corpus = questions.corpus {
                finder = try await PassageFinder(
                    corpus,
                    plan.suite,
                    plan.configurations,
                    models,
                    at: "\(options.folder)/corpus.fielindex",
                    isStopped: isStopped
                ) { report(.failure($0)) }
            }
            return QuestionItems(
                plan.questions,
                plan.configurations,
                sources: sources,
                finder: finder,
                cache: cache,
                isStopped: isStopped
            )
        }
    }

    private func score(
        _ items: inout any RunItems,
        into opened: RunFolder.Opened,
        _ judges: [ModelIdentity],
        _ report: (Event) -> Void
    ) async throws(FielError) {
        let metrics = plan.suite.metrics
        var evaluator = try models.evaluator(plan.suite)
        if let cache { evaluator = CachedEvaluator(evaluator, cache, metrics: metrics, judges: judges) }
        var done = opened.lines
        report(.progress(done: done, total: plan.samples))
        while !isStopped() {
            let batch = try await items.next()
            guard !batch.isEmpty else { return }
            let samples = batch.compactMap { try? $0.sample.get() }
            let judge = evaluator
            let (judged, seconds) = try await RunTiming.measure { () async throws(FielError) in
                await judge.evaluate(samples)
            }
            var evaluations = judged[...]
            for item in batch {
                try opened.timings.write(
                    item.timing.line(item, evaluation: seconds / Double(max(1, samples.count)))
                )
                switch item.sample {
                case .failure(let error):
                    report(.failure(error))
                    try opened.results.write(
                        ResultLine.bytes(error, id: item.id, configuration: item.configuration)
                    )
                case .success(let sample):
                    guard let evaluation = evaluations.popFirst() else {
                        throw FielError(.internalError, "the evaluator gave no result for \(item.id)")
                    }
                    let record = ResultRecord(sample, evaluation, metrics: metrics, configuration: item.configuration)
                    try opened.results.write(ResultLine.bytes(record, metrics: metrics.map(\.id)))
                }
            }
            done += batch.count
            report(.progress(done: done, total: plan.samples))
        }
    }
}

extension ReportFiles {
    /// The files with their paths taken from a folder.
    fileprivate func within(_ folder: String) -> ReportFiles {
        func place(_ file: String?) -> String? { file.map { "\(folder)/\($0)" } }
        return ReportFiles(
            html: place(html),
            junit: place(junit),
            sarif: place(sarif),
            markdown: place(markdown),
            csv: place(csv)
        )
    }
}
