import FielCore
import Foundation
import Synchronization
import Testing

@testable import FielSuite

@Suite("Runs of suites")
struct SuiteRunTests {
    private static let questions = (1...4).map {
        "{\"id\":\"q\($0)\",\"question\":\"What is number \($0)?\",\"metadata\":{\"cluster\":\"c\($0 % 2)\"}}\n"
    }.joined()
    private static let suite = """
        {questions: "q.jsonl", corpus: "docs", metrics: ["groundedness"], gates: ["groundedness.mean >= 0"],
         configurations: {strategy: ["zero-shot", "rag-concat"], retriever: {mode: "bm25"}, topK: 2},
         outputs: {markdown: "report.md"}}
        """

    private func folder(_ suite: String = suite) throws -> TemporaryFolder {
        try TemporaryFolder([
            "q.jsonl": Self.questions, "s.json5": suite, "docs/a.txt": "Number 1 is small. It is the first.",
            "docs/b.txt": "Number 2 is even. Number 3 is odd.",
        ])
    }

    private func run(
        _ folder: TemporaryFolder,
        _ models: ScriptedRunModels = ScriptedRunModels(),
        out: String = "out",
        resumes: Bool = false,
        usesCache: Bool = false,
        stopsAfter: Int = .max
    ) async throws(FielError) -> RunOutcome? {
        let suite: Suite
        do throws(SuiteErrors) { suite = try Suite(path: "\(folder.path)/s.json5") } catch { throw error.first }
        var options = SuiteRun.Options(folder: "\(folder.path)/\(out)")
        (options.resumes, options.usesCache) = (resumes, usesCache)
        return try await SuiteRun(
            try RunPlan(suite),
            models: models,
            options: options,
            isStopped: { models.work.withLock { $0.answered } >= stopsAfter }
        )()
    }

