import FielCore
import FielSuite

/// `fiel score`: a data set of answers in, their scores with the evidence out.
enum ScoreCommand: Command {
    static let spec = CommandSpec(
        name: "score",
        summary: "Score the answers of a data set against their contexts",
        operands: [
            .init(
                name: "DATASET|-",
                help: "JSON Lines, JSON or CSV; - reads standard input as it arrives and prints JSON Lines"
            )
        ],
        options: [
            .init(
                name: "--out",
                value: "FILE",
                help: "Write one JSON object a sample to FILE, which appears when complete"
            ),
            .init(name: "--json", help: "Print one JSON object a sample in place of the table"),
            .map,
            .init(name: "--limit", value: "N", help: "Score only the first N rows"),
            .precision, .threads, .entailmentModel, .embeddingModel,
        ],
        notes: [
            "The field names of RAGAS, DeepEval, TruLens, LangChain, promptfoo, Phoenix and Azure are known, among them: "
                + "question, user_input, input, query; contexts, retrieved_contexts, retrieval_context, context; answer, response, "
                + "actual_output, output; reference, ground_truth, expected_output. In CSV, contexts are a JSON array or are "
                + "separated by |. Samples without an id are named after their place: line-7, or item-7 in a JSON array. A "
                + "second sample with the same id becomes id#2, except with -, where nothing is remembered.",
            "Each line is {\"id\",\"metrics\":{\"context_relevance\":{\"status\",\"value\",\"version\"},\"groundedness\","
                + "\"answer_relevance\",\"hallucination\"},\"question\",\"answer\",\"reference\",\"contexts\":[{\"relevance\","
                + "\"text\"}],\"claims\":[{\"text\",\"range\",\"verdict\",\"support\",\"contradiction\",\"evidence\":{\"context\","
                + "\"range\"}}],\"accounting\":{\"pairs\",\"tokens_seen\",\"tokens_cut\"},\"metadata\"}. Ranges count Unicode "
                + "scalars. Samples that share \"cluster\" or \"group\" count as one draw where results are compared.",
            "A row that cannot be used is told on standard error with its line, and takes its place in the JSON output as "
                + "{\"id\",\"error\":{\"code\",\"message\",\"line\"}}; all other rows are scored, and the exit code is 3.",
        ],
        examples: [
            .init(line: "fiel score answers.jsonl", purpose: "Score a data set and see the worst answers"),
            .init(
                line: "fiel score answers.csv --map answer=my_field --out results.jsonl",
                purpose: "Name a field, keep the results"
            ),
            .init(
                line: "cat answers.jsonl | fiel score - > results.jsonl",
                purpose: "Score a stream, as under Spark's pipe()"
            ),
        ]
    )

    static func run(
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> ExitCode {
        let path = arguments.operands[0]
        let isStream = path == "-"
        let printsLines = isStream || arguments.has("--json")
        var dataset = DatasetOptions()
        for assignment in arguments.all("--map") { try dataset.fields.assign(assignment) }
        dataset.makesNamesUnique = !isStream
        var options = ScoreRun.Options()
        options.limit = try arguments.count("--limit")
        let judgeOptions = try JudgeOptions(arguments)
        var reader = try DatasetReader(console.open(path), options: dataset)
        let file = try arguments.value("--out").map { path throws(FielError) in try ResultFile(path: path) }
        let run = ScoreRun(
            evaluator: try models.evaluator(judgeOptions),
            outputs: [file, printsLines ? console.output : nil].compactMap(\.self),
            options: options
        )
        let summary = try await score(run, &reader, console, path: path)
        if console.isStopped() { return .interrupted }
        try file?.commit()
        if summary.rows == 0 && !isStream {
            throw FielError(.malformedInput, "holds no samples", at: .init(file: path))
        }
        if !printsLines { try console.write(ScoreReport(summary, console: console, path: path).text) }
        return summary.isComplete ? .success : .incomplete
    }

    private static func score(
        _ run: ScoreRun,
        _ reader: inout DatasetReader,
        _ console: Console,
        path: String
    ) async throws(FielError) -> Summary {
        // The lines are counted only where somebody watches.
        let total = console.errorsAreTerminal && path != "-" ? LineReader.count(path) : nil
        let progress = ProgressBar(console, total: total)
        let summary = try await run(&reader, isStopped: console.isStopped) { event in
            progress.show(event, console)
        }
        progress.clear()
        return summary
    }
}
