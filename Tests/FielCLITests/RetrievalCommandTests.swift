import FielCore
import Foundation
import Testing

@testable import FielCLI

@Suite("fiel index and fiel retrieve") struct RetrievalCommandTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "fiel-retrieval-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let documents = [
            ("river", "The river rises in the hills. It is long."),
            ("bridge", "The bridge crosses the river. It is red."),
            ("tower", "The tower is old. It has a clock."),
        ]
        let lines = documents.map { "{\"id\":\"\($0.0)\",\"text\":\"\($0.1)\"}" }
        try write("docs.jsonl", lines.joined(separator: "\n"))
        try write("queries.jsonl", "{\"id\":\"q1\",\"text\":\"bridge\"}\n{\"id\":2,\"text\":\"the old tower\"}\n")
        try write("qrels.txt", "q1 0 bridge 1\n2 0 tower 1\nother 0 river 1\n")
    }

    private func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    private func index(_ more: String...) async -> Finished {
        await Finished.run(["index", path("docs.jsonl"), "--out", path("i"), "--chunk-tokens", "30"] + more)
    }

    private func lines(_ output: String) throws -> [[String: JSONValue]] {
        try output.split(separator: "\n").map { try #require(try JSONValue(parsing: $0.utf8).object) }
    }

    @Test("an index says what it holds, and gives the passages with their places")
    func jsonLines() async throws {
        let made = await index("--no-dense")
        #expect(made.code == .success && made.output.contains("3 documents, 6 chunks, no vectors"))
        let found = await Finished.run("retrieve", path("i"), "--query", "clock", "--json")
        let rows = try lines(found.output)
        #expect(found.code == .success && rows.count == 1)
        #expect(Set(rows[0].keys) == ["query", "rank", "document", "chunk", "score", "range", "text"])
        #expect(rows[0]["document"]?.string == "tower" && rows[0]["text"]?.string == "It has a clock.")
        #expect(rows[0]["range"] == .array([.number(18), .number(33)]) && rows[0]["rank"]?.number == 1)
    }

    @Test("a run has six columns, documents once each, and ids of questions that may be numbers")
    func trec() async throws {
        _ = await index("--no-dense")
        let found = await Finished.run(
            "retrieve",
            path("i"),
            "--queries",
            path("queries.jsonl"),
            "--documents",
            "--format",
            "trec"
        )
        let rows = found.output.split(separator: "\n").map { $0.split(separator: " ") }
        #expect(found.code == .success && rows.allSatisfy { $0.count == 6 && $0[1] == "Q0" })
        #expect(rows.first.map { [$0[0], $0[2], $0[3]] } == ["q1", "bridge", "1"])
        let second = rows.filter { $0[0] == "2" }.map { $0[2] }
        #expect(second.first == "tower" && Set(second).count == second.count)
    }

    @Test("judgements give figures in place of passages, over the queries that are judged")
    func judgements() async throws {
        _ = await index("--no-dense")
        let arguments = ["retrieve", path("i"), "--queries", path("queries.jsonl"), "--qrels", path("qrels.txt")]
        let json = try #require(try lines(await Finished.run(arguments + ["--json"]).output).first)
        #expect(json["queries"]?.number == 2 && json["not_asked"]?.number == 1)
        #expect(json["metrics"]?.object?["MRR"]?.object?["mean"]?.number == 1)
        #expect(json["metrics"]?.object?["recall@10"]?.object?["mean"]?.number == 1)
        let text = await Finished.run(arguments)
        #expect(text.output.contains("2 judged queries") && text.output.contains("nDCG@10"))
        let both = await Finished.run(arguments + ["--format", "trec"])
        #expect(both.output.hasPrefix("q1 Q0") && both.errors.contains("nDCG@10"))
    }

    @Test("an index is brought up to date by document")
    func update() async throws {
        _ = await index("--no-dense")
        try write(
            "more.jsonl",
            "{\"id\":\"tower\",\"text\":\"The tower fell.\"}\n{\"id\":\"new\",\"text\":\"A new bell.\"}"
        )
        let changed = await Finished.run(
            "index",
            path("more.jsonl"),
            "--out",
            path("i"),
            "--update",
            "--remove",
            "river",
            "--no-dense"
        )
        #expect(changed.code == .success && changed.output.contains("1 added, 1 replaced, 1 removed"))
        let found = await Finished.run("retrieve", path("i"), "--query", "tower bell river clock", "--json")
        let texts = try lines(found.output).compactMap { $0["text"]?.string }
        #expect(Set(texts) == ["The tower fell.", "A new bell.", "The bridge crosses the river."])
    }

    @Test("stems of a language find other forms of a word, in an index that was made for it")
    func language() async throws {
        for (language, count) in [("none", 0), ("en", 1)] {
            _ = await index("--no-dense", "--language", language)
            let found = await Finished.run("retrieve", path("i"), "--query", "crossing", "--json")
            #expect(try lines(found.output).count == count)
        }
    }

    @Test("a document that cannot be used is told with its line, and the others are indexed")
    func badDocument() async throws {
        try write("docs.jsonl", "{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\":\"b\"}\n{\"id\":\"a\",\"text\":\"Two.\"}\n")
        let made = await index("--no-dense")
        #expect(made.code == .incomplete && made.output.contains("1 document,"))
        #expect(made.errors.contains("docs.jsonl:2") && made.errors.contains("docs.jsonl:3"))
    }

    @Test("a question that cannot be used is told with its line, and the others are answered")
    func badQuery() async throws {
        _ = await index("--no-dense")
        try write(
            "queries.jsonl",
            "{\"id\":\"a\"}\n{\"id\":\"b\",\"text\":\"river\"}\n{\"id\":\"c\",\"question\":\" \"}\n"
                + "{\"id\":\"d\",\"question\":\"Which river?\"}\n"
        )
        let found = await Finished.run("retrieve", path("i"), "--queries", path("queries.jsonl"), "--json")
        #expect(found.code == .incomplete && found.errors.contains("queries.jsonl:1"))
        #expect(found.errors.contains("queries.jsonl:3: field \"question\" is empty"))
        #expect(try Set(lines(found.output).compactMap { $0["query"]?.string }) == ["b", "d"])
    }

    @Test("what contradicts itself is refused with exit code 2")
    func refusals() async throws {
        _ = await index("--no-dense")
        let found = [
            await Finished.run("index", path("docs.jsonl")), await Finished.run("index", "--out", path("x")),
            await Finished.run("index", path("nowhere"), "--out", path("x")),
            await Finished.run("index", path("docs.jsonl"), "--out", path("x"), "--update"),
            await index("--overlap", "50"), await index("--language", "fr"),
            await Finished.run("retrieve", path("i")), await Finished.run("retrieve", path("i"), "--query", " "),
            await Finished.run("retrieve", path("i"), "--query", "q", "--queries", path("queries.jsonl")),
            await Finished.run("retrieve", path("docs.jsonl"), "--query", "q"),
            await Finished.run("retrieve", path("i"), "--query", "q", "--mode", "dense"),
            await Finished.run("retrieve", path("i"), "--query", "q", "--alpha", "2"),
            await Finished.run("retrieve", path("i"), "--query", "q", "--mmr", "-1"),
            await Finished.run("retrieve", path("i"), "--query", "q", "--qrels", path("docs.jsonl")),
        ]
        for one in found { #expect(one.code == .usage && one.output.isEmpty && !one.errors.isEmpty, "\(one)") }
    }
}
