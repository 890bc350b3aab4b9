import Foundation
import Testing

@testable import FielCLI

@Suite("Report command")
struct ReportCommandTests {
    private let folder: TemporaryFolder
    private let results: String

    init() throws {
        folder = try TemporaryFolder()
        let lines = [
            ("a", "zero-shot", 0.2), ("a", "rag-token", 0.9), ("b", "zero-shot", 0.3), ("b", "rag-token", 0.8),
        ]
        results = try folder.write(
            lines.map {
                "{\"id\":\"\($0.0)\",\"configuration\":\"\($0.1)\",\"metrics\":{\"groundedness\":{\"status\":\"scored\","
                    + "\"value\":\($0.2)}},\"answer\":\"x\",\"claims\":[{\"text\":\"::error::x\",\"verdict\":\"contradicted\"}]}\n"
            }.joined(),
            to: "results.jsonl"
        )
    }

    private func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    @Test("a table for each configuration is printed, then the gates")
    func tables() async {
        let found = await Finished.run(
            "report",
            results,
            "--gate",
            "groundedness.mean >= 0.5",
            "--gate",
            "[rag-token] samples == 2"
        )
        #expect(found.code == .gateFailed)
        #expect(found.output.contains("zero-shot: 2 answers") && found.output.contains("rag-token: 2 answers"))
        #expect(found.output.contains("fails  [zero-shot] groundedness.mean is 0.250, expected >= 0.5"))
        #expect(found.output.contains("holds  [rag-token] groundedness.mean is 0.850, expected >= 0.5"))
        #expect(found.output.contains("holds  [rag-token] samples is 2, expected == 2"))
    }

    @Test("--json prints the sums and gates as one object")
    func json() async throws {
        let found = await Finished.run("report", results, "--json", "--gate", "groundedness.min >= 0.1")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(found.output.utf8)) as? [String: Any]
        )
        #expect(found.code == .success && object["passes"] as? Bool == true)
        let gates = try #require(object["gates"] as? [[String: Any]])
        #expect(gates.map { $0["value"] as? Double } == [0.2, 0.8])
        let configurations = try #require(object["configurations"] as? [[String: Any]])
        #expect(configurations.map { $0["configuration"] as? String } == ["zero-shot", "rag-token"])
    }

    @Test("--github fences what is printed, annotates, and adds to the step's summary")
    func github() async throws {
        let summary = try folder.write("before\n", to: "summary.md")
        let found = await Finished.run(
            "report",
            results,
            "--github",
            "--gate",
            "groundedness.mean >= 0.5",
            environment: ["GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": summary]
        )
        let lines = found.output.split(separator: "\n")
        let first = try #require(lines.first)
        #expect(first.hasPrefix("::stop-commands::fiel-"))
        let end = try #require(lines.firstIndex { $0 == "::\(first.dropFirst("::stop-commands::".count))::" })
        #expect(lines[(end + 1)...].map { $0.prefix(8) } == ["::error "])
        #expect(folder.read("summary.md")?.hasPrefix("before\n## ❌ Fiel") == true)
        #expect(await Finished.run("report", results, "--github", "--json").code == .usage)
        #expect(await Finished.run("report", results, "--github").output.contains("stop-commands"))
        #expect(folder.read("summary.md")?.components(separatedBy: "## ").count == 2)
    }

    @Test("nothing in the data steers the terminal")
    func terminal() async throws {
        let evil = "\\u001b[31m\\u202e\\r\\u0007"
        let path = try folder.write(
            "{\"id\":\"\(evil)\",\"configuration\":\"\(evil)\",\"metrics\":{\"\(evil)\":{\"status\":\"scored\",\"value\":1},"
                + "\"hallucination\":{\"status\":\"scored\",\"value\":1}},\"question\":\"\(evil)\",\"answer\":\"\(evil)\","
                + "\"claims\":[{\"text\":\"\(evil)\",\"verdict\":\"contradicted\",\"findings\":[\"\(evil)\"]}]}\n",
            to: "evil.jsonl"
        )
        let found = await Finished.run("report", path, "--gate", "samples > 1")
        #expect(found.code == .gateFailed && found.output.contains("contradicted"))
        let harmful = found.output.unicodeScalars.filter { $0 != "\n" && ($0.value < 0x20 || $0.value == 0x202E) }
        #expect(harmful.isEmpty)
    }

    @Test("scoring writes the same reports and holds the same gates, and points at the data set's lines")
    func score() async throws {
        let dataset = try folder.write("\n{\"id\":\"x\",\"answer\":\"It opened. In 1936.\"}\n", to: "answers.jsonl")
        let found = await Finished.run(
            "score",
            dataset,
            "--sarif",
            path("s.sarif"),
            "--gate",
            "groundedness.mean >= 0.5",
            "--gate",
            "samples == 1"
        )
        #expect(found.code == .gateFailed)
        #expect(found.output.contains("fails  groundedness.mean is 0.250") && found.output.contains("holds  samples"))
        let log = try #require(folder.read("s.sarif"))
        #expect(log.contains("answers.jsonl\"},\"region\":{\"startLine\":2}"))
        #expect(await Finished.run("score", dataset, "--gate", "hallucination.max <= 0.8").code == .success)
        let lines = await Finished.run("score", dataset, "--json", "--gate", "samples > 5")
        #expect(lines.code == .gateFailed && lines.output.split(separator: "\n").count == 1)
        #expect(lines.errors.contains("fails  samples is 1, expected > 5"))
    }

    @Test("a stream has no reports, and says so")
    func stream() async {
        let found = await Finished.run("score", "-", "--html", path("x.html"), input: "{\"answer\":\"a\"}\n")
        #expect(found.code == .usage && found.errors.contains("fiel report") && found.output.isEmpty)
    }

    @Test("a gate that cannot be read, or a file that cannot be written, is found before anything is scored")
    func early() async throws {
        let dataset = try folder.write("{\"id\":\"x\",\"answer\":\"Yes.\"}\n", to: "answers.jsonl")
        for wrong in [
            ["--gate", "groundednes.mean > 1"], ["--html", "/nonexistent/x.html"], ["--csv", dataset],
            ["--csv", folder.path],
        ] {
            let arguments = ["score", dataset, "--json"] + wrong
            let found = await Finished.run(arguments)
            #expect(found.code == .usage && found.output.isEmpty, "\(wrong)")
        }
        #expect(folder.read("answers.jsonl")?.contains("Yes.") == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { !$0.hasSuffix(".part") })
    }
}
