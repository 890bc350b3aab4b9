import FielCore
import FielStatistics
import FielSuite
import Foundation
import Testing

@Suite("Comparison of results") struct ComparisonTests {
    private static let metrics = [
        MetricInfo(id: "groundedness", version: 1, range: 0...1, better: .higher, definition: ""),
        MetricInfo(id: "hallucination", version: 1, range: 0...1, better: .lower, definition: ""),
    ]

    private func results(_ rows: [(id: String, values: [String: Double?])], path: String = "r.jsonl") throws
        -> RecordedResults
    {
        let lines = rows.map { row in
            let outcomes = row.values.sorted { $0.key < $1.key }.map { name, value in
                value.map { "\"\(name)\":{\"status\":\"scored\",\"value\":\($0)}" }
                    ?? "\"\(name)\":{\"status\":\"abstained\"}"
            }
            return "{\"id\":\"\(row.id)\",\"metrics\":{\(outcomes.joined(separator: ","))},\"claims\":[]}"
        }
        return try RecordedResults(MemorySource(lines.joined(separator: "\n").utf8))
    }

    private func rows(_ values: [Double], of metric: String = "groundedness") -> [(
        id: String, values: [String: Double?]
    )] {
        values.enumerated().map { ("s\($0.offset)", [metric: $0.element]) }
    }

    private func uniform(_ numbers: inout SeededGenerator) -> Double { Double(numbers.next() >> 11) / Double(1 << 53) }

    @Test("results against themselves pass, whatever is asked of them")
    func itself() throws {
        for values in [[0.2], [0.2, 0.9], Array(repeating: 0.5, count: 40)] {
            let file = try results(rows(values))
            var options = ComparisonOptions()
            options.maxDrop = 0.001
            let comparison = Comparison(base: file, candidate: file, metrics: Self.metrics, options: options)
            #expect(comparison.passes && comparison.regressions.isEmpty)
        }
    }

    @Test("a drop on every sample is worse, a rise better, for metrics of either direction")
    func direction() throws {
        let low = (0..<20).map { 0.3 + 0.01 * Double($0) }
        let high = low.map { $0 + 0.2 }
        for (metric, worse) in [("groundedness", (high, low)), ("hallucination", (low, high))] {
            let (base, candidate) = (try results(rows(worse.0, of: metric)), try results(rows(worse.1, of: metric)))
            let down = Comparison(base: base, candidate: candidate, metrics: Self.metrics)
            #expect(!down.passes && down.metrics.first { $0.info.id == metric }?.verdict == .worse)
            #expect(down.regressions.count == 5 && down.regressions.allSatisfy { abs($0.drop - 0.2) < 1e-9 })
            let up = Comparison(base: candidate, candidate: base, metrics: Self.metrics)
            #expect(up.passes && up.metrics.first { $0.info.id == metric }?.verdict == .better)
            #expect(up.regressions.isEmpty)
        }
    }

    @Test("a metric of which neither way is better is told to differ, and fails nothing")
    func neither() throws {
        let copied = MetricInfo(id: "extractiveness", version: 1, range: 0...1, better: .neither, definition: "")
        let values = (0..<20).map { 0.3 + 0.01 * Double($0) }
        let base = try results(rows(values, of: copied.id))
        let candidate = try results(rows(values.map { $0 - 0.2 }, of: copied.id))
        var options = ComparisonOptions()
        options.maxDrop = 0.01
        let comparison = Comparison(base: base, candidate: candidate, metrics: [copied], options: options)
        #expect(comparison.passes && comparison.regressions.isEmpty)
        #expect(comparison.metrics.map(\.verdict) == [.different] && comparison.metrics[0].mayDrop == nil)
        #expect(Comparison(base: base, candidate: base, metrics: [copied]).metrics[0].verdict == .same)
    }

    @Test("few pairs tell too little, and a drop that they cannot rule out fails only where that is asked")
    func few() throws {
        let base = try results(rows([0.9, 0.8, 0.7]))
        let candidate = try results(rows([0.5, 0.4, 0.2]))
        let plain = Comparison(base: base, candidate: candidate, metrics: Self.metrics)
        #expect(plain.passes && plain.metrics[0].verdict == .unclear)
        var options = ComparisonOptions()
        options.maxDrop = 0.02
        #expect(!Comparison(base: base, candidate: candidate, metrics: Self.metrics, options: options).passes)
    }

    @Test("two draws of the same answers raise the alarm in at most α of all cases, over all metrics together")
    func falseAlarms() throws {
        var numbers = SeededGenerator(seed: 11)
        var alarms = 0
        let trials = 300
        for _ in 0..<trials {
            func noisy() -> [(id: String, values: [String: Double?])] {
                (0..<24).map { ("s\($0)", ["groundedness": uniform(&numbers), "hallucination": uniform(&numbers)]) }
            }
            let comparison = Comparison(
                base: try results(noisy()),
                candidate: try results(noisy()),
                metrics: Self.metrics
            )
            if !comparison.passes { alarms += 1 }
        }
        // A drop is one of two directions, so about half of α is expected.
        #expect(Double(alarms) <= ComparisonOptions().alpha * Double(trials), "\(alarms) of \(trials)")
    }

