public import Fiel
public import FielCore
public import FielStatistics

/// Fits P(hallucinated) to labelled answers, and says by cross-validation what that brings.
public struct CalibrationStudy: Sendable {
    /// A labelled answer.
    public struct Example: Sendable, Hashable {
        /// P(hallucinated) as the metric gives it, in 0...1.
        public var probability: Double
        /// Whether a person found it hallucinated.
        public var isHallucinated: Bool
        /// What it shares with answers that are not independent of it: they stay on one side of every cut.
        public var cluster: String

        /// Joins probability, label and cluster.
        public init(probability: Double, isHallucinated: Bool, cluster: String) {
            (self.probability, self.isHallucinated, self.cluster) = (probability, isHallucinated, cluster)
        }
    }

    /// How good probabilities are.
    public struct Figures: Sendable, Hashable {
        /// The mean of −ln of the probability given to the label.
        public let logLoss: Double
        /// The mean squared distance from the label.
        public let brierScore: Double
        /// The expected calibration error over ten bins of equal width.
        public let widthError: Double
        /// The expected calibration error over ten bins of equally many answers.
        public let massError: Double

        init?(_ probabilities: [Double], _ labels: [Bool]) {
            guard let loss = Reliability.logLoss(probabilities, labels),
                let brier = Reliability.brierScore(probabilities, labels),
                let width = Reliability(probabilities, labels),
                let mass = Reliability(probabilities, labels, by: .equalMass)
            else { return nil }
            (logLoss, brierScore) = (loss, brier)
            (widthError, massError) = (width.expectedError, mass.expectedError)
        }
    }

    /// The fewest labelled answers to fit to.
    public static let leastExamples = 50
    /// The fewest answers with either label.
    public static let leastOfEither = 10
    private static let folds = 5

    /// Fitted on all answers.
    public let scaling: PlattScaling
    /// The number of labelled answers.
    public let n: Int
    /// How many of them are hallucinated.
    public let hallucinated: Int
    /// How many sets of answers that share nothing with one another.
    public let clusters: Int
    /// How often a hallucinated answer has the higher probability than a faithful one, with its 95 % interval by cluster.
    public let auroc: Interval
    /// Of the probabilities as the metric gives them.
    public let before: Figures
    /// Of the calibrated probabilities, each by a fit without its own fold of five.
    public let after: Figures
    /// Of one probability for all answers, the share of hallucinated ones outside the own fold.
    public let baseRate: Figures
    /// The log loss after less that before, with its 95 % bootstrap interval by cluster.
    public let change: Interval
    /// The log loss after less that of the base rate, with its 95 % bootstrap interval by cluster.
    public let margin: Interval

    /// The calibration; nil unless answers that were not fitted to are the better predicted by it, by the mean log loss and
    /// by more than chance can explain.
    public var calibration: HallucinationCalibration? {
        guard let upper = change.upper, upper < 0 else { return nil }
        return try? HallucinationCalibration(scaling)
    }

    /// Whether there is a calibration.
    public var improves: Bool { calibration != nil }

    /// Whether the calibrated probabilities predict better than the base rate, by more than chance can explain.
    public var informs: Bool { margin.upper.map { $0 < 0 } ?? false }

    /// Fits and cross-validates.
    ///
    /// - Throws: `FielError` with code `invalidArgument` where the answers are too few, too few have one of the labels, or the
    ///   labels are the opposite of the scores by more than chance can explain.
    public init(_ examples: [Example]) throws(FielError) {
        let labels = examples.map(\.isHallucinated)
        let positives = labels.count { $0 }
        let (least, either) = (Self.leastExamples, Self.leastOfEither)
        guard examples.count >= least, positives >= either, examples.count - positives >= either else {
            throw FielError(
                .invalidArgument,
                "holds \(examples.count) labelled answers with a score, \(positives) of them hallucinated: too few to fit to",
                hint: "calibration needs \(least) answers, \(either) of them hallucinated and \(either) faithful"
            )
        }
        guard Set(examples.map(Self.fold)).count > 1 else {
            throw FielError(
                .invalidArgument,
                "holds answers of one source only, or of few: none is left to try the calibration on",
                hint: "calibration needs answers of several values of group"
            )
        }
        let probabilities = examples.map(\.probability)
        let clusters = Clusters.numbers(of: examples.map(\.cluster))
        guard let auroc = Discrimination.auroc(probabilities, labels, clusters: clusters) else {
            throw FielError(.internalError, "labelled answers gave no figures")
        }
        if let upper = auroc.upper, upper < 0.5 {
            throw FielError(
                .invalidArgument,
                "the labels contradict the scores: hallucinated answers have the lower probabilities",
                hint: "1 or true must mean hallucinated"
            )
        }
        scaling = try Self.fit(examples)
        let (outside, constant) = try Self.crossValidated(examples)
        guard let before = Figures(probabilities, labels), let after = Figures(outside, labels),
            let baseRate = Figures(constant, labels),
            let change = Self.difference(outside, probabilities, labels, clusters),
            let margin = Self.difference(outside, constant, labels, clusters)
        else { throw FielError(.internalError, "labelled answers gave no figures") }
        (n, hallucinated, self.clusters) = (examples.count, positives, Set(clusters).count)
        (self.auroc, self.before, self.after, self.baseRate) = (auroc, before, after, baseRate)
        (self.change, self.margin) = (change, margin)
    }

    private static func fit(_ examples: [Example]) throws(FielError) -> PlattScaling {
        let scores = examples.map { HallucinationCalibration.logOdds($0.probability) }
        guard let scaling = PlattScaling(fitting: scores, examples.map(\.isHallucinated)) else {
            throw FielError(.invalidArgument, "all labelled answers outside one part of five have the same label")
        }
        return scaling
    }

    private static func fold(_ example: Example) -> Int {
        Int(StableHash.of([example.cluster], seed: 0) % UInt64(folds))
    }

    /// Of each example by a fit to the other folds: the calibrated probability, and the share of hallucinated ones, by
    /// Laplace's rule never 0 or 1.
    private static func crossValidated(
        _ examples: [Example]
    ) throws(FielError) -> (calibrated: [Double], constant: [Double]) {
        let fold = examples.map(fold)
        var calibrated = [Double](repeating: 0, count: examples.count)
        var constant = calibrated
        for held in 0..<folds where fold.contains(held) {
            let others = examples.indices.filter { fold[$0] != held }.map { examples[$0] }
            let fit = try fit(others)
            let share = Double(1 + others.count { $0.isHallucinated }) / Double(2 + others.count)
            for place in examples.indices where fold[place] == held {
                calibrated[place] = fit.probability(HallucinationCalibration.logOdds(examples[place].probability))
                constant[place] = share
            }
        }
        return (calibrated, constant)
    }

    /// The mean log loss of one prediction less that of another.
    private static func difference(
        _ candidate: [Double],
        _ base: [Double],
        _ labels: [Bool],
        _ clusters: [Int]
    ) -> Interval? {
        func losses(_ probabilities: [Double]) -> [Double] {
            zip(probabilities, labels).compactMap { Reliability.logLoss([$0], [$1]) }
        }
        return PairedDifference(base: losses(base), candidate: losses(candidate), clusters: clusters)?.mean
    }
}
