import FielCore
import FielRetrieval
import Foundation
import Testing

/// Goldens of `fixtures/retrieval`: what `bm25s` and `pytrec_eval` compute.
@Suite("Beside the peers") struct PeerTests {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "fixtures/retrieval")

    private struct Scores: Decodable {
        var k1: Double
        var b: Double
        var delta: Double
        var documents: [[Int]]
        var queries: [[Int]]
        var scores: [String: [[Double]]]
    }

    private struct Case: Decodable {
        var run: [String: Double]
        var judgements: [String: Int]
        var measures: [String: Double]
    }

    @Test("BM25 scores are those of bm25s, for every variant", arguments: BM25.Variant.allCases)
    func bm25(variant: BM25.Variant) throws {
        let golden = try JSONDecoder().decode(
            Scores.self,
            from: Data(contentsOf: Self.folder.appending(path: "bm25.json"))
        )
        var builder = InvertedIndexBuilder()
        for document in golden.documents { builder.add(document.map { "t\($0)" }) }
        let sections = Dictionary(uniqueKeysWithValues: try builder.sections().map { ($0.name, $0.bytes) })
        let index = try InvertedIndex { (name) throws(FielError) in IndexSection(sections[name] ?? []) }
        var formula = BM25()
        (formula.variant, formula.k1, formula.b, formula.delta) = (variant, golden.k1, golden.b, golden.delta)
        let expected = try #require(golden.scores[variant.rawValue])
        for (query, scores) in zip(golden.queries, expected) {
            let found = try index.search(
                query.map { "t\($0)" },
                top: golden.documents.count,
                formula: formula,
                strategy: .exhaustive,
                deleted: { _ in false }
            )
            for chunk in found { #expect(abs(chunk.score - scores[chunk.index]) < 1e-4, "\(query)") }
            let ranked = Set(found.map(\.index))
            for (document, terms) in golden.documents.enumerated() where !ranked.contains(document) {
                #expect(Set(terms).isDisjoint(with: query) || abs(scores[document]) < 1e-4)
            }
        }
    }

    @Test("ranking metrics are those of trec_eval, ties included")
    func metrics() throws {
        let cases = try JSONDecoder().decode(
            [Case].self,
            from: Data(contentsOf: Self.folder.appending(path: "metrics.json"))
        )
        for golden in cases {
            let run = golden.run.map { ScoredDocument(document: $0.key, score: $0.value) }
            let found = RankingMetrics(run: run, judgements: golden.judgements)
            let values = [
                "map": found.averagePrecision, "recip_rank": found.reciprocalRank, "ndcg": found.nDCG(),
                "ndcg_cut_5": found.nDCG(at: 5), "ndcg_cut_10": found.nDCG(at: 10), "P_5": found.precision(at: 5),
                "P_10": found.precision(at: 10), "recall_5": found.recall(at: 5), "recall_10": found.recall(at: 10),
                "success_5": found.hitRate(at: 5),
            ]
            for (name, expected) in golden.measures {
                #expect(abs((values[name] ?? -1) - expected) < 1e-6, "\(name) of \(golden.judgements)")
            }
            #expect(golden.measures.count == values.count)
        }
    }
}
