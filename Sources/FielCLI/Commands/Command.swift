import FielCore
import FielSuite

/// One command of `fiel`.
protocol Command: Sendable {
    /// What it takes.
    static var spec: CommandSpec { get }

    /// Does its work.
    static func run(_ arguments: Arguments, _ console: Console, _ models: any ModelLoader) async throws(FielError)
        -> ExitCode
}

extension CommandSpec.Option {
    /// The number of threads.
    static let threads = Self(
        name: "--threads",
        value: "N",
        help: "Threads to use, at most \(Workers.mostThreads); one a core unless given. Results do not depend on it"
    )
    /// The arithmetic of the models.
    static let precision = Self(
        name: "--precision",
        value: "P",
        choices: ["f32", "int8"],
        help: "Arithmetic of the models; int8 unless given"
    )
    /// A classifier of the user's own.
    static let entailmentModel = Self(
        name: "--model-nli",
        value: "PATH",
        isRead: true,
        help: "Another NLI classifier: a GGUF file or a Hugging Face folder"
    )
    /// An adapter that `fiel tune` made.
    static let adapter = Self(
        name: "--adapter",
        value: "FILE",
        isRead: true,
        help: "An adapter for the NLI classifier, as fiel tune makes it"
    )
    /// An encoder of the user's own.
    static let embeddingModel = Self(
        name: "--model-embed",
        value: "PATH",
        isRead: true,
        help: "Another sentence encoder: a GGUF file or a Hugging Face folder"
    )
    /// A calibration of the user's own.
    static let calibration = Self(
        name: "--calibration",
        value: "FILE",
        isRead: true,
        help: "Make P(hallucinated) fit the user's own answers, by a file that fiel calibrate wrote"
    )
    /// Names of fields that no common tool uses.
    static let map = Self(
        name: "--map",
        value: "PART=FIELD",
        repeats: true,
        help: "Take id, question, contexts, answer or reference from FIELD; dots reach into objects"
    )
    /// Plain lines in place of JSON.
    static let lines = Self(name: "--lines", help: "Every input line is a text, instead of a JSON object with \"text\"")
    /// JSON in place of text.
    static let json = Self(name: "--json", help: "Print JSON, for programs to read")
}

extension DatasetReader {
    /// Opens the data set that is the first operand, with the fields that `--map` names.
    init(
        _ arguments: Arguments,
        _ console: Console,
        options: DatasetOptions = DatasetOptions()
    ) throws(FielError) {
        var options = options
        for assignment in arguments.all("--map") { try options.fields.assign(assignment) }
        try self.init(console.open(arguments.operands[0]), options: options)
    }
}

extension JudgeOptions {
    /// The options that several commands share.
    init(_ arguments: Arguments) throws(FielError) {
        threads = try arguments.threads()
        usesFullPrecision = arguments.value("--precision") == "f32"
        entailmentModel = arguments.value("--model-nli")
        adapter = arguments.value("--adapter")
        embeddingModel = arguments.value("--model-embed")
        calibration = arguments.value("--calibration")
    }
}