    @Test("every question is answered by every configuration, with its passages and what generation told")
    func lines() async throws {
        let folder = try folder()
        let outcome = try #require(try await run(folder))
        let rows = outcome.results.rows
        #expect(rows.map(\.id) == ["q1", "q1", "q2", "q2", "q3", "q3", "q4", "q4"])
        #expect(rows.map(\.configuration) == Array(repeating: ["zero-shot", "rag-concat"], count: 4).flatMap(\.self))
        #expect(rows[0].sample.contexts == rows[1].sample.contexts && rows[1].sample.contexts.count == 2)
        #expect(rows[1].cluster == "c1")
        #expect(rows[1].sample.metadata["retrieval"]?.array?.first?.object?["document"]?.string == "a")
        #expect(rows[1].sample.metadata["generation"]?.object?["finish_reason"]?.string == "stop")
        #expect(outcome.passes && outcome.isComplete && outcome.comparisons.map(\.name) == ["rag-concat"])
        #expect(folder.bytes("out/report.md") != nil && folder.bytes("out/plan.json") == nil)
        let summary = try JSONValue(parsing: try #require(folder.bytes("out/summary.json"))).object
        #expect(summary?["suite_path"]?.string == "../s.json5" && summary?["lines"]?.number == 8)
        let timings = String(decoding: try #require(folder.bytes("out/timings.jsonl")), as: UTF8.self)
        #expect(timings.split(separator: "\n").count == 8)
    }

    @Test("a run that was cut off at any byte goes on to the same bytes")
    func resume() async throws {
        let folder = try folder()
        _ = try await run(folder)
        let whole = try #require(folder.bytes("out/results.jsonl"))
        let digest = try #require(
            try JSONValue(parsing: folder.bytes("out/summary.json") ?? Data()).object?["plan"]?.string
        )
        let plan = "{\"plan\":\"\(digest)\"}\n"
        let ends = whole.indices.filter { whole[$0] == 0x0A }
        for cut in 0...whole.count {
            // What is kept is found at every byte; the rest is made at those around the ends of lines and some others.
            let isRun = ends.contains { abs($0 - cut) <= 1 } || cut % 997 == 0
            try? FileManager.default.removeItem(atPath: "\(folder.path)/out")
            try folder.write(String(decoding: whole.prefix(cut), as: UTF8.self), to: "out/results.jsonl.part")
            try whole.prefix(cut).write(to: URL(filePath: "\(folder.path)/out/results.jsonl.part"))
            try folder.write(plan, to: "out/plan.json")
            if isRun {
                let models = ScriptedRunModels()
                _ = try await run(folder, models, resumes: true)
                #expect(folder.bytes("out/results.jsonl") == whole, "cut at \(cut)")
                #expect(models.work.withLock { $0.judged } == 8 - ends.count { $0 < cut })
            } else {
                let opened = try RunFolder("\(folder.path)/out").open(digest: digest, resumes: true)
                #expect(opened.lines == ends.count { $0 < cut })
                let kept = ends.last { $0 < cut }.map { $0 + 1 } ?? 0
                #expect(folder.bytes("out/results.jsonl.part") == whole.prefix(kept), "cut at \(cut)")
            }
        }
    }

    @Test("a run that is stopped keeps its lines, is not overwritten, and goes on")
    func stop() async throws {
        let folder = try folder()
        _ = try await run(folder, out: "whole")
        #expect(try await run(folder, stopsAfter: 5) == nil)
        #expect(folder.bytes("out/results.jsonl") == nil && folder.bytes("out/results.jsonl.part")?.isEmpty == false)
        let error = await #expect(throws: FielError.self) { _ = try await run(folder) }
        #expect(error?.description.contains("--resume") == true)
        _ = try await run(folder, resumes: true)
        #expect(folder.bytes("out/results.jsonl") == folder.bytes("whole/results.jsonl"))
        let models = ScriptedRunModels()
        _ = try await run(folder, models, resumes: true)
        #expect(models.work.withLock { $0.judged } == 0)
        #expect(folder.bytes("out/results.jsonl") == folder.bytes("whole/results.jsonl"))
    }

    @Test("results of another plan are not gone on with", arguments: ["s.json5", "q.jsonl", "docs/b.txt"])
    func changedPlan(file: String) async throws {
        let folder = try folder()
        #expect(try await run(folder, stopsAfter: 5) == nil)
        let text = String(decoding: try #require(folder.bytes(file)), as: UTF8.self)
        try folder.write(text + "\n", to: file)
        let error = await #expect(throws: FielError.self) { _ = try await run(folder, resumes: true) }
        #expect(error?.message.contains("another plan") == true)
        #expect(folder.bytes("out/results.jsonl.part")?.isEmpty == false)
    }

    @Test("an answer that cannot be made is a line of its own, and the others are made")
    func failures() async throws {
        let folder = try folder()
        let outcome = try #require(try await run(folder, ScriptedRunModels(refusing: "number 3")))
        #expect(outcome.results.failures == 2 && outcome.results.rows.count == 6 && !outcome.isComplete)
    }

    @Test("what was judged and answered before is looked up, and gives the same bytes")
    func cache() async throws {
        let folder = try folder(
            Self.suite.replacingOccurrences(of: "metrics:", with: "cache: {folder: \"cache\"}, metrics:")
        )
        _ = try await run(folder, out: "plain")
        _ = try await run(folder, out: "first", usesCache: true)
        let models = ScriptedRunModels()
        _ = try await run(folder, models, out: "second", usesCache: true)
        #expect(models.work.withLock { $0 == (0, 0) })
        for name in ["first", "second"] {
            #expect(folder.bytes("\(name)/results.jsonl") == folder.bytes("plain/results.jsonl"))
        }
        let entries = try #require(FileManager.default.enumerator(atPath: "\(folder.path)/cache"))
        for case let entry as String in entries where entry.count > 60 {
            try folder.write("damaged", to: "cache/\(entry)")
        }
        _ = try await run(folder, models, out: "third", usesCache: true)
        #expect(models.work.withLock { $0 == (8, 8) })
        #expect(folder.bytes("third/results.jsonl") == folder.bytes("plain/results.jsonl"))
    }

    @Test("a folder that cannot be written is an error that names it")
    func unwritable() async throws {
        let folder = try folder()
        try folder.write("a file", to: "out")
        let error = await #expect(throws: FielError.self) { _ = try await run(folder) }
        #expect(error?.location?.file.hasSuffix("/out") == true)
    }

    @Test("a second run in the same folder is refused while the first one is at it")
    func lock() throws {
        let folder = try TemporaryFolder()
        let first = try RunFolder(folder.path).open(digest: "a", resumes: false)
        #expect(throws: FielError.self) { try RunFolder(folder.path).open(digest: "a", resumes: true) }
        withExtendedLifetime(first) {}
    }

    @Test("verification finds the line and the member that differ")
    func verification() async throws {
        let folder = try folder()
        _ = try await run(folder)
        let path = "\(folder.path)/out/results.jsonl"
        let models = ScriptedRunModels()
        let same = try await Verification(FileSource(path: path), evaluator: { _ in models })
        #expect(same.difference == nil && same.lines == 8)
        var text = String(decoding: try #require(folder.bytes("out/results.jsonl")), as: UTF8.self)
        text = text.replacingOccurrences(of: "\"verdict\":\"supported\"", with: "\"verdict\":\"contradicted\"")
        try folder.write(text, to: "changed.jsonl")
        let changed = try await Verification(
            FileSource(path: "\(folder.path)/changed.jsonl"),
            evaluator: { _ in models }
        )
        #expect(changed.difference?.line == 1 && changed.difference?.id == "q1")
        #expect(changed.difference?.what.contains("claims[0].verdict") == true)
        let beside = try Verification(FileSource(path: path), beside: FileSource(path: "\(folder.path)/changed.jsonl"))
        #expect(beside.difference?.line == 1 && beside.lines == 0)
    }
}
