#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// McNemar's test: whether two measurements of the same things pass equally often.
public enum McNemar {
    /// The exact two-sided p: binomial with ½ over the pairs that disagree (McNemar, *Psychometrika* 1947; exact form).
    ///
    /// - Parameters:
    ///   - lost: pairs that pass at first and fail then, at least 0.
    ///   - won: pairs that fail at first and pass then, at least 0.
    public static func exact(lost: Int, won: Int) -> Double {
        precondition(lost >= 0 && won >= 0, "McNemar: \(lost) lost and \(won) won pairs")
        let n = lost + won
        let few = min(lost, won)
        guard n > 0 else { return 1 }
        // log C(n, k) − n log 2, so that large counts neither overflow nor vanish.
        let tail = (0...few).reduce(0.0) { sum, k in
            let choose = lgamma(Double(n) + 1) - lgamma(Double(k) + 1) - lgamma(Double(n - k) + 1)
            return sum + exp(choose - Double(n) * log(2.0))
        }
        return min(1, 2 * tail)
    }
}

/// Corrections for asking several questions at once.
public enum MultipleTests {
    /// Holm's adjusted p, in the order given: below α where the step-down procedure rejects at family-wise error α.
    ///
    /// Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 1979.
    ///
    /// - Parameter p: values in 0...1.
    public static func holm(_ p: [Double]) -> [Double] {
        var adjusted = p
        var highest = 0.0
        let order = p.indices.sorted { (p[$0], $0) < (p[$1], $1) }
        for (rank, index) in order.enumerated() {
            precondition((0...1).contains(p[index]), "MultipleTests.holm: p \(p[index]) is not in 0...1")
            highest = max(highest, min(1, Double(p.count - rank) * p[index]))
            adjusted[index] = highest
        }
        return adjusted
    }
}
