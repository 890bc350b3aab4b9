import FielCore
import FielSuite

/// The streams of a command and what is known about them.
struct Console: Sendable {
    /// Opens standard input.
    var input: @Sendable () -> any ByteSource
    /// Results.
    var output: any ByteSink
    /// Talk.
    var errors: any ByteSink
    /// Whether a person reads the results.
    var outputIsTerminal = false
    /// Whether a person reads the talk.
    var errorsAreTerminal = false
    /// The columns of the terminal, or 100 where there is none.
    var width = 100
    /// The environment variables.
    var environment: [String: String] = [:]
    /// Whether the user has interrupted the run.
    var isStopped: @Sendable () -> Bool = { false }

    /// The style of results.
    var style: Style { Style(isOn: outputIsTerminal && mayColour) }
    /// The style of talk.
    var errorStyle: Style { Style(isOn: errorsAreTerminal && mayColour) }

    private var mayColour: Bool { (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb" }

    /// Writes text to standard output.
    func write(_ text: String) throws(FielError) { try output.write(Array(text.utf8)) }

    /// Writes a line to standard error; there is nobody to tell where that fails.
    func say(_ line: String) { try? errors.write(Array("\(line)\n".utf8)) }

    /// Tells of an error.
    func tell(_ error: FielError) {
        say(errorStyle.red("error: ") + TextLayout.printable(error.description))
    }

    /// Opens the named file, or standard input for `-`.
    func open(_ path: String) throws(FielError) -> any ByteSource {
        path == "-" ? input() : try FileSource(path: path, isStopped: isStopped)
    }
}
