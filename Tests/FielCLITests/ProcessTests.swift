import FielCore
import Foundation
import Testing

@testable import FielCLI

@Suite("Process", .enabled(if: CommandProcess.binary != nil, "the program stands beside the test bundle"))
struct ProcessTests {
    private func process(_ arguments: String...) throws -> (process: Process, input: Pipe, output: Pipe, errors: Pipe) {
        let process = Process()
        process.executableURL = CommandProcess.binary
        process.arguments = arguments
        let pipes = (Pipe(), Pipe(), Pipe())
        process.standardInput = pipes.0
        process.standardOutput = pipes.1
        process.standardError = pipes.2
        try process.run()
        return (process, pipes.0, pipes.1, pipes.2)
    }

    private func text(_ pipe: Pipe) throws -> String {
        String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    }

    @Test("the version goes to standard output with exit code 0")
    func version() throws {
        let run = try process("--version")
        #expect(try text(run.output) == "fiel \(Program.version)\n")
        run.process.waitUntilExit()
        #expect(run.process.terminationStatus == 0)
    }

    @Test("a usage error goes to standard error with exit code 2")
    func usage() throws {
        let run = try process("score", "/nonexistent.jsonl")
        #expect(try text(run.output).isEmpty)
        #expect(try text(run.errors).contains("/nonexistent.jsonl: cannot be opened"))
        run.process.waitUntilExit()
        #expect(run.process.terminationStatus == 2)
    }

    @Test("a tokenizer file of a generating model can be tried without the model")
    func tokenizerFile() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "fixtures/subwords/gpt2.json")
        let run = try process("tokenize", "--model", file.path, "--max-tokens", "2", "--lines", "-")
        try run.input.fileHandleForWriting.write(contentsOf: Data("<|im_end|>é and more\n".utf8))
        try run.input.fileHandleForWriting.close()
        #expect(try text(run.output) == "{\"ids\":[2,307],\"offsets\":[[0,10],[10,11]]}\n")
        run.process.waitUntilExit()
        #expect(run.process.terminationStatus == 0)
    }

    @Test("an interrupt ends a waiting stream with exit code 130")
    func interrupt() throws {
        let run = try process("tokenize", "--lines", "-")
        try run.input.fileHandleForWriting.write(contentsOf: Data("one\n".utf8))
        let first = run.output.fileHandleForReading.availableData
        #expect(first.last == 0x0A, "a line is out while the producer is silent")
        run.process.interrupt()
        run.process.waitUntilExit()
        #expect(run.process.terminationReason == .exit)
        #expect(run.process.terminationStatus == 130)
    }

    @Test("a reader that goes away ends the program quietly")
    func brokenPipe() throws {
        let run = try process("tokenize", "--lines", "-")
        try run.output.fileHandleForReading.close()
        let writer = run.input.fileHandleForWriting
        try writer.write(contentsOf: Data("one\n".utf8))
        run.process.waitUntilExit()
        #expect(try text(run.errors).isEmpty)
        #expect(run.process.terminationReason == .uncaughtSignal || run.process.terminationStatus == 141)
    }
}
