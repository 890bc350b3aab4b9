import FielCore
import FielSuite
import Foundation
import Testing

@testable import FielCLI

/// What stands on the disk is not lost to an output, unless it is the output's own earlier version.
@Suite("Output safety")
struct OutputSafetyTests {
    private static let encoders = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "fixtures/encoders").path
    private static let row = #"{"id":"a","contexts":["It opened in 1937."],"answer":"It opened in 1936."}"# + "\n"
    private let folder: TemporaryFolder
    private let data: String

    init() throws {
        folder = try TemporaryFolder()
        data = try folder.write(Self.row, to: "data.jsonl")
    }

    private func run(_ models: any ModelLoader, _ arguments: [String]) async -> Finished {
        let (output, errors) = (MemorySink(), MemorySink())
        let console = Console(input: { MemorySource("".utf8) }, output: output, errors: errors, isStopped: { false })
        let code = await Program(console: console, models: models).run(arguments)
        return Finished(code: code, output: output.text, errors: errors.text)
    }

    private func run(_ arguments: String...) async -> Finished { await run(ScriptedModels(), arguments) }

    @Test(
        "an output whose partial file is the input is refused, and the input stays",
        arguments: ["calibrate", "score", "stress", "tune"]
    )
    func partialIsRead(command: String) async throws {
        let input = try folder.write(Self.row, to: "s.jsonl.part")
        let found = await run(command, input, "--out", "\(folder.path)/s.jsonl")
        #expect(found.code == .usage)
        #expect(found.errors.contains("s.jsonl.part: is read, and the output would replace it"), "\(found.errors)")
        #expect(folder.read("s.jsonl.part") == Self.row)
    }

    @Test("an output that replaces a file which an option names is refused, and the file stays")
    func optionsAreRead() async throws {
        let other = try folder.write("{}", to: "other")
        let model = "\(folder.path)/model"
        try FileManager.default.createDirectory(atPath: model, withIntermediateDirectories: true)
        let weights = try folder.write("kept", to: "model/model.safetensors")
        for (command, option, read, out) in [
            ("score", "--calibration", other, "--out"), ("score", "--calibration", other, "--html"),
            ("score", "--adapter", other, "--out"), ("score", "--model-nli", other, "--csv"),
            ("calibrate", "--adapter", other, "--out"), ("tune", "--model", other, "--out"),
            ("tune", "--validation", other, "--out"), ("stress", "--model-nli", other, "--out"),
            ("stress", "--model-embed", other, "--out"), ("probe", "--request", other, "--out"),
            ("index", "--model", other, "--out"),
        ] {
            let found = await run(command, data, option, read, out, "\(folder.path)/./other")
            #expect(found.code == .usage, "\(command) \(option): \(found.errors)")
            #expect(found.errors.contains("would replace it"), "\(command) \(option): \(found.errors)")
        }
        let found = await run("stress", data, "--model-nli", model, "--out", weights)
        #expect(found.code == .usage && found.errors.contains("would replace it"), "\(found.errors)")
        #expect(folder.read("other") == "{}" && folder.read("model/model.safetensors") == "kept")
    }

    @Test("the lines of an interrupted run outlive a run that fails before it scores anything")
    func earlierLines() async throws {
        _ = try folder.write("earlier", to: "o.jsonl.part")
        let bad = try folder.write("{}", to: "bad.json")
        let out = "\(folder.path)/o.jsonl"
        for command in ["score", "stress", "calibrate"] {
            let option = command == "score" ? ["--calibration", bad] : ["--model-nli", bad]
            let found = await run(EngineModels(), [command, data, "--out", out] + option)
            #expect(found.code == .usage, "\(command): \(found.errors)")
            #expect(folder.read("o.jsonl.part") == "earlier", "\(command)")
        }
        let few = await run(EngineModels(), ["calibrate", data, "--out", out])
        #expect(few.code == .usage && few.errors.contains("too few"), "\(few.errors)")
        let html = await run(EngineModels(), ["score", data, "--html", out, "--calibration", bad])
        #expect(html.code == .usage)
        #expect(folder.read("o.jsonl.part") == "earlier")
        #expect(folder.read("o.jsonl") == nil)
    }

    @Test("a data set without a row leaves no file behind", arguments: ["score", "stress"])
    func empty(command: String) async throws {
        let empty = try folder.write("", to: "empty.jsonl")
        let found = await run(command, empty, "--out", "\(folder.path)/o.jsonl")
        #expect(found.code == .incomplete && found.errors.contains("holds no samples"), "\(found.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names == ["data.jsonl", "empty.jsonl"])
    }

    @Test("an absurd number of threads is refused, with the most there may be", arguments: ["1025", "\(Int.max)"])
    func threads(count: String) async {
        let found = await run("nli", data, "--threads", count)
        #expect(found.code == .usage)
        #expect(found.errors.contains("expected a whole number from 1 to 1024"), "\(found.errors)")
    }

    @Test("help on a command that there is not is a usage error with the nearest, and help on help is the page")
    func unknownTopic() async {
        let found = await run("help", "calibrat")
        #expect(found.code == .usage && found.errors.contains("did you mean calibrate?"), "\(found.errors)")
        #expect(await run("help", "--help").output == run("help").output)
    }

    @Test("an output without a name, or whose partial file is a folder, is refused before the work")
    func names() async throws {
        try FileManager.default.createDirectory(atPath: "\(folder.path)/o.part", withIntermediateDirectories: true)
        for (path, words) in [("", "expected the path of a file"), ("\(folder.path)/o", "not a plain file")] {
            for command in ["score", "calibrate", "stress", "tune"] {
                let found = await run(command, data, "--out=\(path)")
                #expect(found.code == .usage && found.errors.contains(words), "\(command): \(found.errors)")
            }
        }
    }
}
