public import Fiel
public import FielCore
import FielStatistics

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
    public let calibration: HallucinationCalibration
    /// The number of labelled answers.
    public let n: Int
    /// How many of them are hallucinated.
    public let hallucinated: Int
    /// How often a hallucinated answer has the higher probability than a faithful one.
    public let auroc: Double
    /// Of the probabilities as the metric gives them.
    public let before: Figures
    /// Of the calibrated probabilities, each by a fit without its own fold of five.
    public let after: Figures

    /// Whether answers that were not fitted to are the better predicted, by the mean log loss.
    public var improves: Bool { after.logLoss < before.logLoss }

    /// Fits and cross-validates.
    ///
    /// - Throws: `FielError` with code `invalidArgument` where the answers are too few, or too few have one of the labels.
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
        calibration = try Self.fit(examples)
        let outside = try Self.crossValidated(examples)
        guard let auroc = Discrimination.auroc(probabilities, labels), let before = Figures(probabilities, labels),
            let after = Figures(outside, labels)
        else { throw FielError(.internalError, "labelled answers gave no figures") }
        (n, hallucinated) = (examples.count, positives)
        (self.auroc, self.before, self.after) = (auroc, before, after)
    }

    private static func fit(_ examples: [Example]) throws(FielError) -> HallucinationCalibration {
        let scores = examples.map { HallucinationCalibration.logOdds($0.probability) }
        guard let scaling = PlattScaling(fitting: scores, examples.map(\.isHallucinated)) else {
            throw FielError(.invalidArgument, "all labelled answers outside one part of five have the same label")
        }
        guard scaling.slope > 0 else {
            throw FielError(
                .invalidArgument,
                "the labels contradict the scores: hallucinated answers have the lower probabilities",
                hint: "1 or true must mean hallucinated"
            )
        }
        return try HallucinationCalibration(scaling)
    }

    private static func fold(_ example: Example) -> Int {
        Int(StableHash.of([example.cluster], seed: 0) % UInt64(folds))
    }

    /// The calibrated probability of each example by a fit to the other folds.
    private static func crossValidated(_ examples: [Example]) throws(FielError) -> [Double] {
        let fold = examples.map(fold)
        var calibrated = [Double](repeating: 0, count: examples.count)
        for held in 0..<folds where fold.contains(held) {
            let fit = try fit(examples.indices.filter { fold[$0] != held }.map { examples[$0] })
            for place in examples.indices where fold[place] == held {
                calibrated[place] = fit.probability(examples[place].probability)
            }
        }
        return calibrated
    }
}
