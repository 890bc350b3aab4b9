import FielCore
import FielStatistics
import FielSuite
import Testing

/// Says the same of every sample, without a model.
struct ScriptedEvaluator: SampleEvaluator {
    func evaluate(_ samples: [Sample]) async -> [Evaluation] {
        samples.map { sample in
            let groundedness: Outcome = sample.contexts.isEmpty ? .noContexts : .scored(0.25)
            let failure = FielError(.internalError, "no judge")
            return Evaluation(
                id: sample.id,
                metrics: [
                    "context_relevance": .scored(0.5), "groundedness": groundedness,
                    "answer_relevance": sample.answer == "fail" ? .failed(failure) : .abstained,
                    "hallucination": Double(sample.answer).map { .scored($0) } ?? .noCheckableClaim,
                ],
                contextRelevance: sample.contexts.map { _ in 0.5 },
                claims: [
                    ClaimJudgement(
                        text: sample.answer,
                        range: 0..<sample.answer.unicodeScalars.count,
                        verdict: .unsupported,
                        support: 0.25,
                        contradiction: 0.125,
                        evidence: sample.contexts.isEmpty ? nil : Evidence(context: 0, range: 0..<1)
                    )
                ]
            )
        }
    }
}

@Suite("Score run")
struct ScoreRunTests {
    private func run(
        _ source: any ByteSource,
        batch: Int = 16,
        limit: Int? = nil
    ) async throws -> (lines: [String], summary: Summary, failures: [FielError]) {
        let sink = MemorySink()
        var options = ScoreRun.Options()
        options.batchSamples = batch
        options.limit = limit
        var reader = try DatasetReader(source)
        var failures: [FielError] = []
        let run = ScoreRun(evaluator: ScriptedEvaluator(), outputs: [sink], options: options)
        let summary = try await run(&reader, report: { if case .failure(let error) = $0 { failures.append(error) } })
        return (sink.text.split(separator: "\n").map(String.init), summary, failures)
    }

    @Test("a result line has exactly the members of the contract, in its order")
    func contract() async throws {
        let line = #"{"id":"x","question":"q","contexts":["c"],"answer":"0.75"}"#
        let found = try await run(MemorySource(line.utf8)).lines
        let expected =
            #"{"id":"x","metrics":{"context_relevance":{"status":"scored","value":0.5,"version":4},"#
            + #""groundedness":{"status":"scored","value":0.25,"version":8},"#
            + #""answer_relevance":{"status":"abstained","version":6},"#
            + #""hallucination":{"status":"scored","value":0.75,"version":8}},"question":"q","answer":"0.75","#
            + #""contexts":[{"relevance":0.5,"text":"c"}],"#
            + #""claims":[{"text":"0.75","range":[0,4],"verdict":"unsupported","support":0.25,"contradiction":0.125,"#
            + #""evidence":{"context":0,"range":[0,1]}}],"accounting":{"pairs":0,"tokens_seen":0,"tokens_cut":0}}"#
        #expect(found == [expected])
    }

