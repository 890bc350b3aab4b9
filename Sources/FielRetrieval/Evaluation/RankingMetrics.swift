#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A document that a run gives for a query.
public struct ScoredDocument: Sendable, Hashable {
    /// The document's id.
    public var document: String
    /// Its score; higher is better.
    public var score: Double

    /// Joins id and score.
    public init(document: String, score: Double) { (self.document, self.score) = (document, score) }

    /// Whether a document ranks before another: by score in single precision, then by id, both descending (`trec_eval`).
    static func precedes(_ left: ScoredDocument, _ right: ScoredDocument) -> Bool {
        let (a, b) = (Float(left.score), Float(right.score))
        return a != b ? a > b : right.document.utf8.lexicographicallyPrecedes(left.document.utf8)
    }
}

/// One query's ranking held against its judgements, by the definitions of `trec_eval`.
///
/// A document counts as relevant with a judgement of at least 1; unjudged documents count as not relevant.
public struct RankingMetrics: Sendable, Hashable {
    /// The judgements in the order of the ranking, 0 where there is none.
    private let gains: [Int]
    /// The judgements above 0, highest first.
    private let ideal: [Int]

    /// Ranks documents by score, then by id, both descending; scores are compared in single precision, as `trec_eval` does.
    public init(run: [ScoredDocument], judgements: [String: Int]) {
        let ranked = run.sorted(by: ScoredDocument.precedes)
        gains = ranked.map { max(0, judgements[$0.document] ?? 0) }
        ideal = judgements.values.filter { $0 > 0 }.sorted(by: >)
    }

    /// The share of the first k places that hold relevant documents; places past the ranking's end hold none.
    public func precision(at k: Int) -> Double { k > 0 ? Double(found(k)) / Double(k) : 0 }

    /// The share of the relevant documents that stand among the first k; 0 where none is relevant.
    public func recall(at k: Int) -> Double { ideal.isEmpty ? 0 : Double(found(k)) / Double(ideal.count) }

    /// 1 where a relevant document stands among the first k, else 0.
    public func hitRate(at k: Int) -> Double { found(k) > 0 ? 1 : 0 }

    /// 1 over the rank of the first relevant document; 0 where there is none.
    public var reciprocalRank: Double { gains.firstIndex { $0 > 0 }.map { 1 / Double($0 + 1) } ?? 0 }

    /// The mean, over the relevant documents, of the precision at each one's rank; 0 for those not ranked.
    public var averagePrecision: Double {
        guard !ideal.isEmpty else { return 0 }
        var (found, sum) = (0.0, 0.0)
        for (place, gain) in gains.enumerated() where gain > 0 {
            found += 1
            sum += found / Double(place + 1)
        }
        return sum / Double(ideal.count)
    }

    /// Σ gain/log2(rank + 1) over the first k places, as a share of the best possible; 0 where none is relevant.
    ///
    /// - Parameter k: the depth; the whole ranking where `nil`.
    public func nDCG(at k: Int? = nil) -> Double {
        let best = Self.discounted(ideal, k)
        return best > 0 ? Self.discounted(gains, k) / best : 0
    }

    private func found(_ k: Int) -> Int { gains.prefix(max(0, k)).count { $0 > 0 } }

    private static func discounted(_ gains: [Int], _ k: Int?) -> Double {
        gains.prefix(max(0, k ?? gains.count)).enumerated().reduce(0) {
            $0 + Double($1.element) / log2(Double($1.offset + 2))
        }
    }
}
