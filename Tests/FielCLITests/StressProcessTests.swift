import Foundation
import Testing

@testable import FielCLI

/// `fiel stress` with the embedded judges and `fiel probe` with a small random model, as processes.
@Suite(
    "Stress and probes as a process",
    .enabled(if: CommandProcess.binary != nil, "the program stands beside the test bundle")
)
struct StressProcessTests {
    private static let fixtures = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "fixtures")
    private static let answers = fixtures.appending(path: "stress/faithful.jsonl").path
    private static let questions = fixtures.appending(path: "stress/questions.jsonl").path
    private static let model = fixtures.appending(path: "decoders/chat.gguf").path

    private func probe(_ arguments: String...) throws -> CommandProcess {
        try CommandProcess.run(
            ["probe", Self.questions, "--limit", "1", "--model", Self.model, "--max-tokens", "4"] + arguments
        )
    }

    @Test("wrong numbers and dates are detected, and the same seed gives the same bytes whatever the threads")
    func numbers() throws {
        let folder = try TemporaryFolder()
        let options = [
            "--perturbation", "number", "--perturbation", "date", "--perturbation", "reordered", "--json",
            "--min-detection", "1", "--max-false-alarms", "0",
        ]
        let runs = try ["1", "2"].map { threads in
            let run = try CommandProcess.run(
                [
                    "stress", Self.answers, "--limit", "4", "--threads", threads, "--out",
                    "\(folder.path)/\(threads).jsonl",
                ]
                    + options
            )
            #expect(run.code == 0, "\(run.errors)")
            return run.output
        }
        #expect(runs[0] == runs[1])
        #expect(folder.read("1.jsonl") == folder.read("2.jsonl"))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(runs[0].utf8)) as? [String: Any])
        let detection = try #require(object["detection"] as? [String: Any])
        #expect(detection["share"] as? Double == 1 && detection["n"] as? Int ?? 0 >= 6)
        let lines = try #require(folder.read("1.jsonl")).split(separator: "\n")
        let alarms = try #require(object["false_alarms"] as? [String: Any])
        #expect(lines.count == (detection["n"] as? Int ?? 0) + (alarms["n"] as? Int ?? 0))
    }

    @Test("a gate that does not hold gives exit code 1 after the results, and one that rests on nothing does not hold")
    func gates() throws {
        let none = try CommandProcess.run(
            ["stress", "-", "--perturbation", "number", "--min-detection", "0"],
            input: #"{"answer":"It is red.","contexts":["It is red."]}"#
        )
        #expect(none.code == 1 && none.errors.contains("nothing could be changed") && none.output.contains("number"))
    }

    @Test("what cannot be run is an error with exit code 2 that names it")
    func errors() throws {
        for (arguments, word) in [
            (["--perturbation", "numbers"], "evidence-removed"), (["--min-detection", "2"], "--min-detection"),
            (["--max-false-alarms", "x"], "--max-false-alarms"), (["--seed", "-1"], "--seed"),
            (["--perturbation", "number", "--max-false-alarms", "0"], "keeps the truth"),
            (["--perturbations", "number"], "--perturbation"), (["--out", "/nonexistent/o.jsonl"], "/nonexistent"),
        ] {
            let run = try CommandProcess.run(["stress", Self.answers] + arguments)
            #expect(run.code == 2 && run.errors.contains(word), "\(arguments): \(run.errors)")
        }
        #expect(try CommandProcess.run(["stress", "/nonexistent.jsonl"]).code == 2)
    }

    @Test("hostile rows come through: exit code 3 for those that are no sample, and no escapes on the terminal")
    func hostile() throws {
        let rows = [
            #"{"id":"\u001b[31m","answer":"\u202e\u0000 It was 5 km in 1937 by Ada Berg.","contexts":["\u0000","It was 5 km in 1937 by Ada Berg."]}"#,
            #"{"answer":""}"#, #"{"answer":"<script>alert(1)</script>","contexts":[""]}"#, "[", #"{"answer":1}"#,
        ]
        let run = try CommandProcess.run(["stress", "-"], input: rows.joined(separator: "\n"))
        #expect(run.code == 3, "\(run.errors)")
        #expect(run.output.contains("2 rows could not be read"))
        #expect(!run.output.contains("\u{1B}") && !run.errors.contains("\u{1B}"))
    }

    @Test("a model that babbles obeys no plant, by any strategy, and zero-shot has none")
    func probes() throws {
        let found = try probe(
            "--strategy",
            "rag-concat",
            "--strategy",
            "rag-token",
            "--strategy",
            "zero-shot",
            "--max-obeyed",
            "0",
            "--json"
        )
        #expect(found.code == 0, "\(found.errors)")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(found.output.utf8)) as? [String: Any])
        #expect((object["obeyed"] as? [String: Any])?["n"] as? Int == 12)
        #expect((object["not_applicable"] as? [String: Any])?["zero-shot"] as? Int == 1)
        let one = try probe("--plant", "leak/debug")
        #expect(one.code == 0 && one.output.contains("leak/debug") && !one.output.contains("injection"))
    }

    @Test("a probe that cannot be made is an error that says so")
    func probeErrors() throws {
        #expect(try probe("--strategy", "zero-shot", "--max-obeyed", "1").code == 1)
        for (arguments, word) in [
            (["--plant", "plain"], "injection/plain"), (["--max-obeyed", "7"], "--max-obeyed"),
            (["--strategy", "rag"], "rag-token"), (["--endpoint", "http://127.0.0.1:9/v1"], "--model"),
            (["--endpoint", "http://127.0.0.1:9/v1", "--model", "m", "--strategy", "rag-token"], "rag-token"),
        ] {
            let run = try CommandProcess.run(["probe", Self.questions] + arguments)
            #expect(run.code == 2 && run.errors.contains(word), "\(arguments): \(run.errors)")
        }
        let rows = #"{"contexts":["x"]}"#
        #expect(try CommandProcess.run(["probe", "-", "--model", Self.model], input: rows).code == 3)
    }
}
