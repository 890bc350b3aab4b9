import Fiel
public import FielCore

/// Scores the answers of a data set and writes a line for each, in order and as soon as it is known.
public struct ScoreRun: Sendable {
    /// How a run is done.
    public struct Options: Sendable, Hashable {
        /// The most samples that are evaluated together.
        public var batchSamples = 16
        /// The UTF-8 bytes of text from which a batch is not filled any further.
        public var batchBytes = 1 << 18
        /// The most rows that are read; nil for all.
        public var limit: Int?
        /// What the evaluator's metrics declare, in the order of results.
        public var metrics = Evaluator.metrics

        /// Starts with the defaults.
        public init() {}
    }

    /// What a run tells while it goes on.
    public enum Event: Sendable {
        /// A row holds no sample.
        case failure(FielError)
        /// The name of a sample was taken already, so that it got another one.
        case renamed(FielError.Location, id: String)
        /// A sample, which begins on that line, was scored.
        case scored(id: String, line: Int)
        /// So many rows have been dealt with, the last of which begins on that line.
        case progress(rows: Int, line: Int)
    }

    /// The metrics that results hold, in order.
    public var metrics: [String] { options.metrics.map(\.id) }

    private let evaluator: any SampleEvaluator
    private let options: Options
    private let outputs: [any ByteSink]

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - evaluator: judges the samples.
    ///   - outputs: each receives a line for every row.
    ///   - options: how the run is done.
    public init(evaluator: any SampleEvaluator, outputs: [any ByteSink], options: Options = Options()) {
        self.evaluator = evaluator
        self.outputs = outputs
        self.options = options
    }

    /// Scores everything that the reader gives.
    ///
    /// - Parameters:
    ///   - reader: the data set.
    ///   - isStopped: asked between batches; true ends the run there.
    ///   - report: receives what happens, in order.
    /// - Returns: the summary of what was scored.
    /// - Throws: `FielError` where the data set cannot be read any further or results cannot be written.
    public func callAsFunction(
        _ reader: inout DatasetReader,
        isStopped: @Sendable () -> Bool = { false },
        report: (Event) -> Void = { _ in }
    ) async throws(FielError) -> Summary {
        var summary = Summary(metrics: metrics)
        var rows = 0
        while !isStopped() {
            let batch = try nextBatch(&reader, after: rows)
            guard let last = batch.last else { break }
            rows += batch.count
            try await score(batch, into: &summary, report: report)
            report(.progress(rows: rows, line: last.line))
        }
        return summary
    }

    /// Waits for one row and adds those that are there already.
    private func nextBatch(_ reader: inout DatasetReader, after rows: Int) throws(FielError) -> [DatasetEntry] {
        var batch: [DatasetEntry] = []
        var bytes = 0
        let most = min(options.batchSamples, (options.limit ?? .max) - rows)
        while batch.count < most && bytes < options.batchBytes {
            guard let entry = try reader.next(waits: batch.isEmpty) else { break }
            if case .success(let sample) = entry.sample { bytes += sample.textBytes }
            batch.append(entry)
        }
        return batch
    }

    private func score(
        _ batch: [DatasetEntry],
        into summary: inout Summary,
        report: (Event) -> Void
    ) async throws(FielError) {
        var evaluations = await evaluator.evaluate(batch.compactMap { try? $0.sample.get() })[...]
        var lines: [UInt8] = []
        for entry in batch {
            switch entry.sample {
            case .failure(let error):
                summary.addFailure()
                report(.failure(error))
                lines += ResultLine.bytes(error, id: entry.id)
            case .success(let sample):
                if let location = entry.renamed { report(.renamed(location, id: entry.id)) }
                guard let evaluation = evaluations.popFirst() else {
                    throw FielError(.internalError, "the evaluator gave no result for \(entry.id)")
                }
                let record = ResultRecord(sample, evaluation, metrics: options.metrics)
                summary.add(record)
                report(.scored(id: entry.id, line: entry.line))
                lines += ResultLine.bytes(record, metrics: metrics)
            }
        }
        for output in outputs { try output.write(lines) }
    }
}

extension Sample {
    /// The length of everything that the judges read.
    fileprivate var textBytes: Int {
        contexts.reduce(answer.utf8.count + (question?.utf8.count ?? 0)) { $0 + $1.utf8.count }
    }
}
