import FielCore
import FielSuite

/// `fiel tokenize`: texts in, token ids and their places out.
enum TokenizeCommand: Command {
    static let spec = CommandSpec(
        name: "tokenize",
        summary: "Cut texts into the tokens that a model reads",
        operands: [.init(name: "FILE|-", help: "JSON Lines with \"text\"; - reads standard input as it arrives")],
        options: [
            .init(
                name: "--model",
                value: "MODEL",
                help: "embed, nli, the path of a model, or a tokenizer.json of a generating model; embed unless given"
            ),
            .init(
                name: "--max-tokens",
                value: "N",
                help: "Keep at most so many tokens, special tokens included; all unless given"
            ),
            .lines,
        ],
        notes: [
            "Prints {\"ids\":[…],\"offsets\":[[start,end],…]} for each line, special tokens included. Offsets count Unicode "
                + "scalars of the text; special tokens stand at [0,0]. Generating models put none around a text. "
                + "A line that cannot be used gives {\"error\":{…}} and exit code 3."
        ],
        examples: [
            .init(
                line: "echo 'São Paulo' | fiel tokenize --model nli --lines -",
                purpose: "See how the classifier reads a line"
            )
        ]
    )

    static func run(
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> ExitCode {
        let limit = try arguments.count("--max-tokens")
        let source = try console.open(arguments.operands[0])
        let tokenizer = try models.tokenizer(arguments.value("--model") ?? "embed")
        let run = LineRun.tokenize(lines: arguments.has("--lines")) { text in
            let tokens = tokenizer(text, limit)
            return (tokens.ids, tokens.offsets)
        }
        return try await console.run(run, over: source)
    }
}
