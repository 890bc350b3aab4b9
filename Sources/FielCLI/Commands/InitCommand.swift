import FielCore
import FielSuite

/// `fiel init`: a suite to start from.
enum InitCommand: Command {
    static let spec = CommandSpec(
        name: "init",
        summary: "Write a suite with comments, and answers for it to score",
        operands: [.init(name: "DIR", isOptional: true, help: "The folder; this one unless given")],
        notes: ["Files that are there already are never replaced."],
        examples: [.init(line: "fiel init evaluation", purpose: "Start in a new folder")]
    )

    static func run(
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> ExitCode {
        let folder = arguments.operands.first ?? "."
        try StarterSuite.write(to: folder)
        let files = StarterSuite.names.map { "\(folder)/\($0)" }.joined(separator: " and ")
        try console.write("wrote \(files)\nnext: fiel run \(folder)/suite.json5\n")
        return .success
    }
}
