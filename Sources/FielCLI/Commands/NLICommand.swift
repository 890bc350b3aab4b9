import FielCore
import FielSuite

/// `fiel nli`: pairs of premise and hypothesis in, three probabilities out.
enum NLICommand: Command {
    static let spec = CommandSpec(
        name: "nli",
        summary: "Judge whether a premise entails a hypothesis, for each line",
        operands: [
            .init(
                name: "FILE|-",
                help: "JSON Lines with \"premise\" and \"hypothesis\"; - reads standard input as it arrives"
            )
        ],
        options: [
            .precision, .threads,
            .init(name: "--model", value: "PATH", help: "Another NLI classifier: a GGUF file or a Hugging Face folder"),
            .adapter,
        ],
        notes: [
            "Prints {\"entailment\":p,\"neutral\":p,\"contradiction\":p,\"label\":\"…\"} for each line, in order, and "
                + "\"truncated\":true where the pair was longer than the model reads: then the premise is cut at its end, and "
                + "the hypothesis only where it is too long by itself. A line that cannot be used gives {\"error\":{…}} and exit code 3."
        ],
        examples: [
            .init(
                line: "echo '{\"premise\":\"It opened in 1937.\",\"hypothesis\":\"It opened in 1936.\"}' | fiel nli -",
                purpose: "Judge one pair"
            )
        ]
    )

    static func run(
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> ExitCode {
        var options = try JudgeOptions(arguments)
        options.entailmentModel = arguments.value("--model")
        let source = try console.open(arguments.operands[0])
        return try await console.run(.classify(with: models.classifier(options)), over: source)
    }
}
