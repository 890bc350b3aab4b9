import FielCore
import FielSuite

/// The command line as a whole: finds the command, runs it, and tells how it ended.
struct Program: Sendable {
    /// The version of Fiel.
    static let version = FielVersion.current
    /// The commands in the order of help.
    static let commands: [any Command.Type] = [
        ScoreCommand.self, RunCommand.self, CompareCommand.self, ReportCommand.self, VerifyCommand.self,
        StressCommand.self, CalibrateCommand.self, ProbeCommand.self, SuiteCommand.self, InitCommand.self,
        GenerateCommand.self,
        LikelihoodCommand.self, IndexCommand.self, RetrieveCommand.self, NLICommand.self, EmbedCommand.self,
        TuneCommand.self,
        TokenizeCommand.self, ModelsCommand.self, DoctorCommand.self,
    ]

    /// The streams.
    let console: Console
    /// Loads models.
    let models: any ModelLoader

    /// Runs the command that the arguments name.
    ///
    /// - Parameter arguments: what follows `fiel` on the command line.
    func run(_ arguments: [String]) async -> ExitCode {
        do throws(FielError) {
            return try await dispatch(arguments)
        } catch {
            let code = ExitCode(error)
            if code != .brokenPipe && code != .interrupted { console.tell(error) }
            return code
        }
    }

    private func dispatch(_ arguments: [String]) async throws(FielError) -> ExitCode {
        switch arguments.first {
        case "--help", "-h", "help":
            guard let name = arguments.dropFirst().first(where: { $0 != "--help" && $0 != "-h" }) else {
                try console.write(help)
                return .success
            }
            try console.write(HelpText.command(try Self.known(name).spec, width: console.width))
            return .success
        case "--version":
            try console.write("fiel \(Self.version)\n")
            return .success
        case nil:
            try console.errors.write(Array(help.utf8))
            return .usage
        case let name?:
            let command = try Self.known(name, or: ["--help", "--version"])
            let parsed = try Arguments(Array(arguments.dropFirst()), for: command.spec)
            guard !parsed.asksForHelp else {
                try console.write(HelpText.command(command.spec, width: console.width))
                return .success
            }
            return try await command.run(parsed, console, models)
        }
    }

    private var help: String { HelpText.program(Self.commands.map { $0.spec }, width: console.width) }

    /// The command of a name.
    ///
    /// - Parameter others: what else could have been meant.
    private static func known(_ name: String, or others: [String] = []) throws(FielError) -> any Command.Type {
        guard let command = commands.first(where: { $0.spec.name == name }) else {
            throw Arguments.unknown(name, among: commands.map { $0.spec.name } + others, of: "")
        }
        return command
    }
}
