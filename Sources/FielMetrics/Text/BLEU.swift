public import FielCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// BLEU of one answer: how many of its word sequences stand in a gold answer.
///
/// Sentence BLEU (Papineni et al. 2002) as `sacrebleu` has it (Post 2018): mteval's 13a tokens, sequences of up to four
/// words, halved counts in place of zeros (Chen & Cherry 2014, method 3), only the orders that the answer is long enough
/// for, and a penalty for answers shorter than the gold answer nearest in length. In 0...1, where `sacrebleu` prints 0 to
/// 100.
public struct BLEU: TextMetric {
    /// What the metric declares.
    public static let info = MetricInfo(
        id: "bleu",
        version: 1,
        range: 0...1,
        better: .higher,
        definition: "Sentence BLEU of sacrebleu (13a, exp smoothing, effective order), divided by 100."
    )

    /// The metric has no settings.
    public init() {}

    /// BLEU of an answer, in 0...1.
    ///
    /// - Parameter references: equally good gold answers; a sequence counts as often as in the one that has it most often.
    public static func score(_ answer: String, _ references: [String]) -> Double {
        let own = Tokens13a(answer).words
        let gold = references.map { Tokens13a($0).words }
        var orders: [(matches: Int, total: Int)] = []
        for n in 1...4 where own.count >= n {
            var allowed = NGrams<[UInt8]>([], n)
            for words in gold { allowed.formMaximum(with: NGrams(words, n)) }
            orders.append((NGrams(own, n).shared(with: allowed), own.count - n + 1))
        }
        guard orders.contains(where: { $0.matches > 0 }) else { return 0 }
        return brevity(own.count, gold.map(\.count)) * exp(meanLogPrecision(orders))
    }

    /// The mean log of the precisions; each zero counts half of what the zero before it did, the first as half a match.
    private static func meanLogPrecision(_ orders: [(matches: Int, total: Int)]) -> Double {
        var divisor = 1.0
        let logs = orders.map { order in
            if order.matches > 0 { return log(Double(order.matches) / Double(order.total)) }
            divisor *= 2
            return log(1 / (divisor * Double(order.total)))
        }
        return logs.reduce(0, +) / Double(orders.count)
    }

    /// exp(1 − r/c) where the answer's length c is below r, the nearest of the gold answers' lengths, the shorter on a tie.
    private static func brevity(_ length: Int, _ references: [Int]) -> Double {
        let nearest = references.min { (abs($0 - length), $0) < (abs($1 - length), $1) } ?? 0
        return length < nearest ? exp(1 - Double(nearest) / Double(length)) : 1
    }

    package func outcome(of sample: Sample) -> Outcome {
        let references = sample.references
        return references.isEmpty ? .noReference : .scored(min(1, Self.score(sample.answer, references)))
    }
}
