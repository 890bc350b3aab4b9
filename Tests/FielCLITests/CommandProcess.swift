import Foundation

/// The built program, run to its end.
struct CommandProcess {
    /// The program, found beside the test bundle.
    static let binary: URL? = {
        let starts =
            [Bundle.main.bundleURL, URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()]
            + Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
        return starts.map { $0.appending(path: "fiel") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }()

    let code: Int32
    let output: String
    let errors: String

    /// Runs the program; input and output are short enough for the pipes to hold them.
    static func run(_ arguments: [String], input: String = "") throws -> CommandProcess {
        let process = Process()
        process.executableURL = binary
        process.arguments = arguments
        let (standardInput, output, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = standardInput
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try standardInput.fileHandleForWriting.close()
        let written = try output.fileHandleForReading.readToEnd() ?? Data()
        let said = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return CommandProcess(
            code: process.terminationStatus,
            output: String(decoding: written, as: UTF8.self),
            errors: String(decoding: said, as: UTF8.self)
        )
    }
}
