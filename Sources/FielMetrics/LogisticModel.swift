#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A probability from a few features: σ(bias + Σ weight · feature), fitted on human labels (Platt 1999).
struct LogisticModel: Sendable {
    let bias: Double
    let weights: [Double]

    /// The probability for features in the order of the weights.
    func probability(_ features: [Double]) -> Double {
        precondition(
            features.count == weights.count,
            "LogisticModel: \(features.count) features, \(weights.count) weights"
        )
        let logit = zip(weights, features).reduce(bias) { $0 + $1.0 * $1.1 }
        return 1 / (1 + exp(-max(-40, min(40, logit))))
    }

    /// ln(p / (1 − p)) of a probability, which is first kept 0.001 away from 0 and 1.
    static func logit(_ probability: Double) -> Double {
        let p = min(0.999, max(0.001, probability))
        return log(p / (1 - p))
    }
}
