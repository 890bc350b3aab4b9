import CFielKernels
public import FielCore
import FielStatistics

/// Adapts an NLI classifier to labelled pairs with a few thousand numbers, on the CPU.
///
/// The classifier stays as it is; what is tuned are the factors of (IA)³ and the last layer (see `AdapterLayout`), by AdamW
/// with a linear schedule and gradients of bounded length. Gradients come from the exact weights in f32. After each epoch
/// the held-out pairs are judged by the classifier as it will be used, in its own precision, and the best epoch is kept.
/// Each label has the same weight, however many pairs have it: otherwise some hundred pairs teach little but which label
/// is common.
/// The same pairs, options and instruction set give the same adapter, on any number of threads.
public final class AdapterTuner: Sendable {
    /// The classifier without an adapter.
    public let base: PairClassifier
    private let model: TrainableClassifier
    private let workers: Workers

    /// Loads a classifier twice: as it is used, and in f32 for the gradients.
    ///
    /// - Parameters:
    ///   - path: a `.gguf` file, or a folder with `config.json` and `model.safetensors`.
    ///   - options: how the classifier will be used.
    /// - Throws: `FielError` that names the file and what is wrong with it.
    public init(path: String, options: EngineOptions = EngineOptions()) throws(FielError) {
        base = try PairClassifier(path: path, options: options)
        model = try TrainableClassifier(try EncoderCheckpoint.open(path), options: options)
        workers = options.workers
    }

    /// A pair as the model reads it.
    private struct Example: Sendable {
        let input: TokenInput
        let label: LabelledPair.Label
        /// The weight of its loss; the mean over all pairs is 1.
        let weight: Double
    }

    /// The pairs as the model reads them; each label has the same weight in sum.
    private func examples(_ pairs: [LabelledPair]) -> [Example] {
        let weights = PairQuality.weights(of: pairs.map(\.label))
        return workers.map(Array(zip(pairs, weights))) { [base] pair, weight in
            Example(
                input: base.tokenizer.input(pair.pair, maximumTokens: base.maximumTokens),
                label: pair.label,
                weight: weight
            )
        }
    }

    /// Tunes an adapter.
    ///
    /// - Parameters:
    ///   - pairs: what to learn from, at least one.
    ///   - heldOut: what decides on the best epoch and when to stop, at least one; it should share no source with `pairs`.
    ///   - options: how long and how fast.
    ///   - report: is told of steps and epochs, and is asked after every step whether to go on.
    /// - Throws: `FielError` with code `invalidArgument` for an option out of its range or a learning rate at which numbers
    ///   grow without bound, or `interrupted`.
    public func tune(
        _ pairs: [LabelledPair],
        heldOut: [LabelledPair],
        options: TuningOptions = TuningOptions(),
        report: (TuningEvent?) -> Bool = { _ in true }
    ) async throws(FielError) -> TuningResult {
        precondition(!pairs.isEmpty && !heldOut.isEmpty, "AdapterTuner: \(pairs.count) and \(heldOut.count) pairs")
        try options.validate()
        let examples = examples(pairs)
        let before = try await quality(of: base, on: heldOut)
        var state = TuningState(model.layout, pairs: pairs.count, options)
        var best = (epoch: 0, numbers: state.numbers, quality: before, loss: Double.infinity)
        // What patience counts from: the last epoch that was better by enough.
        var mark = (epoch: 0, loss: Double.infinity)
        var epochs = 0
        while epochs < options.epochs && epochs - mark.epoch < options.patience {
            try run(&state, over: examples, report)
            epochs += 1
            let quality = try await quality(of: adapted(state.numbers, epochs), on: heldOut, epochs)
            guard report(.epoch(epochs, quality)) else { throw Self.interrupted }
            if quality.loss < best.loss { best = (epochs, state.numbers, quality, quality.loss) }
            if mark.epoch == 0 || quality.loss < mark.loss - options.minimumImprovement {
                mark = (epochs, quality.loss)
            }
        }
        let (change, gain, margin) = Self.intervals(before, best.quality, heldOut)
        return TuningResult(
            adapter: try Adapter(best.numbers, model.layout, basePath: base.info.path, report: "{}"),
            before: before,
            after: best.quality,
            bestEpoch: best.epoch,
            epochs: epochs,
            truncated: examples.count { $0.input.truncated },
            change: change,
            gain: gain,
            margin: margin,
            shortfall: Self.shortfall(before, best.quality, (change, gain, margin), options)
        )
    }

