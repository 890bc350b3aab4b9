#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// How well a term's count in a chunk speaks for the chunk: BM25 and its variants.
///
/// With L = k1·(1 − b + b·|d|/avgdl), a chunk's score is the sum over the query's terms that occur in it. So sum Lv & Zhai
/// (CIKM 2011, SIGIR 2011), who gave BM25+ and BM25L; some implementations sum over terms that do not occur as well.
public struct BM25: Sendable, Hashable {
    /// The formulas that Kamphuis and others compared in 2020, as `bm25s` implements them.
    public enum Variant: String, Sendable, Hashable, CaseIterable {
        /// tf/(tf + L), idf ln(1 + (N − df + ½)/(df + ½)).
        case lucene
        /// tf/(tf + L), idf max(0, ln((N − df + ½)/(df + ½))).
        case robertson
        /// (k1 + 1)·tf/(tf + L), idf ln(N/df).
        case atire
        /// (k1 + 1)·tf/(tf + L) + δ, idf ln((N + 1)/df).
        case plus = "bm25+"
        /// (k1 + 1)·(c + δ)/(k1 + c + δ) with c = k1·tf/L, idf ln((N + 1)/(df + ½)).
        case bm25l
    }

    /// The formula.
    public var variant = Variant.lucene
    /// How slowly repeated terms saturate; above 0.
    public var k1 = 1.5
    /// How much long chunks are held back, from 0 to 1.
    public var b = 0.75
    /// The lower bound of BM25+ and BM25L; at least 0.
    public var delta = 0.5

    /// Lucene's variant with k1 1.5, b 0.75, δ 0.5.
    public init() {}

    /// Whether the parameters are in their ranges, so that scores are finite and never negative.
    var isValid: Bool { k1 > 0 && k1.isFinite && (0...1).contains(b) && delta >= 0 && delta.isFinite }

    /// The weight of a term that `df` of `count` chunks have; at least 0.
    func idf(df: Int, count: Int) -> Double {
        let (df, count) = (Double(df), Double(count))
        return switch variant {
        case .lucene: log(1 + max(0, count - df + 0.5) / (df + 0.5))
        case .robertson: max(0, log(max(0.5, count - df + 0.5) / (df + 0.5)))
        case .atire: max(0, log(count / df))
        case .plus: max(0, log((count + 1) / df))
        case .bm25l: max(0, log((count + 1) / (df + 0.5)))
        }
    }

    /// What `tf` occurrences give in a chunk of a length relative to the mean; grows with `tf`, falls with the length.
    func gain(tf: Double, relativeLength: Double) -> Double {
        let norm = 1 - b + b * relativeLength
        return switch variant {
        case .lucene, .robertson: tf / (tf + k1 * norm)
        case .atire: (k1 + 1) * tf / (tf + k1 * norm)
        case .plus: (k1 + 1) * tf / (tf + k1 * norm) + delta
        case .bm25l: saturated(norm > 0 ? tf / norm : .greatestFiniteMagnitude)
        }
    }

    private func saturated(_ c: Double) -> Double { (k1 + 1) * (1 - k1 / (k1 + c + delta)) }
}
