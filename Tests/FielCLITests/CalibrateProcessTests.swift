import Foundation
import Testing

@testable import FielCLI

/// `fiel calibrate` with the embedded judges, as a process.
@Suite(
    "Calibration as a process",
    .enabled(if: CommandProcess.binary != nil, "the program stands beside the test bundle")
)
struct CalibrateProcessTests {
    /// Short answers, every second with another year than its passage; four labels in ten are wrong.
    private static let dataset = (0..<60).map { place in
        let year = 1900 + place
        let isWrong = place % 2 == 1
        let label = (place % 10 < 4) != isWrong
        return
            #"{"id":"\#(place)","contexts":["The bridge number \#(place) opened in \#(year)."],"answer":"The bridge opened in \#(year + (isWrong ? 7 : 0)).","hallucinated":\#(label)}"#
    }.joined(separator: "\n")

    @Test("a calibration that is fitted is written, changes only P(hallucinated), and is refused with other judges")
    func fits() throws {
        let folder = try TemporaryFolder()
        let data = try folder.write(Self.dataset, to: "labelled.jsonl")
        let out = "\(folder.path)/c.json"
        let run = try CommandProcess.run(["calibrate", data, "--out", out])
        #expect(run.code == 0, "\(run.errors)\(run.output)")
        #expect(run.output.contains("60 labelled answers") && run.output.contains("held out"))
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: out))) as? [String: Any]
        )
        #expect(object["answers"] as? Int == 60)
        let plain = try CommandProcess.run(["score", data, "--limit", "2", "--json"])
        let calibrated = try CommandProcess.run(["score", data, "--limit", "2", "--json", "--calibration", out])
        #expect(calibrated.code == 0)
        let (before, after) = try (metrics(plain.output), metrics(calibrated.output))
        #expect(before.map { $0.groundedness } == after.map { $0.groundedness })
        #expect(before.map { $0.hallucination } != after.map { $0.hallucination })
        let other = try CommandProcess.run(
            ["score", data, "--calibration", out, "--model-embed", Self.otherEncoder]
        )
        #expect(other.code == 2 && other.errors.contains("fitted to another model"))
    }

    @Test("too few labels are refused, with the number that is needed")
    func refused() throws {
        let lines = Self.dataset.split(separator: "\n").prefix(3).joined(separator: "\n")
        let folder = try TemporaryFolder()
        let run = try CommandProcess.run(["calibrate", "-", "--out", "\(folder.path)/c.json"], input: lines)
        #expect(run.code == 2 && run.errors.contains("3 labelled answers") && run.errors.contains("50"))
        let unnamed = try CommandProcess.run(["calibrate", "-", "--label", "verdict"], input: lines)
        #expect(unnamed.code == 2 && unnamed.errors.contains("none of its 3 answers has a value in \"verdict\""))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test(
        "an output that would replace what is read, or is no file, is refused before any work",
        arguments: ["calibrate", "score", "stress", "tune", "index"]
    )
    func replacesNothing(command: String) throws {
        let folder = try TemporaryFolder()
        let data = try folder.write(Self.dataset, to: "labelled.jsonl")
        let run = try CommandProcess.run([command, data, "--out", "\(folder.path)/./labelled.jsonl"])
        #expect(run.code == 2 && run.errors.contains("would replace it"), "\(run.errors)")
        let stream = try CommandProcess.run([command, data, "--out", "-"])
        #expect(stream.code == 2 && stream.errors.contains("expected the path of a file"), "\(stream.errors)")
        #expect(try String(contentsOfFile: data, encoding: .utf8) == Self.dataset)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["labelled.jsonl"])
    }

    private static let otherEncoder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "fixtures/encoders/sentence-f32.gguf").path

    private func metrics(_ output: String) throws -> [(groundedness: Double?, hallucination: Double?)] {
        try output.split(separator: "\n").map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            let metrics = object?["metrics"] as? [String: [String: Any]]
            return (metrics?["groundedness"]?["value"] as? Double, metrics?["hallucination"]?["value"] as? Double)
        }
    }
}
