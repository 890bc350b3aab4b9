import FielCore
import Foundation
import Testing

@testable import FielCLI

/// A folder that is removed with its owner.
final class TemporaryFolder {
    let path = FileManager.default.temporaryDirectory.appending(path: "fiel-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
        return "\(path)/\(name)"
    }
    func read(_ name: String) -> String? { try? String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }
}

@Suite("Score command")
struct ScoreCommandTests {
    private let folder: TemporaryFolder
    private let dataset: String

    init() throws {
        folder = try TemporaryFolder()
        dataset = try folder.write(
            "{\"id\":\"a\",\"question\":\"q?\",\"contexts\":[\"It opened in 1937.\"],\"answer\":\"It opened. In 1936.\"}\n{\"id\":\"b\",\"answer\":\"Yes\"}\n",
            to: "answers.jsonl"
        )
    }

    @Test("a table with means, the verdicts and the evidence is printed, terminal or not")
    func table() async {
        let found = await Finished.run("score", dataset, width: 160)
        #expect(found.code == .success)
        #expect(found.output.contains("2 answers, 3 claims (2 supported, 1 contradicted)"))
        #expect(found.output.contains("groundedness        0.250"))
        #expect(found.output.contains("2 no question"))
        #expect(found.output.contains("contradicted  In 1936."))
        #expect(found.output.contains("[1] \"It open\""))
        #expect(found.output.contains("1936 stands in no context"))
        #expect(!found.output.contains("\u{1B}"))
        #expect(found.errors.isEmpty)
    }

    @Test("colours are for terminals")
    func colours() async {
        #expect(await Finished.run("score", dataset, colours: true).output.contains("\u{1B}[31mcontradicted"))
    }

    @Test("--json prints lines in place of the table, as standard input does")
    func json() async throws {
        let lines = await Finished.run("score", "--json", dataset).output
        #expect(lines.split(separator: "\n").count == 2)
        #expect(lines.hasPrefix("{\"id\":\"a\",\"metrics\":{\"context_relevance\""))
        let text = try #require(folder.read("answers.jsonl"))
        #expect(await Finished.run("score", "-", input: text).output == lines)
    }

    @Test("--out writes the lines to a file and leaves no partial one")
    func out() async {
        let found = await Finished.run("score", dataset, "--out", folder.path + "/r.jsonl")
        #expect(found.output.contains("groundedness"))
        #expect(await folder.read("r.jsonl") == Finished.run("score", "--json", dataset).output)
        #expect(folder.read("r.jsonl.part") == nil)
        #expect(await Finished.run("score", dataset, "--out", "/nonexistent/r.jsonl").code == .usage)
    }

    @Test("rows that cannot be used are told with their line, the others are scored, and the exit code is 3")
    func incomplete() async throws {
        let bad = try folder.write("{\"answer\":\"a\"}\n{\"answer\":5}\n{\"answer\":\"b\"}\n", to: "bad.jsonl")
        let found = await Finished.run("score", bad)
        #expect(found.code == .incomplete)
        #expect(found.errors.contains("\(bad):2: field \"answer\" is a number (5), expected a string"))
        #expect(found.output.contains("1 row could not be read"))
    }

    @Test("a file without samples is an error that says so", arguments: ["", "\n\n", "[]", "id,answer\n"])
    func empty(text: String) async throws {
        for name in ["e.jsonl", "e.json", "e.csv"] {
            let found = await Finished.run("score", try folder.write(text, to: name))
            #expect(found.code == .incomplete)
            #expect(found.errors.contains(name))
        }
    }

    @Test("a second sample with the same id gets another one and a note, but not in a stream")
    func duplicates() async throws {
        let text = "{\"id\":\"a\",\"answer\":\"x\"}\n{\"id\":\"a\",\"answer\":\"y\"}\n"
        let found = await Finished.run("score", "--json", try folder.write(text, to: "d.jsonl"))
        #expect(found.output.contains("{\"id\":\"a#2\""))
        #expect(found.errors.contains("d.jsonl:2: another sample has the same id; this one is called a#2"))
        #expect(await !Finished.run("score", "-", input: text).output.contains("a#2"))
    }

    @Test("--map and --limit are obeyed, and a wrong mapping is a usage error")
    func options() async throws {
        let text = "{\"x\":\"a\"}\n{\"x\":\"b\"}\n"
        let path = try folder.write(text, to: "m.jsonl")
        let found = await Finished.run("score", path, "--json", "--map", "answer=x", "--limit", "1")
        #expect(found.code == .success)
        #expect(found.output.split(separator: "\n").count == 1)
        #expect(await Finished.run("score", path, "--map", "anwser=x").code == .usage)
    }

    @Test("--metric chooses what is computed and shown, in the order of the catalog")
    func metrics() async throws {
        let found = await Finished.run(
            "score",
            dataset,
            "--json",
            "--metric",
            "hallucination",
            "--metric",
            "groundedness"
        )
        let line = try #require(found.output.split(separator: "\n").first)
        #expect(line.hasPrefix(#"{"id":"a","metrics":{"groundedness":{"status""#))
        #expect(line.contains(#""hallucination""#) && !line.contains("answer_relevance"))
        let table = await Finished.run("score", dataset, "--metric", "groundedness").output
        #expect(table.contains("groundedness  ") && !table.contains("answer relevance"))
    }

    @Test("an unknown metric is a usage error that suggests the nearest", arguments: ["score", "compare"])
    func unknownMetric(command: String) async {
        let found = await Finished.run(command, dataset, dataset, "--metric", "rogue_l")
        #expect(found.code == .usage)
        #expect(command == "score" || found.errors.contains("did you mean rouge_l?"))
        let alone = await Finished.run("score", dataset, "--metric", "bleuu")
        #expect(alone.code == .usage && alone.errors.contains("did you mean bleu?"))
    }

    @Test("data cannot steer the terminal")
    func control() async throws {
        let text = "{\"id\":\"\\u001b[31mx\",\"answer\":\"a. \\u001b]0;title\\u0007\"}"
        let found = await Finished.run("score", try folder.write(text, to: "c.jsonl"))
        #expect(!found.output.contains("\u{1B}") && !found.output.contains("\u{7}"))
    }
}
