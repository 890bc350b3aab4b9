import FielCore
import FielStatistics
import FielSuite
import Testing

@Suite("Report data") struct ReportDataTests {
    private func named(_ files: [(path: String, configurations: [String?])]) throws -> [String?] {
        let results = try files.map { file in
            try ReportSamples.results(
                file.configurations.map { ReportSamples.line("s", ["groundedness": 0.5], configuration: $0) },
                path: file.path
            )
        }
        return ReportData(results: results).configurations.map(\.name)
    }

    @Test("files without configurations are called after themselves, and names that two share get the file's")
    func names() throws {
        #expect(try named([("a.jsonl", [nil])]) == [nil])
        #expect(try named([("a.jsonl", ["x", "y"])]) == ["x", "y"])
        #expect(try named([("out/a.jsonl", [nil]), ("out/b.jsonl", [nil])]) == ["a", "b"])
        #expect(try named([("1/r.jsonl", [nil]), ("2/r.jsonl", [nil])]) == ["1/r.jsonl", "2/r.jsonl"])
        #expect(
            try named([("a.jsonl", ["x", "y"]), ("b.jsonl", ["x"])]) == ["x (a.jsonl)", "y", "x (b.jsonl)"]
        )
    }

    @Test("metrics stand in the order that Fiel declares, and others after them by name")
    func metrics() throws {
        let line = ReportSamples.line("s", ["zeta": 3, "hallucination": 0.1, "alpha": -1, "groundedness": 0.5])
        let data = ReportData(results: [try ReportSamples.results([line])])
        #expect(data.metrics.map(\.id) == ["groundedness", "hallucination", "alpha", "zeta"])
        #expect(data.metrics[1].better == .lower && data.metrics[2].range == -1...1 && data.metrics[3].range == 0...3)
    }

    @Test("the interval of a mean draws whole clusters, where samples name one")
    func clusters() throws {
        let lines = (0..<40).map { number in
            ReportSamples.line("s\(number)", ["groundedness": number < 20 ? 0.2 : 0.8])
        }
        let clustered = lines.enumerated().map {
            $0.element.replacing("{\"id\"", with: "{\"cluster\":\"c\($0.offset / 10)\",\"id\"", maxReplacements: 1)
        }
        let alone = try #require(
            ReportData(results: [try ReportSamples.results(lines)]).configurations[0].metrics[0].mean
        )
        let together = try #require(
            ReportData(results: [try ReportSamples.results(clustered)]).configurations[0].metrics[0].mean
        )
        #expect(alone.clusters == nil && together.clusters == 4)
        #expect(abs(alone.estimate - together.estimate) < 1e-12)
        #expect(try #require(together.lower) < #require(alone.lower))
    }

    @Test("samples without a cluster count for themselves among those that have one")
    func someClusters() throws {
        let lines = (0..<4).map { ReportSamples.line("s\($0)", ["groundedness": 0.1 * Double($0)]) }
        let mixed = lines.enumerated().map {
            $0.offset < 2
                ? $0.element
                : $0.element.replacing("{\"id\"", with: "{\"cluster\":\"c\",\"id\"", maxReplacements: 1)
        }
        let data = ReportData(results: [try ReportSamples.results(mixed)])
        #expect(data.configurations[0].metrics[0].mean?.clusters == 3)
    }

    @Test("the time that an answer took counts as a metric, the less the better")
    func latency() throws {
        let line = ReportSamples.line("s", ["groundedness": 0.5]).dropLast() + ",\"metadata\":{\"latency_ms\":120}}"
        let results = try ReportSamples.results([String(line)])
        let gate = try Gate(parsing: "latency_ms.p95 <= 200", metrics: ["latency_ms"])
        let data = ReportData(results: [results], gates: [gate])
        #expect(data.passes && data.metrics.last?.better == .lower && data.metrics.last?.range == 0...120)
    }

    @Test("results of nothing but failures make one configuration, in which gates fail")
    func onlyFailures() throws {
        let results = try ReportSamples.results([ReportSamples.failure])
        #expect(results.failed.map(\.error.location?.line) == [7] && results.failed[0].id == "bad")
        let gates = try ["groundedness.mean >= 0", "failures == 0"].map { try Gate(parsing: $0) }
        let data = ReportData(results: [results], gates: gates)
        #expect(data.gates.map(\.passed) == [false, false] && data.configurations.count == 1 && !data.isComplete)
    }
}
