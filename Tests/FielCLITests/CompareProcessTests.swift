import Foundation
import Testing

@testable import FielCLI

@Suite(
    "Comparison as a process",
    .enabled(if: CommandProcess.binary != nil, "the program stands beside the test bundle")
)
struct CompareProcessTests {
    private func withFiles<R>(_ contents: [[Double]], _ body: (URL, [String]) throws -> R) throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fiel-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var paths: [String] = []
        for (number, values) in contents.enumerated() {
            let lines = values.enumerated().map {
                "{\"id\":\"s\($0.offset)\",\"metrics\":{\"groundedness\":{\"status\":\"scored\",\"value\":\($0.element)}},"
                    + "\"claims\":[{\"verdict\":\"supported\",\"text\":\"\\u001b[31mred\"}]}\n"
            }
            let file = folder.appending(path: "\(number).jsonl")
            try lines.joined().write(to: file, atomically: true, encoding: .utf8)
            paths.append(file.path)
        }
        return try body(folder, paths)
    }

    private let good = (0..<12).map { 0.6 + 0.02 * Double($0) }

    @Test("the exit code is 0 without a regression and 1 with one, of any candidate")
    func exitCodes() throws {
        let bad = good.map { $0 - 0.2 }
        try withFiles([good, good, bad, good.map { $0 + 0.1 }]) { folder, paths in
            #expect(try CommandProcess.run(["compare", paths[0], paths[1]]).code == 0)
            #expect(try CommandProcess.run(["compare", paths[0], paths[3]]).code == 0)
            let worse = try CommandProcess.run(["compare", paths[0], paths[3], paths[2]])
            #expect(worse.code == 1 && worse.output.contains("worse") && worse.output.contains("better"))
            #expect(!worse.output.contains("\u{1B}"))
            #expect(try CommandProcess.run(["compare", paths[0], paths[2], "--metric", "hallucination"]).code == 0)
            #expect(try CommandProcess.run(["compare", paths[0], paths[0], "--max-drop", "0.02"]).code == 0)
            let page = folder.appending(path: "page.md").path
            let json = try CommandProcess.run(["compare", paths[0], paths[2], "--json", "--markdown", page])
            let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
            #expect(json.code == 1 && object?["passes"] as? Bool == false)
            #expect(try String(contentsOfFile: page, encoding: .utf8).contains("**fails**"))
        }
    }

    /// The lines of a file under the name of a configuration.
    private func lines(of path: String, as configuration: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
            .replacingOccurrences(of: "{\"id\"", with: "{\"configuration\":\"\(configuration)\",\"id\"")
    }

    @Test("each of several configurations is compared with its namesake")
    func configurations() throws {
        try withFiles([good, good.map { $0 - 0.2 }]) { folder, paths in
            let (base, swapped) = (folder.appending(path: "b.jsonl"), folder.appending(path: "c.jsonl"))
            try (lines(of: paths[0], as: "x") + lines(of: paths[1], as: "y"))
                .write(to: base, atomically: true, encoding: .utf8)
            try (lines(of: paths[1], as: "x") + lines(of: paths[0], as: "y"))
                .write(to: swapped, atomically: true, encoding: .utf8)
            #expect(try CommandProcess.run(["compare", base.path, base.path]).code == 0)
            let run = try CommandProcess.run(["compare", base.path, swapped.path])
            #expect(run.code == 1 && run.output.contains("worse") && run.output.contains("better"), "\(run.errors)")
            #expect(try CommandProcess.run(["compare", paths[0], base.path]).code == 1)
            let unnamed = try CommandProcess.run(["compare", base.path, paths[0]])
            #expect(unnamed.code == 2 && unnamed.errors.contains("no sample"))
        }
    }

    @Test("a candidate that lacks samples of the base fails, unless that is allowed")
    func missingSamples() throws {
        try withFiles([good, good.dropLast(2)]) { _, paths in
            let run = try CommandProcess.run(["compare", paths[0], paths[1]])
            #expect(run.code == 1 && run.output.contains("missing from the candidate: s10, s11"), "\(run.output)")
            #expect(try CommandProcess.run(["compare", paths[0], paths[1], "--allow-missing"]).code == 0)
            #expect(try CommandProcess.run(["compare", paths[1], paths[0]]).code == 0)
        }
    }

    @Test("a configuration that only the base has is told, and fails unless that is allowed")
    func missingConfiguration() throws {
        try withFiles([good, good]) { folder, paths in
            let (base, candidate) = (folder.appending(path: "b.jsonl").path, folder.appending(path: "c.jsonl").path)
            try (lines(of: paths[0], as: "one") + lines(of: paths[0], as: "two"))
                .write(toFile: base, atomically: true, encoding: .utf8)
            try lines(of: paths[1], as: "one").write(toFile: candidate, atomically: true, encoding: .utf8)
            let run = try CommandProcess.run(["compare", base, candidate])
            #expect(run.code == 1 && run.errors.contains("has no configuration two"), "\(run.errors)")
            #expect(try CommandProcess.run(["compare", base, candidate, "--allow-missing"]).code == 0)
        }
    }

    @Test("an id that looks like the name of a repeated one is no crash")
    func lookalikeIDs() throws {
        try withFiles([good]) { folder, paths in
            let file = folder.appending(path: "d.jsonl")
            let text = try String(contentsOfFile: paths[0], encoding: .utf8)
            try text.replacingOccurrences(of: "\"s1\"", with: "\"s0\"").replacingOccurrences(
                of: "\"s2\"",
                with: "\"s0 (2)\""
            )
            .write(to: file, atomically: true, encoding: .utf8)
            #expect(try CommandProcess.run(["compare", file.path, file.path]).code == 0)
        }
    }

    @Test("what cannot be compared is an error with exit code 2")
    func errors() throws {
        try withFiles([good, []]) { folder, paths in
            for (arguments, word) in [
                ([paths[0]], "CANDIDATE"), ([paths[0], paths[1]], "no sample"),
                ([paths[0], "/nonexistent"], "/nonexistent"),
                ([paths[0], paths[0], "--alpha", "2"], "--alpha"),
                ([paths[0], paths[0], "--max-drop", "-1"], "--max-drop"),
                ([paths[0], paths[0], "--metric", "groundednes"], "groundedness"),
                ([paths[0], paths[0], "--markdown", "/nonexistent/page.md"], "/nonexistent/page.md"),
            ] {
                let run = try CommandProcess.run(["compare"] + arguments)
                #expect(run.code == 2 && run.errors.contains(word), "\(arguments): \(run.errors)")
            }
        }
    }
}
