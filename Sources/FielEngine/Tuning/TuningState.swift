import FielCore

/// Where tuning stands: the adapter's numbers, the optimiser, and what was seen since the last report.
struct TuningState: Sendable {
    /// The adapter's numbers.
    private(set) var numbers: [Float]
    private let options: TuningOptions
    private let schedule: LearningRateSchedule
    private let stepsPerEpoch: Int
    private var optimizer: AdamW
    private var generator: SeededGenerator
    private var order: [Int]
    private var done = 0
    private var seen: (scores: [EntailmentScores], labels: [LabelledPair.Label]) = ([], [])

    /// Starts at no change.
    init(_ layout: AdapterLayout, pairs: Int, _ options: TuningOptions) {
        numbers = [Float](repeating: 0, count: layout.count)
        self.options = options
        stepsPerEpoch = (pairs + options.batchSize - 1) / options.batchSize
        schedule = LearningRateSchedule(peak: options.learningRate, steps: stepsPerEpoch * options.epochs)
        optimizer = AdamW(count: layout.count, weightDecay: options.weightDecay)
        generator = SeededGenerator(seed: options.seed)
        order = Array(0..<pairs)
    }

    /// The places of all pairs in a new order, cut into batches.
    mutating func nextEpoch() -> [[Int]] {
        order = generator.shuffled(order)
        return stride(from: 0, to: order.count, by: options.batchSize).map {
            Array(order[$0..<min($0 + options.batchSize, order.count)])
        }
    }

    /// Takes one step.
    ///
    /// - Throws: `FielError` with code `invalidArgument` where the gradient is not finite.
    mutating func step(
        _ gradient: [Double],
        _ scores: [EntailmentScores],
        _ labels: [LabelledPair.Label]
    ) throws(FielError) {
        let length = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard length.isFinite else { throw Self.divergence(done / stepsPerEpoch + 1) }
        let factor = min(1, options.longestGradient / max(length, .leastNormalMagnitude))
        optimizer.update(&numbers, gradient.map { $0 * factor }, rate: schedule.rate(at: done))
        done += 1
        seen.scores += scores
        seen.labels += labels
    }

    /// The event that is due, if one is.
    mutating func takeEvent() -> TuningEvent? {
        guard done % options.logInterval == 0 || done % stepsPerEpoch == 0, !seen.scores.isEmpty else { return nil }
        let quality = PairQuality(seen.scores, of: seen.labels)
        seen = ([], [])
        return .steps(done: done, total: schedule.steps, loss: quality.loss, accuracy: quality.accuracy)
    }

    /// The error that numbers have grown beyond all bounds.
    static func divergence(_ epoch: Int) -> FielError {
        FielError(
            .invalidArgument,
            "tuning has diverged in epoch \(epoch): its numbers are not finite any more",
            hint: "lower the learning rate"
        )
    }
}
