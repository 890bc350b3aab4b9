import Foundation
import Testing

@testable import FielCLI

@Suite(
    "Suites as a process",
    .enabled(if: CommandProcess.binary != nil, "the program stands beside the test bundle")
)
struct RunProcessTests {
    /// A folder with a suite over the tiny models of `fixtures/`.
    private final class Workplace {
        let path = FileManager.default.temporaryDirectory.appending(path: "fiel-\(UUID().uuidString)").path
        var suite: String { "\(path)/s.json5" }

        init(questions: Int = 6, extra: String = "gates: ['samples >= 1'],") throws {
            let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "fixtures").path
            try FileManager.default.createDirectory(atPath: "\(path)/docs", withIntermediateDirectories: true)
            let lines = (0..<questions).map { "{\"id\":\"q\($0)\",\"question\":\"When did bridge \($0) open?\"}\n" }
            try write(lines.joined(), to: "q.jsonl")
            try write("# Bridge\nThe bridge opened in 1937. It is orange.\n", to: "docs/a.md")
            try write("A ferry crossed the bay until 1941.\n", to: "docs/b.txt")
            let suite = """
                {questions: "q.jsonl", corpus: "docs",
                 configurations: {strategy: ["zero-shot", "rag-token"], retriever: {mode: "bm25"}, topK: 2,
                   model: "\(fixtures)/decoders/chat.gguf", decoding: {maxTokens: 4}},
                 judges: {nli: "\(fixtures)/encoders/classifier", embed: "\(fixtures)/encoders/sentence", precision: "f32"},
                 metrics: ["groundedness", "answer_relevance"], \(extra)}
                """
            try write(suite, to: "s.json5")
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func write(_ text: String, to name: String) throws {
            try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
        }

        func results(_ folder: String) -> Data? {
            FileManager.default.contents(atPath: "\(path)/\(folder)/results.jsonl")
        }

        /// Starts the program and sends it a signal after a while.
        func interrupt(_ folder: String, signal: Int32, after seconds: Double) throws -> Int32 {
            let process = Process()
            process.executableURL = CommandProcess.binary
            process.arguments = ["run", suite, "--out", "\(path)/\(folder)", "--resume", "--no-cache"]
            (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
            try process.run()
            Thread.sleep(forTimeInterval: seconds)
            kill(process.processIdentifier, signal)
            process.waitUntilExit()
            return process.terminationStatus
        }
    }

    @Test("a suite runs, its results verify, and a changed byte is found")
    func whole() throws {
        let place = try Workplace(extra: "outputs: {html: 'r.html', junit: 'j.xml', csv: 'r.csv'},")
        let run = try CommandProcess.run(["run", place.suite])
        #expect(run.code == 0 && run.output.contains("rag-token"), "\(run.errors)")
        let folder = "\(place.path)/s.results"
        for name in ["r.html", "j.xml", "r.csv", "summary.json", "timings.jsonl"] {
            #expect(FileManager.default.fileExists(atPath: "\(folder)/\(name)"))
        }
        #expect(try CommandProcess.run(["verify", folder]).code == 0)
        let text = String(decoding: try #require(place.results("s.results")), as: UTF8.self)
        try place.write(
            text.replacingOccurrences(of: "\"id\":\"q3\"", with: "\"id\":\"q4\""),
            to: "s.results/results.jsonl"
        )
        let changed = try CommandProcess.run(["verify", folder])
        #expect(changed.code == 1 && changed.output.contains(":7") && changed.output.contains("id was"))
    }

    @Test("gates, mistakes and folders have their exit codes")
    func exitCodes() throws {
        let place = try Workplace(extra: "gates: ['[zero-shot] samples >= 99'],")
        #expect(try CommandProcess.run(["run", place.suite]).code == 1)
        let dry = try CommandProcess.run([
            "run", place.suite, "--dry-run", "--out", "\(place.path)/dry", "--limit", "2",
        ])
        #expect(dry.code == 0 && dry.output.contains("2 questions × 2 configurations"))
        #expect(!FileManager.default.fileExists(atPath: "\(place.path)/dry"))
        #expect(try CommandProcess.run(["run", place.suite, "--out", "/proc/none"]).code == 2)
        try place.write("{questions: 'q.jsonl', treads: 1}", to: "bad.json5")
        let bad = try CommandProcess.run(["run", "\(place.path)/bad.json5"])
        #expect(bad.code == 2 && bad.errors.contains("bad.json5:1: treads is unknown (did you mean threads?)"))
        #expect(try CommandProcess.run(["run", "/nonexistent.json5"]).code == 2)
        #expect(try CommandProcess.run(["verify", place.path]).code == 2)
        let empty = try CommandProcess.run(["verify", "-"], input: "")
        #expect(empty.code == 2 && empty.errors.contains("holds no result"))
    }

    @Test("the command line adds gates and reports to those of the suite")
    func addedGates() throws {
        let place = try Workplace()
        let (junit, markdown) = ("\(place.path)/j.xml", "\(place.path)/r.md")
        let reports = ["--junit", junit, "--markdown", markdown, "--github"]
        let held = try CommandProcess.run(["run", place.suite, "--gate", "samples == 6"] + reports)
        #expect(held.code == 0 && held.output.contains("::stop-commands::"), "\(held.errors)")
        #expect(try String(contentsOfFile: markdown, encoding: .utf8).contains("samples == 6"))
        #expect(try String(contentsOfFile: junit, encoding: .utf8).contains("samples &gt;= 1"))
        #expect(try CommandProcess.run(["run", place.suite, "--gate", "samples == 7"] + reports).code == 1)
        #expect(try String(contentsOfFile: junit, encoding: .utf8).contains("samples == 7"))
        #expect(try CommandProcess.run(["run", place.suite, "--gate", "sampels == 7"]).code == 2)
        #expect(try CommandProcess.run(["run", place.suite, "--junit", place.suite]).code == 2)
    }

    @Test("a run whose service is down ends with exit code 3 and a line for each answer")
    func downService() throws {
        let place = try Workplace(questions: 1)
        let suite = try String(contentsOfFile: place.suite, encoding: .utf8)
        let configuration =
            "configurations: {strategy: \"zero-shot\", model: \"m\", endpoint: \"http://127.0.0.1:9/v1\"}, "
        let start = try #require(suite.range(of: "configurations:")).lowerBound
        let end = try #require(suite.range(of: "judges:")).lowerBound
        try place.write(suite.replacingCharacters(in: start..<end, with: configuration), to: "s.json5")
        let run = try CommandProcess.run(["run", place.suite])
        #expect(run.code == 3 || run.code == 1, "\(run.errors)")
        let lines = String(decoding: try #require(place.results("s.results")), as: UTF8.self)
        #expect(lines.contains("\"configuration\":\"zero-shot\",\"error\""))
    }

    @Test("SIGINT ends a run with exit code 130, and it goes on to the same bytes; so it does after SIGKILL")
    func signals() throws {
        let place = try Workplace(questions: 40)
        #expect(try CommandProcess.run(["run", place.suite, "--out", "\(place.path)/whole", "--no-cache"]).code == 0)
        let whole = try #require(place.results("whole"))
        for (number, delay) in [0.15, 0.3, 0.45].enumerated() {
            let code = try place.interrupt("int\(number)", signal: SIGINT, after: delay)
            #expect([130, 0, SIGINT].contains(code))
            _ = try place.interrupt("kill\(number)", signal: SIGKILL, after: delay)
            for folder in ["int\(number)", "kill\(number)"] {
                let out = "\(place.path)/\(folder)"
                let run = try CommandProcess.run(["run", place.suite, "--out", out, "--resume", "--no-cache"])
                #expect(run.code == 0 && place.results(folder) == whole, "\(run.errors)")
            }
        }
    }

    @Test("a run whose results cannot grow says so, keeps its lines, and goes on to the same bytes")
    func fullDisk() throws {
        let place = try Workplace(questions: 12)
        #expect(try CommandProcess.run(["run", place.suite, "--out", "\(place.path)/whole", "--no-cache"]).code == 0)
        let out = "\(place.path)/full"
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        let fiel = try #require(CommandProcess.binary).path
        process.arguments = [
            "-c", "trap '' XFSZ; ulimit -f 4; exec \"$0\" run \"$1\" --out \"$2\" --no-cache", fiel, place.suite, out,
        ]
        let errors = Pipe()
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, errors)
        try process.run()
        let said = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 2 && said.contains("File too large"), "\(said)")
        let run = try CommandProcess.run(["run", place.suite, "--out", out, "--resume", "--no-cache"])
        #expect(run.code == 0 && place.results("full") == place.results("whole"), "\(run.errors)")
    }

