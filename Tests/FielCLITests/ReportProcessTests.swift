import Foundation
import Testing

@testable import FielCLI

@Suite(
    "Reports as a process",
    .enabled(if: CommandProcess.binary != nil, "the program stands beside the test bundle")
)
struct ReportProcessTests {
    private let folder: TemporaryFolder
    private let results: String

    init() throws {
        folder = try TemporaryFolder()
        results = try folder.write(
            (0..<4).map {
                "{\"id\":\"s\($0)\",\"metrics\":{\"groundedness\":{\"status\":\"scored\",\"value\":0.\($0 + 3)}},"
                    + "\"answer\":\"A claim.\",\"claims\":[{\"text\":\"A claim.\",\"range\":[0,8],\"verdict\":\"unsupported\"}]}\n"
            }.joined(),
            to: "results.jsonl"
        )
    }

    @Test("a gate that fails gives exit code 1 after the files are written, else the code is 0")
    func exitCodes() throws {
        let names = [
            "html": "report.html", "junit": "fiel.xml", "sarif": "fiel.sarif", "markdown": "a.md", "csv": "a.csv",
        ]
        let files = names.flatMap { ["--\($0.key)", "\(folder.path)/\($0.value)"] }
        let failed = try CommandProcess.run(["report", results, "--gate", "groundedness.mean >= 0.9"] + files)
        #expect(failed.code == 1 && failed.output.contains("fails  groundedness.mean is 0.450"))
        for name in names.values { #expect(folder.read(name)?.isEmpty == false, "\(name)") }
        #expect(folder.read("report.html")?.hasSuffix("</html>\n") == true)
        #expect(try CommandProcess.run(["report", results, "--gate", "groundedness.mean >= 0.4"]).code == 0)
        #expect(try CommandProcess.run(["report", results]).code == 0)
    }

    @Test(
        "each operator decides the exit code",
        arguments: [
            ("samples >= 4", 0), ("samples > 4", 1), ("samples <= 3", 1), ("samples < 5", 0), ("samples == 4", 0),
            ("samples != 4", 1), ("hallucination.mean <= 1", 1),
        ]
    )
    func operators(gate: String, code: Int32) throws {
        #expect(try CommandProcess.run(["report", results, "--gate", gate]).code == code)
    }

    @Test("what cannot be reported is an error with its exit code")
    func errors() throws {
        let empty = try folder.write("", to: "empty.jsonl")
        for (arguments, code, word) in [
            ([], 2, "RESULTS"), (["/nonexistent.jsonl"], 2, "/nonexistent.jsonl"),
            ([results, "--gate", "groundedness.meen > 1"], 2, "did you mean mean?"),
            ([results, "--gate", "mean"], 2, "is not a metric"), ([results, "--htlm", "x"], 2, "--html"),
            ([results, "--html", "/nonexistent/report.html"], 2, "/nonexistent/report.html"),
            ([results, "--html", results], 2, "named twice"), ([empty], 3, "holds no results"),
        ] as [([String], Int32, String)] {
            let run = try CommandProcess.run(["report"] + arguments)
            #expect(run.code == code && run.errors.contains(word), "\(arguments): \(run.errors)")
        }
        #expect(folder.read("results.jsonl")?.isEmpty == false)
    }
}
