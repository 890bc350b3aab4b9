import FielCore
import FielRetrieval
import FielStatistics

/// How well a run finds what judges found relevant: means over queries with their intervals.
struct RetrievalReport {
    private let rows: [(name: String, mean: Interval?)]
    private let judged: Int
    private let unjudged: Int
    private let missing: Int

    /// Measures a run.
    ///
    /// - Parameter depth: how many documents were asked for; nothing is measured beyond.
    init(_ run: TRECRun, _ judgements: TRECJudgements, depth: Int) {
        let asked = run.queries.keys.filter { judgements.queries[$0] != nil }.sorted()
        judged = asked.count
        unjudged = run.queries.count - asked.count
        missing = judgements.queries.keys.count { run.queries[$0] == nil }
        let metrics = asked.map {
            RankingMetrics(run: run.queries[$0] ?? [], judgements: judgements.queries[$0] ?? [:])
        }
        func row(_ name: String, _ value: (RankingMetrics) -> Double) -> (name: String, mean: Interval?) {
            (name, Bootstrap.mean(of: metrics.map(value)))
        }
        let cuts = [1, 3, 5, 10, 20, 100].filter { $0 < depth } + [depth]
        rows =
            [row("nDCG@\(min(10, depth))") { $0.nDCG(at: min(10, depth)) }, row("MAP", \.averagePrecision)]
            + [row("MRR", \.reciprocalRank)]
            + cuts.map { cut in row("precision@\(cut)") { $0.precision(at: cut) } }
            + cuts.map { cut in row("recall@\(cut)") { $0.recall(at: cut) } }
            + cuts.map { cut in row("hit rate@\(cut)") { $0.hitRate(at: cut) } }
    }

    /// The figures for a person, with a closing line break.
    func text(_ console: Console) -> String {
        var head = "\(judged) judged queries"
        if unjudged > 0 { head += ", \(unjudged) without judgements left out" }
        if missing > 0 { head += "; \(missing) judged ones were not asked" }
        let widest = rows.map(\.name.count).max() ?? 0
        let lines = rows.map { name, mean in
            let bounds = mean?.bounds.map {
                "\(DecimalText.fixed($0.lowerBound)) – \(DecimalText.fixed($0.upperBound))"
            }
            return TextLayout.padded(name, to: widest) + "  " + (mean.map { DecimalText.fixed($0.estimate) } ?? "    –")
                + "   " + (bounds ?? "–")
        }
        let columns = TextLayout.padded("metric", to: widest) + "   mean   95 % interval"
        return ([head, "", console.style.dim(columns)] + lines).joined(separator: "\n") + "\n"
    }

    /// The figures for a program: `{"queries","metrics":{NAME:{"mean","interval"}}}`.
    var json: String {
        var json = JSONWriter()
        json.object { json in
            json.member("queries", judged)
            json.member("unjudged", unjudged)
            json.member("not_asked", missing)
            json.key("metrics")
            json.object { json in
                for (name, mean) in rows {
                    json.key(name)
                    json.object { json in
                        json.key("mean")
                        json.number(mean?.estimate)
                        json.key("interval")
                        if let bounds = mean?.bounds {
                            json.numbers([bounds.lowerBound, bounds.upperBound])
                        } else {
                            json.null()
                        }
                    }
                }
            }
        }
        return json.text + "\n"
    }
}
