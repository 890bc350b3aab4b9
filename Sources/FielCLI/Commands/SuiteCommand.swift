import FielCore
import FielSuite

/// `fiel suite`: what helps to write a suite.
enum SuiteCommand: Command {
    static let spec = CommandSpec(
        name: "suite",
        summary: "Print the JSON Schema of suite files, for editors",
        operands: [.init(name: "schema", choices: ["schema"], help: "The schema, JSON Schema 2020-12")],
        examples: [.init(line: "fiel suite schema > suite.schema.json", purpose: "Get the schema")]
    )

    static func run(
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> ExitCode {
        try console.write(SuiteSchema.text)
        return .success
    }
}