    @Test("samples are paired by id; those that one side did not score are counted, not compared")
    func pairing() throws {
        let base = try results([
            ("a", ["groundedness": 0.9]), ("b", ["groundedness": 0.8]), ("c", ["groundedness": nil]), ("x", [:]),
            ("a", ["groundedness": 0.1]),
        ])
        let candidate = try results([
            ("c", ["groundedness": 0.5]), ("b", ["groundedness": nil]), ("a", ["groundedness": 0.7]), ("y", [:]),
            ("a", ["groundedness": 0.2]),
        ])
        let comparison = Comparison(base: base, candidate: candidate, metrics: Self.metrics)
        #expect(comparison.samples == (4, 1, 1))
        let metric = comparison.metrics[0]
        #expect(metric.difference?.mean.n == 2 && metric.onlyBase == 1 && metric.onlyCandidate == 1)
        #expect(abs((metric.difference?.mean.estimate ?? 9) + 0.05) < 1e-12)
        #expect(comparison.regressions.map(\.base.id) == ["a"])
    }

    @Test(
        "a line that is no result is an error with its number",
        arguments: [
            "[]", "{\"metrics\":{}}", "{\"id\":\"a\"}", "{\"id\":1,\"metrics\":{}}", "{",
            "{\"id\":\"a\",\"metrics\":{\"m\":{\"status\":\"scored\"}}}",
            "{\"id\":\"a\",\"metrics\":{},\"claims\":[{\"verdict\":\"<b>\",\"text\":\"x\"}]}",
            "{\"id\":\"a\",\"metrics\":{},\"claims\":[{\"verdict\":\"supported\",\"text\":\"x\",\"range\":[3,1]}]}",
        ]
    )
    func malformed(line: String) throws {
        let source = MemorySource("{\"id\":\"ok\",\"metrics\":{}}\n\(line)\n".utf8)
        let error = #expect(throws: FielError.self) { try RecordedResults(source) }
        #expect(error?.location?.line == 2)
        let failed = try RecordedResults(MemorySource("{\"id\":\"a\",\"error\":{\"code\":\"x\"}}\n".utf8))
        #expect(failed.rows.isEmpty && failed.failures == 1)
    }

    @Test("samples of one cluster count as one draw")
    func clusters() throws {
        func file(_ values: [Double], clusters: Int?) throws -> RecordedResults {
            let lines = values.enumerated().map { place, value in
                let cluster = clusters.map { "\"cluster\":\"c\(place % $0)\"," } ?? ""
                return "{\"id\":\"s\(place)\",\(cluster)"
                    + "\"metrics\":{\"groundedness\":{\"status\":\"scored\",\"value\":\(value)}}}"
            }
            return try RecordedResults(MemorySource(lines.joined(separator: "\n").utf8))
        }
        let low = (0..<20).map { 0.3 + 0.01 * Double($0 % 2) }
        let high = low.map { $0 + 0.2 }
        let apart = Comparison(
            base: try file(high, clusters: nil),
            candidate: try file(low, clusters: nil),
            metrics: Self.metrics
        )
        #expect(apart.metrics[0].verdict == .worse && apart.metrics[0].difference?.mean.clusters == nil)
        let together = Comparison(
            base: try file(high, clusters: 2),
            candidate: try file(low, clusters: 2),
            metrics: Self.metrics
        )
        #expect(together.metrics[0].verdict == .unclear && together.metrics[0].difference?.mean.clusters == 2)
    }

    @Test("what the candidate lacks fails, unless that is allowed: samples, or every value of a metric")
    func missing() throws {
        let values = (0..<20).map { 0.3 + 0.01 * Double($0) }
        let base = try results(rows(values))
        let fewer = try results(Array(rows(values).dropFirst()))
        let abstained = try results((0..<20).map { ("s\($0)", ["groundedness": nil]) })
        var allowing = ComparisonOptions()
        allowing.allowsMissing = true
        for (candidate, missing, lost) in [(fewer, ["s0"], false), (abstained, [], true)] {
            let strict = Comparison(base: base, candidate: candidate, metrics: Self.metrics)
            #expect(!strict.passes && strict.missing == missing)
            #expect((strict.metrics[0].verdict == .lost) == lost)
            let allowed = Comparison(base: base, candidate: candidate, metrics: Self.metrics, options: allowing)
            #expect(allowed.passes && allowed.missing == missing)
        }
        #expect(Comparison(base: fewer, candidate: base, metrics: Self.metrics).passes)
    }

    @Test("nothing in a name or a claim becomes markup in Markdown")
    func markdown() throws {
        let evil = "a|b](http://x)<img src=x onerror=alert(1)>`@team**\\n# h"
        func file(_ value: Double) throws -> RecordedResults {
            try RecordedResults(
                MemorySource(
                    "{\"id\":\"\(evil)\",\"metrics\":{\"groundedness\":{\"status\":\"scored\",\"value\":\(value)}},"
                        .appending("\"claims\":[{\"verdict\":\"supported\",\"text\":\"\(evil)\"}]}\n").utf8
                )
            )
        }
        let page = ComparisonTable(
            Comparison(base: try file(0.9), candidate: try file(0.1), metrics: Self.metrics)
        ).markdown
        #expect(!page.contains("<img") && !page.contains("](http"))
        #expect(!page.contains(" @team") && page.contains("\\@&#8203;team"))
        let table = page.split(separator: "\n").filter { $0.hasPrefix("|") }
        #expect(table.allSatisfy { $0.filter { $0 == "|" }.count == ComparisonTable.head.count + 1 })
    }
}