    @Test("results and summary hold the metrics that were asked for, in their order")
    func metrics() async throws {
        let sink = MemorySink()
        var options = ScoreRun.Options()
        options.metrics = ["hallucination", "context_relevance"].map { id in
            MetricInfo(id: id, version: 3, range: 0...1, better: .higher, definition: "")
        }
        var reader = try DatasetReader(MemorySource(#"{"id":"x","answer":"0.75"}"#.utf8))
        let run = ScoreRun(evaluator: ScriptedEvaluator(), outputs: [sink], options: options)
        let summary = try await run(&reader)
        #expect(run.metrics == ["hallucination", "context_relevance"])
        #expect(summary.metrics.map(\.id) == run.metrics)
        #expect(
            sink.text.hasPrefix(
                #"{"id":"x","metrics":{"hallucination":{"status":"scored","value":0.75,"version":3},"context_r"#
            )
        )
        #expect(!sink.text.contains("groundedness"))
    }

    @Test("every row has its line, in order, and batches change nothing", arguments: [1, 2, 64])
    func order(batch: Int) async throws {
        let rows = (0..<50).map { $0 % 7 == 3 ? "{bad" : "{\"id\":\"\($0)\",\"answer\":\"0.5\"}" }
        let source = MemorySource(rows.joined(separator: "\n").utf8, piece: 100)
        let found = try await run(source, batch: batch)
        #expect(found.lines.count == 50)
        for (index, line) in found.lines.enumerated() {
            let id = index % 7 == 3 ? "line-\(index + 1)" : "\(index)"
            #expect(line.hasPrefix("{\"id\":\"\(id)\""))
        }
        #expect(found.summary.samples == 43)
        #expect(found.summary.failures == 7)
        #expect(found.failures.map { $0.location?.line } == [4, 11, 18, 25, 32, 39, 46])
        #expect(!found.summary.isComplete)
        #expect(found.lines[3].contains(#""error":{"code":"malformedInput","message":"not valid JSON"#))
        #expect(found.lines[3].hasSuffix(#""line":4}}"#))
    }

    @Test("a row that names itself but holds no sample keeps its name")
    func failedID() async throws {
        let found = try await run(MemorySource(#"{"id":"mine","question":"q"}"#.utf8)).lines
        #expect(found.first?.hasPrefix(#"{"id":"mine","error""#) == true)
    }

    @Test("outcomes are counted, means leave out nothing in silence, and a failed metric is no success")
    func summary() async throws {
        let text = "{\"answer\":\"0.2\",\"contexts\":\"c\"}\n{\"answer\":\"0.9\"}\n{\"answer\":\"fail\"}\n"
        let summary = try await run(MemorySource(text.utf8)).summary
        let metrics = Dictionary(uniqueKeysWithValues: summary.metrics.map { ($0.id, $0) })
        #expect(metrics["groundedness"]?.statuses == ["scored": 1, "noContexts": 2])
        #expect(metrics["groundedness"]?.mean?.n == 1)
        #expect(metrics["answer_relevance"]?.statuses == ["abstained": 2, "failed": 1])
        #expect(metrics["answer_relevance"]?.mean == nil)
        #expect(summary.worst.map(\.sample.answer) == ["0.9", "0.2"])
        #expect(!summary.isComplete)
    }

    @Test("the limit counts rows")
    func limit() async throws {
        let text = String(repeating: "{\"answer\":\"a\"}\n", count: 100)
        #expect(try await run(MemorySource(text.utf8), batch: 7, limit: 10).lines.count == 10)
    }

    @Test("a line is out before the next one has arrived")
    func streaming() async throws {
        let source = SlowSource(lines: 5)
        let sink = MemorySink()
        source.onRead = { read in
            // Whatever was handed out before this read has been answered by now.
            #expect(sink.text.split(separator: "\n").count == read)
        }
        var reader = try DatasetReader(source)
        let summary = try await ScoreRun(evaluator: ScriptedEvaluator(), outputs: [sink])(&reader)
        #expect(summary.samples == 5)
    }

    @Test(
        "changed bytes give lines and errors, as many as rows, and never a crash",
        arguments: ["d.jsonl", "d.csv", "d.json", "-"]
    )
    func fuzz(name: String) async throws {
        var random = SystemRandomNumberGenerator()
        let seeds = [
            "{\"id\":\"1\",\"answer\":\"a\",\"contexts\":[\"c\",{\"text\":\"d\"}]}\n{\"answer\":\"é😀\"}\n{\"answer\":\"x\"}\n",
            "id,answer,contexts\n1,\"a \"\"b\"\"\nc\",\"['x', 'y']\"\n2,b,c|d\n",
            "[{\"answer\":\"a\"},{\"answer\":\"b\",\"n\":1e5}]",
        ]
        for round in 0..<600 {
            var bytes = Array(seeds[round % seeds.count].utf8)
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard var reader = try? DatasetReader(MemorySource(bytes, name: name, piece: 7)) else { continue }
            let sink = MemorySink()
            let summary: Summary
            do {
                summary = try await ScoreRun(evaluator: ScriptedEvaluator(), outputs: [sink])(&reader)
            } catch {
                // Only a header that cannot be read ends a run, and that before the first row.
                #expect(error.message.contains("of the header is not UTF-8") && sink.bytes.isEmpty, "\(error)")
                continue
            }
            let lines = sink.bytes.split(separator: 0x0A)
            #expect(lines.count == summary.rows)
            for line in lines { #expect(throws: Never.self) { try JSONValue(parsing: line) } }
        }
    }
}
