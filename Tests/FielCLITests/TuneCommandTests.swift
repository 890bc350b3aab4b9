import FielCore
import FielEngine
import FielSuite
import Foundation
import Testing

@testable import FielCLI

@Suite("fiel tune")
struct TuneCommandTests {
    private static let encoders = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "fixtures/encoders")
    private static let model = encoders.appending(path: "classifier").path

    private static func withFolder<R>(_ body: (URL) async throws -> R) async throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fiel-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }

    /// Claims whose label shows in a word.
    private static func claims(_ count: Int, from first: Int = 0) -> String {
        (first..<first + count).map { index in
            let (colour, label) = index % 2 == 0 ? ("red", "entailment") : ("green", "not_entailment")
            return
                #"{"premise":"The bridge is red, \#(index).","hypothesis":"a \#(colour) bridge","label2":"\#(label)"}"#
        }.joined(separator: "\n") + "\n"
    }

    private static func run(
        _ arguments: String...,
        isStopped: @escaping @Sendable () -> Bool = { false }
    ) async -> Finished {
        await run(arguments, isStopped: isStopped)
    }

    private static func run(
        _ arguments: [String],
        isStopped: @escaping @Sendable () -> Bool = { false }
    ) async -> Finished {
        let (output, errors) = (MemorySink(), MemorySink())
        let console = Console(
            input: { MemorySource("".utf8) },
            output: output,
            errors: errors,
            isStopped: isStopped
        )
        let code = await Program(console: console, models: EngineModels()).run(arguments)
        return Finished(code: code, output: output.text, errors: errors.text)
    }

    /// What `fiel score` says of an answer, with the small models and an adapter.
    private static func scores(in folder: URL, adapter: [String]) async throws -> Finished {
        let answers = folder.appending(path: "answers.jsonl")
        let row = #"{"answer":"a green bridge","contexts":["The bridge is red, 1."]}"#
        try row.write(to: answers, atomically: true, encoding: .utf8)
        let embedder = encoders.appending(path: "sentence").path
        return await run(["score", answers.path, "--model-nli", model, "--model-embed", embedder, "--json"] + adapter)
    }

    @Test("an adapter that helps is written, reported, and used by nli and score; its base stays as it was")
    func tunes() async throws {
        try await Self.withFolder { folder in
            let data = folder.appending(path: "claims.jsonl"), adapter = folder.appending(path: "claims.adapter").path
            try Self.claims(80).write(to: data, atomically: true, encoding: .utf8)
            let tuned = await Self.run(
                "tune",
                data.path,
                "--out",
                adapter,
                "--model",
                Self.model,
                "--learning-rate",
                "0.05",
                "--epochs",
                "4",
                "--batch-size",
                "8",
                "--log-interval",
                "3",
                "--json"
            )
            #expect(tuned.code == .success, "\(tuned.errors)")
            #expect(tuned.errors.contains("tuning on 64 pairs, 16 held out"))
            #expect(tuned.errors.contains("step 3 of at most 32: loss "))
            #expect(tuned.errors.contains("epoch 1: held-out loss "))
            let report = try #require(try JSONValue(parsing: tuned.output.utf8).object)
            #expect(report["kept"] == .bool(true))
            #expect(report["adapter"] == .string(adapter))
            #expect(report["base"] == .string(try ModelFingerprint.of(Self.model)))
            let (before, after) = (report["before"]?.object, report["after"]?.object)
            #expect(try #require(after?["loss"]?.number) < #require(before?["loss"]?.number))
            let kept = try #require(try JSONValue(parsing: Adapter(path: adapter).report.utf8).object)
            #expect(kept["after"] == report["after"] && kept["held_out_pairs"] == .number(16))

            let pairs = folder.appending(path: "pairs.jsonl")
            try Self.claims(6).write(to: pairs, atomically: true, encoding: .utf8)
            let plain = await Self.run("nli", pairs.path, "--model", Self.model)
            let adapted = await Self.run("nli", pairs.path, "--model", Self.model, "--adapter", adapter)
            #expect(plain.code == .success && adapted.code == .success)
            #expect(plain.output != adapted.output)
            for (index, line) in adapted.output.split(separator: "\n").enumerated() {
                let entailment = try #require(try JSONValue(parsing: line.utf8).object?["entailment"]?.number)
                #expect((entailment > 0.5) == (index % 2 == 0))
            }
            let unadapted = try await Self.scores(in: folder, adapter: [])
            let scored = try await Self.scores(in: folder, adapter: ["--adapter", adapter])
            #expect(unadapted.code == .success && scored.code == .success, "\(scored.errors)")
            #expect(unadapted.output != scored.output)
        }
    }

    @Test("where tuning does not help nothing is written, what stood there stays, and the exit code is 1")
    func noImprovement() async throws {
        try await Self.withFolder { folder in
            let data = folder.appending(path: "claims.jsonl"), adapter = folder.appending(path: "claims.adapter")
            try Self.claims(80).write(to: data, atomically: true, encoding: .utf8)
            try Data("old".utf8).write(to: adapter)
            let found = await Self.run(
                "tune",
                data.path,
                "--out",
                adapter.path,
                "--model",
                Self.model,
                "--epochs",
                "1",
                "--learning-rate",
                "1e-9"
            )
            #expect(found.code == .gateFailed)
            #expect(found.output.contains("not kept"))
            #expect(try Data(contentsOf: adapter) == Data("old".utf8))
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
                    "claims.adapter", "claims.jsonl",
                ]
            )
        }
    }

    @Test(
        "bad rows are told with their lines, the others are used, and the exit code is 3; a second file can be held out"
    )
    func badRows() async throws {
        try await Self.withFolder { folder in
            let data = folder.appending(path: "claims.jsonl"), other = folder.appending(path: "held.jsonl")
            try (Self.claims(60) + #"{"premise":"a","hypothesis":"b","label":"yes"}"#).write(
                to: data,
                atomically: true,
                encoding: .utf8
            )
            try Self.claims(20, from: 200).write(to: other, atomically: true, encoding: .utf8)
            let found = await Self.run(
                "tune",
                data.path,
                "--out",
                folder.appending(path: "a").path,
                "--model",
                Self.model,
                "--validation",
                other.path,
                "--epochs",
                "2",
                "--learning-rate",
                "0.05",
                "--precision",
                "f32",
                "--threads",
                "1"
            )
            #expect(found.code == .incomplete, "\(found.errors)")
            #expect(found.errors.contains("claims.jsonl:61: field \"label\" is \"yes\""))
            #expect(found.errors.contains("tuning on 60 pairs, 20 held out"))
            #expect(found.output.contains("20 held-out pairs") && found.output.contains("kept: "))
        }
    }

    @Test("too little data, no place for the adapter, and values out of range are usage errors before any work")
    func refusals() async throws {
        try await Self.withFolder { folder in
            let data = folder.appending(path: "claims.jsonl"), out = folder.appending(path: "a").path
            try Self.claims(80).write(to: data, atomically: true, encoding: .utf8)
            let few = folder.appending(path: "few.jsonl")
            try Self.claims(20).write(to: few, atomically: true, encoding: .utf8)
            for (arguments, words) in [
                ([few.path, "--out", out], "few.jsonl: there are 20 usable pairs, too few"),
                ([data.path], "--out is missing"),
                ([data.path, "--out", "/nonexistent/a"], "/nonexistent/a: cannot be created"),
                ([data.path, "--out", out, "--epochs", "0"], "--epochs is \"0\""),
                ([data.path, "--out", out, "--learning-rate", "3"], "the learning rate is 3.0"),
                ([data.path, "--out", out, "--validation-share", "1"], "--validation-share is 1.0"),
                (
                    [data.path, "--out", out, "--validation", few.path, "--validation-share", "0.2"],
                    "exclude each other"
                ),
                ([data.path, "--out", out, "--validation", few.path], "also tuned on"),
            ] as [([String], String)] {
                let found = await Self.run(["tune"] + arguments + ["--model", Self.model])
                #expect(found.code == .usage)
                #expect(found.errors.contains(words), "\(found.errors)")
                #expect(!FileManager.default.fileExists(atPath: out))
            }
        }
    }

    @Test("an adapter for another model ends nli with an error that names both")
    func mismatch() async throws {
        try await Self.withFolder { folder in
            let data = folder.appending(path: "claims.jsonl"), adapter = folder.appending(path: "a").path
            try Self.claims(80).write(to: data, atomically: true, encoding: .utf8)
            let tuned = await Self.run(
                "tune",
                data.path,
                "--out",
                adapter,
                "--model",
                Self.model,
                "--learning-rate",
                "0.05",
                "--epochs",
                "2"
            )
            #expect(tuned.code == .success, "\(tuned.errors)")
            let other = Self.encoders.appending(path: "classifier-unigram.gguf").path
            let found = await Self.run("nli", data.path, "--model", other, "--adapter", adapter)
            #expect(found.code == .usage)
            #expect(
                found.errors.contains("made for classifier (") && found.errors.contains("classifier-unigram.gguf (")
            )
        }
    }

    @Test("an interrupted run ends with code 130 and leaves nothing behind")
    func interrupted() async throws {
        try await Self.withFolder { folder in
            let data = folder.appending(path: "claims.jsonl"), out = folder.appending(path: "a").path
            try Self.claims(80).write(to: data, atomically: true, encoding: .utf8)
            let found = await Self.run("tune", data.path, "--out", out, "--model", Self.model, isStopped: { true })
            #expect(found.code == .interrupted)
            #expect(!FileManager.default.fileExists(atPath: out))
        }
    }

    @Test("the judge's identity in suites is another one with an adapter")
    func identity() throws {
        var options = JudgeOptions()
        options.entailmentModel = Self.model
        options.embeddingModel = Self.encoders.appending(path: "sentence").path
        let plain = try EngineModels().judges(options)
        options.adapter = Self.encoders.appending(path: "tuning.json").path
        let adapted = try EngineModels().judges(options)
        #expect(plain[0].digest != adapted[0].digest)
        #expect(adapted[0].name == "classifier with tuning.json")
        #expect(plain[1] == adapted[1])
    }
}
