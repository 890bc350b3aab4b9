import Foundation
import Testing

@testable import FielCLI

/// Outputs that cannot be written, or that nobody reads, as a process.
@Suite(
    "Outputs that fail",
    .enabled(if: CommandProcess.binary != nil, "the program stands beside the test bundle")
)
struct OutputFailureTests {
    private let folder: TemporaryFolder
    private let dataset: String

    init() throws {
        folder = try TemporaryFolder()
        let rows = (1...3).map { #"{"id":"\#($0)","contexts":["It is red."],"answer":"It is red."}"# }
        dataset = try folder.write(rows.joined(separator: "\n") + "\n", to: "a.jsonl")
    }

    /// Runs the program by a shell line, in which `fiel` stands for it.
    private func shell(_ line: String) throws -> (code: Int32, errors: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "fiel=$0; cd $1; \(line)", try #require(CommandProcess.binary).path, folder.path]
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let said = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: said, as: UTF8.self))
    }

    @Test(
        "a full disk is an error that names the output",
        .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"))
    )
    func fullDisk() throws {
        for arguments in ["score a.jsonl", "score a.jsonl --json", "nli - < a.jsonl"] {
            let run = try shell("exec $fiel \(arguments) > /dev/full")
            #expect(run.code == 2 && run.errors.contains("standard output: cannot be written"), "\(run)")
        }
    }

    @Test("a results file that grows too large keeps what was written, and no file appears under its name")
    func fileTooLarge() throws {
        let run = try shell("trap '' XFSZ; ulimit -f 1; exec $fiel score a.jsonl --out o.jsonl")
        #expect(run.code == 2 && run.errors.contains("o.jsonl: cannot be written: File too large"), "\(run)")
        #expect(folder.read("o.jsonl") == nil)
        let kept = try #require(folder.read("o.jsonl.part"))
        #expect(kept.hasPrefix(#"{"id":"1""#))
    }

    @Test(
        "an output that cannot be created is told before anything is scored",
        arguments: ["a.jsonl/o.jsonl", "no/o.jsonl"]
    )
    func unwritable(path: String) throws {
        for option in ["--out", "--html", "--junit", "--csv"] {
            let run = try shell("exec $fiel score a.jsonl \(option) \(path)")
            #expect(run.code == 2 && run.errors.contains(path), "\(option): \(run)")
        }
    }

    @Test("an interrupt of a stream leaves whole lines in the partial file")
    func interrupt() throws {
        let process = Process()
        process.executableURL = CommandProcess.binary
        process.arguments = ["score", "-", "--out", "\(folder.path)/o.jsonl"]
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(contentsOf: URL(filePath: dataset)))
        var printed = Data()
        while printed.count(where: { $0 == 0x0A }) < 3 { printed += output.fileHandleForReading.availableData }
        process.interrupt()
        process.waitUntilExit()
        #expect(process.terminationStatus == 130)
        #expect(folder.read("o.jsonl") == nil)
        #expect(folder.read("o.jsonl.part") == String(decoding: printed, as: UTF8.self))
        let told = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(told.contains("the results so far are in \(folder.path)/o.jsonl.part"), "\(told)")
    }

    @Test("a reader that goes away ends scoring quietly")
    func closedPipe() throws {
        let run = try shell("for i in 1 2 3 4 5 6 7 8; do cat a.jsonl; done | $fiel score - | head -n 1")
        #expect(run.code == 0 && run.errors.isEmpty, "\(run)")
    }
}
