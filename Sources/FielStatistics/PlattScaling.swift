#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A probability from a score: p = 1 / (1 + exp(−(slope · score + offset))).
///
/// Platt, "Probabilistic outputs for support vector machines", 1999.
public struct PlattScaling: Sendable, Hashable {
    /// How fast the probability rises with the score.
    public var slope: Double
    /// The log-odds at score 0.
    public var offset: Double

    /// Takes parameters that were fitted before.
    public init(slope: Double, offset: Double) { (self.slope, self.offset) = (slope, offset) }

    /// Fits the parameters by maximum likelihood.
    ///
    /// Newton's method with backtracking, on Platt's smoothed targets (n₊+1)/(n₊+2) and 1/(n₋+2), which keep the parameters
    /// finite where scores part the labels: Lin, Lin & Weng, "A note on Platt's probabilistic outputs for support vector
    /// machines", Machine Learning 2007.
    ///
    /// - Parameters:
    ///   - scores: finite numbers.
    ///   - labels: one a score; whether it came true.
    /// - Returns: nil without a positive or without a negative.
    public init?(fitting scores: [Double], _ labels: [Bool]) {
        precondition(scores.count == labels.count, "PlattScaling: \(scores.count) scores, \(labels.count) labels")
        Values.requireFinite(scores)
        let positives = Double(labels.count { $0 })
        let negatives = Double(labels.count) - positives
        guard positives > 0, negatives > 0 else { return nil }
        let targets = labels.map { $0 ? (positives + 1) / (positives + 2) : 1 / (negatives + 2) }
        var fit = PlattScaling(slope: 0, offset: log((positives + 1) / (negatives + 1)))
        var loss = fit.loss(scores, targets)
        for _ in 0..<100 {
            let (gradient, step) = fit.newton(scores, targets)
            guard max(abs(gradient.slope), abs(gradient.offset)) > 1e-10 * Double(scores.count) else { break }
            var size = 1.0
            while true {
                let next = PlattScaling(slope: fit.slope + size * step.slope, offset: fit.offset + size * step.offset)
                let nextLoss = next.loss(scores, targets)
                let expected = gradient.slope * step.slope + gradient.offset * step.offset
                if nextLoss < loss + 1e-4 * size * expected {
                    (fit, loss) = (next, nextLoss)
                    break
                }
                size /= 2
                guard size > 1e-10 else {
                    self = fit
                    return
                }
            }
        }
        self = fit
    }

    /// The probability for a score, in 0...1.
    public func probability(_ score: Double) -> Double {
        let z = slope * score + offset
        return z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z))
    }

    /// Cross-entropy against soft targets, summed.
    private func loss(_ scores: [Double], _ targets: [Double]) -> Double {
        zip(scores, targets).reduce(0) { sum, pair in
            let z = slope * pair.0 + offset
            return sum + max(z, 0) - pair.1 * z + log1p(exp(-abs(z)))
        }
    }

    /// The gradient of the loss, and the step −H⁻¹g.
    private func newton(
        _ scores: [Double],
        _ targets: [Double]
    ) -> (gradient: PlattScaling, step: PlattScaling) {
        var gradient = PlattScaling(slope: 0, offset: 0)
        // A ridge keeps the matrix invertible where all scores are equal.
        var (h11, h22, h12) = (1e-12, 1e-12, 0.0)
        for (score, target) in zip(scores, targets) {
            let p = probability(score)
            let weight = p * (1 - p)
            gradient.slope += (p - target) * score
            gradient.offset += p - target
            h11 += weight * score * score
            h22 += weight
            h12 += weight * score
        }
        let determinant = h11 * h22 - h12 * h12
        return (
            gradient,
            PlattScaling(
                slope: -(h22 * gradient.slope - h12 * gradient.offset) / determinant,
                offset: -(h11 * gradient.offset - h12 * gradient.slope) / determinant
            )
        )
    }
}
