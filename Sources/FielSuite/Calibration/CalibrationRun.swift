public import FielCore

/// Scores the labelled answers of a data set, to fit a calibration to them.
public struct CalibrationRun: Sendable {
    /// What a data set holds for a calibration.
    public struct Found: Sendable {
        /// The labelled answers that have a score.
        public internal(set) var examples: [CalibrationStudy.Example] = []
        /// How many of them are copies: an earlier one has the same name, or the same answer to the same passages.
        public internal(set) var copies = 0
        /// Answers without a label.
        public internal(set) var unlabelled = 0
        /// Labelled answers without a score: abstentions, answers without a claim, or without contexts.
        public internal(set) var unscored = 0
        /// Rows that could not be used.
        public internal(set) var failures = 0
        /// What each example may share with others: its cluster or name, and its text.
        var keys: [[String]] = []
    }

    private struct Labelled {
        var sample: Sample
        var label: Bool
        /// The name that the data set has for it.
        var name: String
    }

    private let evaluator: any SampleEvaluator
    private let labelFields: [String]

    /// - Parameters:
    ///   - evaluator: computes the hallucination metric, not calibrated.
    ///   - labelField: the field that holds the label; nil for `hallucinated` or `label`.
    public init(evaluator: any SampleEvaluator, labelField: String? = nil) {
        self.evaluator = evaluator
        labelFields = labelField.map { [$0] } ?? HumanLabel.fields
    }

    /// Reads the data set to its end.
    ///
    /// - Parameters:
    ///   - reader: the data set.
    ///   - isStopped: asked between batches; true ends the run there.
    ///   - report: receives what happens, in order.
    /// - Throws: `FielError` where the data set cannot be read any further.
    public func callAsFunction(
        _ reader: inout DatasetReader,
        isStopped: @Sendable () -> Bool = { false },
        report: (ScoreRun.Event) -> Void = { _ in }
    ) async throws(FielError) -> Found {
        var found = Found()
        var batch: [Labelled] = []
        var rows = 0
        while !isStopped(), let entry = try reader.next() {
            rows += 1
            do throws(FielError) {
                let sample = try entry.sample.get()
                if let label = try HumanLabel.of(sample, in: labelFields) {
                    batch.append(Labelled(sample: sample, label: label, name: entry.ownID))
                } else {
                    found.unlabelled += 1
                }
            } catch {
                found.failures += 1
                report(.failure(error.located(at: .init(file: reader.name, line: entry.line))))
            }
            if batch.count == 32 { await score(&batch, into: &found) }
            report(.progress(rows: rows, line: entry.line))
        }
        await score(&batch, into: &found)
        found.joinCopies()
        return found
    }

    private func score(_ batch: inout [Labelled], into found: inout Found) async {
        let evaluations = await evaluator.evaluate(batch.map(\.sample))
        for (labelled, evaluation) in zip(batch, evaluations) {
            guard case .scored(let probability)? = evaluation.metrics["hallucination"] else {
                found.unscored += 1
                continue
            }
            let sample = labelled.sample
            let cluster = ResultRecord.cluster(of: sample)
            found.examples.append(
                .init(probability: probability, isHallucinated: labelled.label, cluster: cluster ?? labelled.name)
            )
            let text = StableHash.of([sample.question ?? "", sample.answer] + sample.contexts, seed: 0)
            found.keys.append(["name " + labelled.name, "text \(text)"] + (cluster.map { ["cluster " + $0] } ?? []))
        }
        batch = []
    }
}

extension CalibrationRun.Found {
    /// Puts copies, and the clusters that hold them, into one cluster.
    fileprivate mutating func joinCopies() {
        var seen: Set<String> = []
        for own in keys {
            let isCopy = own.prefix(2).contains { seen.contains($0) }
            if isCopy { copies += 1 }
            seen.formUnion(own)
        }
        for (place, set) in SharedSources(keys).sets.enumerated() { examples[place].cluster = examples[set].cluster }
        keys = []
    }
}