    @Test("SIGTERM ends a run, and it goes on to the same bytes")
    func termination() throws {
        let place = try Workplace(questions: 40)
        #expect(try CommandProcess.run(["run", place.suite, "--out", "\(place.path)/whole", "--no-cache"]).code == 0)
        _ = try place.interrupt("term", signal: SIGTERM, after: 0.3)
        let run = try CommandProcess.run(["run", place.suite, "--out", "\(place.path)/term", "--resume", "--no-cache"])
        #expect(run.code == 0 && place.results("term") == place.results("whole"), "\(run.errors)")
    }

    @Test("processes that share a cache write the same results as one without a cache")
    func sharedCache() throws {
        let place = try Workplace(questions: 12, extra: "cache: {folder: 'shared'},")
        let alone = try CommandProcess.run(["run", place.suite, "--out", "\(place.path)/alone", "--no-cache"])
        #expect(alone.code == 0, "\(alone.errors)")
        let processes = try (0..<3).map { number in
            let process = Process()
            process.executableURL = CommandProcess.binary
            process.arguments = ["run", place.suite, "--out", "\(place.path)/\(number)"]
            (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
            try process.run()
            return process
        }
        for (number, process) in processes.enumerated() {
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            #expect(place.results("\(number)") == place.results("alone"))
        }
        #expect(FileManager.default.fileExists(atPath: "\(place.path)/shared"))
    }

    @Test("a baseline of another metric version is refused before anything runs")
    func oldBaseline() throws {
        let place = try Workplace(extra: "baseline: {results: 'old.jsonl'},")
        let line = #"{"id":"q0","metrics":{"groundedness":{"status":"scored","value":0.5,"version":VERSION}}}"# + "\n"
        try place.write(line.replacingOccurrences(of: "VERSION", with: "99"), to: "old.jsonl")
        let run = try CommandProcess.run(["run", place.suite])
        #expect(run.code == 2 && run.errors.contains("groundedness is of version 99"), "\(run.errors)")
        #expect(place.results("s.results") == nil)
    }

    @Test("init writes a suite once, and the schema is JSON")
    func starter() throws {
        let place = try Workplace()
        #expect(try CommandProcess.run(["init", "\(place.path)/new"]).code == 0)
        #expect(try CommandProcess.run(["run", "\(place.path)/new/suite.json5", "--dry-run"]).code == 0)
        #expect(try CommandProcess.run(["init", "\(place.path)/new"]).code == 2)
        let schema = try CommandProcess.run(["suite", "schema"])
        #expect(try JSONSerialization.jsonObject(with: Data(schema.output.utf8)) is [String: Any])
    }
}
