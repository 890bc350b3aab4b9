import FielCore
import FielSuite

/// `fiel embed`: texts in, vectors out.
enum EmbedCommand: Command {
    static let spec = CommandSpec(
        name: "embed",
        summary: "Embed texts: one vector of length 1 for each line",
        operands: [.init(name: "FILE|-", help: "JSON Lines with \"text\"; - reads standard input as it arrives")],
        options: [
            .lines, .precision, .threads,
            .init(
                name: "--model",
                value: "PATH",
                help: "Another sentence encoder: a GGUF file or a Hugging Face folder"
            ),
        ],
        notes: [
            "Prints {\"embedding\":[…],\"tokens\":n} for each line, in order, and \"truncated\":true where the text was longer "
                + "than the model reads. A line that cannot be used gives {\"error\":{…}} and exit code 3."
        ],
        examples: [
            .init(line: "echo 'A bridge in Lisbon.' | fiel embed --lines -", purpose: "Embed plain lines"),
            .init(line: "fiel embed texts.jsonl > vectors.jsonl", purpose: "Embed the \"text\" of every line"),
        ]
    )

    static func run(
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> ExitCode {
        var options = try JudgeOptions(arguments)
        options.embeddingModel = arguments.value("--model")
        let source = try console.open(arguments.operands[0])
        return try await console.run(
            .embed(with: models.embedder(options), lines: arguments.has("--lines")),
            over: source
        )
    }
}

extension Console {
    /// Answers every line of a source on standard output.
    func run<Request>(_ run: LineRun<Request>, over source: any ByteSource) async throws(FielError) -> ExitCode {
        var reader = LineReader(source)
        let counts = try await run(&reader, to: output, isStopped: isStopped, report: tell)
        if isStopped() { return .interrupted }
        return counts.failures > 0 ? .incomplete : .success
    }
}
