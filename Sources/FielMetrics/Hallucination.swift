public import FielCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Hallucination: P(the answer holds something that the passages do not support).
///
/// A calibrated probability from the supports of the claims: their mean, and the weakest of them, which lowers it once more.
public struct Hallucination: Sendable {
    /// What the metric declares.
    public static let info = MetricInfo(
        id: "hallucination",
        version: 8,
        range: 0...1,
        better: .lower,
        definition: "P(the answer holds something that the passages do not support), calibrated on human labels."
    )

    /// Fitted by `benchmarks/calibrate.py` on the weakest and the mean support.
    static let calibration = LogisticModel(bias: 0.3265, weights: [-0.3283, -0.619])

    /// Uses the calibration that Fiel was fitted with.
    public init() {}

    /// The metric from the judged claims; it ends as groundedness ends where that has no value.
    public func outcome(_ claims: [ClaimJudgement], groundedness: Outcome) -> Outcome {
        guard case .scored(let mean) = groundedness else { return groundedness }
        let weakest = claims.filter { $0.verdict != .notCheckable }.map(\.support).min() ?? mean
        return .scored(Self.calibration.probability([LogisticModel.logit(weakest), LogisticModel.logit(mean)]))
    }
}
