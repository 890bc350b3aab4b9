/// What one command of `fiel` takes; its help and its parser are made from this.
struct CommandSpec: Sendable {
    /// An argument that begins with a dash.
    struct Option: Sendable {
        /// The name with its dashes: `--out`.
        var name: String
        /// What the value is called in help; nil for a flag.
        var value: String?
        /// The values allowed, where they are few.
        var choices: [String] = []
        /// Whether it may be given several times.
        var repeats = false
        /// Whether its value is a file or folder that is read, which no output may replace.
        var isRead = false
        /// One sentence without a full stop.
        var help: String

        /// Name and value as help shows them, such as `--out FILE`.
        var usage: String { value.map { "\(name) \($0)" } ?? name }
    }

    /// An argument that stands for itself.
    struct Operand: Sendable {
        /// What it is called in help: `DATASET|-`.
        var name: String
        /// Whether it may be left out.
        var isOptional = false
        /// Whether the last operand may be given several times.
        var repeats = false
        /// The values allowed, where they are few.
        var choices: [String] = []
        /// One sentence without a full stop.
        var help: String
    }

    /// A command line and what it does.
    struct Example: Sendable {
        /// What to type.
        var line: String
        /// What it does.
        var purpose: String
    }

    /// The name after `fiel`.
    var name: String
    /// One line, without a full stop.
    var summary: String
    /// The operands in order.
    var operands: [Operand] = []
    /// The options, `--help` excepted.
    var options: [Option] = []
    /// Paragraphs on what goes in, what comes out and what the exit code says.
    var notes: [String] = []
    /// What to type.
    var examples: [Example] = []
}
