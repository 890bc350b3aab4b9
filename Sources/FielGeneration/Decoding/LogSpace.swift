import CFielKernels
import FielCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Sums of probabilities given as natural logarithms, in double precision.
enum LogSpace {
    /// log Σ exp(values): the logarithm of the sum of probabilities; −∞ for none.
    static func sum(_ values: some Sequence<Double>) -> Double {
        let greatest = values.reduce(-Double.infinity) { max($0, $1) }
        guard greatest.isFinite else { return greatest }
        return greatest + log(values.reduce(0) { $0 + exp($1 - greatest) })
    }

    /// log Σ exp(logits), which makes log-probabilities of logits.
    ///
    /// - Throws: `FielError` with code `malformedModel` where they make no distribution.
    static func normalizer(of logits: [Float]) throws(FielError) -> Double {
        var greatest = 0.0
        let total = fiel_exp_sum(fiel_isa_best(), logits.count, logits, &greatest, nil)
        return try checked(greatest + log(total))
    }

    /// exp(logits − greatest), their sum, and log Σ exp(logits).
    ///
    /// - Throws: `FielError` with code `malformedModel` where they make no distribution.
    static func weights(
        of logits: [Float]
    ) throws(FielError) -> (weights: [Double], total: Double, normalizer: Double) {
        var greatest = 0.0
        var total = 0.0
        let weights = [Double](unsafeUninitializedCapacity: logits.count) { buffer, initialized in
            total = fiel_exp_sum(fiel_isa_best(), logits.count, logits, &greatest, buffer.baseAddress)
            initialized = logits.count
        }
        return (weights, total, try checked(greatest + log(total)))
    }

    /// The logarithm of a distribution's sum, where it is one.
    static func checked(_ normalizer: Double) throws(FielError) -> Double {
        guard normalizer.isFinite else {
            throw FielError(.malformedModel, "the model gave logits that make no distribution")
        }
        return normalizer
    }

    /// e to the power of a log-probability.
    static func probability(_ logarithm: Double) -> Double { exp(logarithm) }

    /// The natural logarithm; −∞ of 0.
    static func logarithm(_ probability: Double) -> Double { log(probability) }

    /// One value to the power of another.
    static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

    /// The probabilities whose logarithms are given up to a constant; they sum to 1.
    static func normalized(_ logarithms: [Double]) -> [Double] {
        let total = sum(logarithms)
        return logarithms.map { exp($0 - total) }
    }
}

/// The order of tokens by their scores; of equal scores, the lowest id comes first.
enum Ranking {
    /// The id of the greatest score; nil where all are −∞.
    static func best(of scores: [Double]) -> Int? {
        var best: Int?
        var greatest = -Double.infinity
        for (id, score) in scores.enumerated() where score > greatest {
            greatest = score
            best = id
        }
        return best
    }

    /// The ids of the greatest scores above −∞, greatest first.
    static func top(_ count: Int, of scores: [Double]) -> [Int] {
        guard count > 0 else { return [] }
        var ids: [Int] = []
        for (id, score) in scores.enumerated() where score > -.infinity {
            if ids.count == count {
                guard let last = ids.last, score > scores[last] else { continue }
                ids.removeLast()
            }
            var low = 0
            var high = ids.count
            while low < high {
                let middle = (low + high) / 2
                if scores[ids[middle]] >= score { low = middle + 1 } else { high = middle }
            }
            ids.insert(id, at: low)
        }
        return ids
    }
}