    private typealias Differences = (change: Interval, gain: Interval, margin: Interval)

    /// The held-out loss and balanced accuracy less those without the adapter, and the loss less that of one answer for all pairs.
    private static func intervals(
        _ before: PairQuality,
        _ after: PairQuality,
        _ pairs: [LabelledPair]
    ) -> Differences {
        let labels = pairs.map(\.label)
        let answer = EntailmentScores.constant(for: labels)
        let constant = PairQuality(pairs.map { _ in answer }, of: labels)
        let clusters = Clusters.numbers(of: pairs.map(\.group))
        func difference(_ base: [Double], _ after: [Double]) -> Interval {
            Bootstrap.mean(of: zip(base, after).map { $1 - $0 }, clusters: clusters)
                ?? Interval(estimate: 0, bounds: nil, n: 1)
        }
        return (
            difference(before.losses, after.losses), difference(before.hits, after.hits),
            difference(constant.losses, after.losses)
        )
    }

    private static func shortfall(
        _ before: PairQuality,
        _ after: PairQuality,
        _ differences: Differences,
        _ options: TuningOptions
    ) -> TuningResult.Shortfall? {
        let falls = before.loss - after.loss
        guard falls > 0, falls >= options.minimumImprovement else { return .loss }
        guard after.balancedAccuracy >= before.balancedAccuracy else { return .balancedAccuracy }
        guard let upper = differences.change.upper, upper < 0 else { return .chance }
        let tellsMore = differences.gain.lower.map { $0 > 0 } ?? false
        let beatsConstant = differences.margin.upper.map { $0 < 0 } ?? false
        return tellsMore || beatsConstant ? nil : .constant
    }

    // MARK: Steps

    private func run(
        _ state: inout TuningState,
        over examples: [Example],
        _ report: (TuningEvent?) -> Bool
    ) throws(FielError) {
        for batch in state.nextEpoch() {
            let (gradient, scores) = gradient(of: batch.map { examples[$0] }, state.numbers)
            try state.step(gradient, scores, batch.map { examples[$0].label })
            guard report(state.takeEvent()) else { throw Self.interrupted }
        }
    }

    /// The mean gradient of a batch, and what the model says of its pairs.
    private func gradient(of batch: [Example], _ numbers: [Float]) -> ([Double], [EntailmentScores]) {
        let adapted = model.adapted(numbers)
        let count = model.layout.count
        let room = AlignedBuffer<Float>(count: batch.count * count)
        // The longest first, so that no thread is left with one at the end.
        let order = batch.indices.sorted { (batch[$0].input.ids.count, $1) > (batch[$1].input.ids.count, $0) }
        let found = workers.map(order) { [model] place in
            let example = batch[place]
            let gradient = room.start + place * count
            return (place, model.gradient(of: example.input, example.label, adapted, into: gradient))
        }
        var sum = [Double](repeating: 0, count: count)
        for place in batch.indices {
            let share = batch[place].weight / Double(batch.count)
            for index in 0..<count { sum[index] += share * Double(room.start[place * count + index]) }
        }
        return (sum, found.sorted { $0.0 < $1.0 }.map(\.1))
    }

    // MARK: Quality

    private func adapted(_ numbers: [Float], _ epoch: Int) throws(FielError) -> PairClassifier {
        guard numbers.isFinite else { throw TuningState.divergence(epoch) }
        let adapter = try Adapter(numbers, model.layout, basePath: base.info.path, report: "{}")
        return try PairClassifier(base, adapter: adapter)
    }

    private func quality(
        of classifier: PairClassifier,
        on pairs: [LabelledPair],
        _ epoch: Int = 0
    ) async throws(FielError) -> PairQuality {
        do throws(FielError) {
            return PairQuality(try await classifier.classify(pairs.map(\.pair)), of: pairs.map(\.label))
        } catch {
            throw epoch > 0 && error.code == .malformedModel ? TuningState.divergence(epoch) : error
        }
    }

    private static let interrupted = FielError(.interrupted, "tuning was interrupted")
}
