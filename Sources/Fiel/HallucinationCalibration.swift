public import FielCore
import FielMetrics
public import FielStatistics

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Makes P(hallucinated) fit a team's own answers: Platt scaling of its log-odds, fitted on answers that people labelled.
///
/// A slope of 1 and an offset of 0 leave every probability as it is. The order of answers never changes.
public struct HallucinationCalibration: Sendable, Hashable {
    /// The map from the log-odds of the metric to those of the calibrated probability.
    public let scaling: PlattScaling

    /// Takes a map that was fitted before.
    ///
    /// - Throws: `FielError` with code `invalidArgument` for a slope that is not positive, or a number beyond ±1,000.
    public init(_ scaling: PlattScaling) throws(FielError) {
        guard scaling.slope > 0, scaling.slope <= Self.largest, abs(scaling.offset) <= Self.largest else {
            throw FielError(
                .invalidArgument,
                "the calibration has slope \(scaling.slope) and offset \(scaling.offset), expected a slope above 0 and neither "
                    + "beyond ±\(Int(Self.largest))"
            )
        }
        self.scaling = scaling
    }

    /// The largest magnitude of slope and offset; those of real calibrations are below 20.
    private static let largest = 1_000.0

    /// ln(p / (1 − p)), kept within ±14.
    public static func logOdds(_ probability: Double) -> Double {
        let p = min(1 - 1e-6, max(1e-6, probability))
        return log(p / (1 - p))
    }

    /// The calibrated probability, in 0...1.
    public func probability(_ uncalibrated: Double) -> Double {
        scaling.probability(Self.logOdds(uncalibrated))
    }

    /// The evaluation with its hallucination metric calibrated; the other metrics stay as they are.
    public func applied(to evaluation: Evaluation) -> Evaluation {
        guard case .scored(let value)? = evaluation.metrics[Hallucination.info.id] else { return evaluation }
        var calibrated = evaluation
        calibrated.metrics[Hallucination.info.id] = .scored(probability(value))
        return calibrated
    }
}
