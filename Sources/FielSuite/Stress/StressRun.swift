public import FielCore
public import FielText

/// Changes the samples of a data set, evaluates each before and after, and counts whose verdicts moved as they must.
public struct StressRun: Sendable {
    /// How a run is done.
    public struct Options: Sendable, Hashable {
        /// Where the random numbers start.
        public var seed: UInt64 = 0
        /// The changes, in the order of the report.
        public var perturbations = Perturbation.allCases
        /// The most rows that are read; nil for all.
        public var limit: Int?
        /// The most samples that are held at a time; they lend one another passages and names.
        public var blockSamples = 256
        /// The UTF-8 bytes of text from which a block is not filled any further.
        public var blockBytes = 8 << 20
        /// The most samples that are evaluated together.
        public var batchSamples = 16

        /// Starts with the defaults.
        public init() {}
    }

    private let evaluator: any SampleEvaluator
    private let output: (any ByteSink)?
    private let options: Options

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - evaluator: judges the samples.
    ///   - output: receives a line for every changed sample.
    ///   - options: how the run is done.
    public init(evaluator: any SampleEvaluator, output: (any ByteSink)? = nil, options: Options = Options()) {
        (self.evaluator, self.output, self.options) = (evaluator, output, options)
    }

    /// Reads the data set to its end.
    ///
    /// - Parameters:
    ///   - reader: the data set.
    ///   - isStopped: asked between batches; true ends the run there.
    ///   - report: receives what happens, in order.
    /// - Returns: the counts of everything that was evaluated.
    /// - Throws: `FielError` where the data set cannot be read any further or lines cannot be written.
    public func callAsFunction(
        _ reader: inout DatasetReader,
        isStopped: @Sendable () -> Bool = { false },
        report: (ScoreRun.Event) -> Void = { _ in }
    ) async throws(FielError) -> StressSummary {
        var summary = StressSummary(options.perturbations)
        var before: [Sample] = []
        while !isStopped() {
            let (samples, line) = try nextBlock(&reader, &summary, report)
            guard let line else { break }
            let donors = StressDonors(samples + before)
            for start in stride(from: 0, to: samples.count, by: options.batchSamples) where !isStopped() {
                let batch = Array(samples[start..<min(start + options.batchSamples, samples.count)])
                try await stress(batch, donors, into: &summary)
                report(.progress(rows: summary.samples + summary.unreadable, line: line))
            }
            before = samples
        }
        return summary
    }

    private func nextBlock(
        _ reader: inout DatasetReader,
        _ summary: inout StressSummary,
        _ report: (ScoreRun.Event) -> Void
    ) throws(FielError) -> (samples: [Sample], line: Int?) {
        var (samples, bytes, line) = ([Sample](), 0, Int?.none)
        let most = (options.limit ?? .max) - summary.samples - summary.unreadable
        var rows = 0
        while rows < min(most, options.blockSamples), bytes < options.blockBytes, let entry = try reader.next() {
            rows += 1
            line = entry.line
            switch entry.sample {
            case .failure(let error):
                summary.unreadable += 1
                report(.failure(error))
            case .success(let sample):
                if let location = entry.renamed { report(.renamed(location, id: entry.id)) }
                bytes += sample.contexts.reduce(sample.answer.utf8.count) { $0 + $1.utf8.count }
                samples.append(sample)
            }
        }
        return (samples, line)
    }

    private func stress(
        _ samples: [Sample],
        _ donors: StressDonors,
        into summary: inout StressSummary
    ) async throws(FielError) {
        let evaluations = await evaluator.evaluate(samples)
        guard evaluations.count == samples.count else {
            throw FielError(
                .internalError,
                "the evaluator gave \(evaluations.count) results for \(samples.count) samples"
            )
        }
        var cases: [(made: StressCase, before: Evaluation, original: Sample)] = []
        for (sample, evaluation) in zip(samples, evaluations) {
            summary.add(sample, unchanged: evaluation)
            let maker = StressCaseMaker(sample, evaluation, donors: donors)
            for perturbation in options.perturbations {
                let attempt = maker.attempt(perturbation, seed: options.seed)
                summary.add(attempt, of: perturbation)
                if case .made(let made) = attempt { cases.append((made, evaluation, sample)) }
            }
        }
        for start in stride(from: 0, to: cases.count, by: options.batchSamples) {
            let batch = cases[start..<min(start + options.batchSamples, cases.count)]
            let after = await evaluator.evaluate(batch.map(\.made.sample))
            guard after.count == batch.count else {
                throw FielError(.internalError, "the evaluator gave \(after.count) results for \(batch.count) samples")
            }
            var lines: [UInt8] = []
            for (one, after) in zip(batch, after) {
                let outcome = StressOutcome(one.made, before: one.before, after: after)
                summary.add(outcome)
                if output != nil { lines += outcome.line }
            }
            try output?.write(lines)
        }
    }
}
