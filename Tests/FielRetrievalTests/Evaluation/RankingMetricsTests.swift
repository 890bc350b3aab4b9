import FielCore
import FielRetrieval
import Testing

@Suite("Ranking metrics")
struct RankingMetricsTests {
    private let run = [
        ScoredDocument(document: "a", score: 1), ScoredDocument(document: "b", score: 1),
        ScoredDocument(document: "c", score: 3),
    ]

    @Test("Equal scores are ranked by id, the highest first")
    func ties() {
        #expect(RankingMetrics(run: run, judgements: ["b": 1]).reciprocalRank == 1.0 / 2)
        #expect(RankingMetrics(run: run, judgements: ["a": 1]).reciprocalRank == 1.0 / 3)
    }

    @Test("The measures follow trec_eval's definitions")
    func definitions() {
        let metrics = RankingMetrics(run: run, judgements: ["b": 2, "a": 1, "missing": 1, "c": 0])
        #expect(metrics.precision(at: 2) == 0.5)
        #expect(metrics.precision(at: 10) == 0.2)
        #expect(abs(metrics.recall(at: 3) - 2.0 / 3) < 1e-12)
        #expect(abs(metrics.averagePrecision - (1.0 / 2 + 2.0 / 3) / 3) < 1e-12)
        #expect(metrics.hitRate(at: 1) == 0)
        // (2/log2(3) + 1/2) / (2 + 1/log2(3) + 1/2)
        #expect(abs(metrics.nDCG() - 1.761_859_507_142_914_9 / 3.130_929_753_571_457_3) < 1e-12)
    }

    @Test("A run and judgements come back from their text")
    func roundTrip() throws {
        let run = try TRECRun(parsing: "q Q0 b 1 2.5 x\nq Q0 a 2 1.0 x\n", file: "run")
        #expect(try TRECRun(parsing: run.text(tag: "y"), file: "run") == run)
        let judged = try TRECJudgements(parsing: "q 0 b 1\nq 0 a -1\n", file: "qrels")
        #expect(try TRECJudgements(parsing: judged.text, file: "qrels") == judged)
    }

    @Test("A bad line is named", arguments: ["q Q0 b 1 nan x", "q Q0 b 1 2", "q Q0 a 1 2 x"])
    func badLine(line: String) throws {
        let error = try #require(throws: FielError.self) {
            try TRECRun(parsing: "q Q0 a 1 2 x\n\(line)\n", file: "run")
        }
        #expect(error.location == .init(file: "run", line: 2))
    }
}
