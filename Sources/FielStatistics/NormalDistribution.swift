#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The standard normal distribution.
enum NormalDistribution {
    /// The z with P(|Z| ≤ z) = confidence.
    ///
    /// Newton's method on the tail erfc(z/√2) = 1 − confidence: the tail is convex for z > 0, so the steps from 0 rise to
    /// the root without passing it.
    static func twoSidedQuantile(_ confidence: Double) -> Double {
        precondition(confidence > 0 && confidence < 1, "confidence \(confidence) is not between 0 and 1")
        let tail = 1 - confidence
        var z = 0.0
        for _ in 0..<100 {
            let step = (erfc(z / 2.0.squareRoot()) - tail) / ((2 / Double.pi).squareRoot() * exp(-z * z / 2))
            z += step
            if step <= z * 1e-15 { break }
        }
        return z
    }

    /// The z with P(Z ≤ z) = probability.
    static func quantile(_ probability: Double) -> Double {
        guard probability != 0.5 else { return 0 }
        let z = twoSidedQuantile(abs(2 * probability - 1))
        return probability > 0.5 ? z : -z
    }
}
