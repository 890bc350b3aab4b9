import Fiel
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
            .init(
                name: "--map",
                value: "PART=FIELD",
                repeats: true,
                help: "Take id, question, contexts, answer or reference from FIELD; dots reach into objects"
            ),
            .init(
                name: "--metric",
                value: "M",
                repeats: true,
                help: "Compute this metric in place of the first four below; all for every one"
            ),
            .init(name: "--limit", value: "N", help: "Score only the first N rows"),
            .precision, .threads,
            .init(
                name: "--model-nli",
                value: "PATH",
                help: "Another NLI classifier: a GGUF file or a Hugging Face folder"
            ),
            .init(
                name: "--model-embed",
                value: "PATH",
                help: "Another sentence encoder: a GGUF file or a Hugging Face folder"
            ),
        ] + ReportPlan.options,
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
            "Metrics: " + Evaluator.catalog.map(\.id).joined(separator: ", ")
                + ". Some read fields of the data set: references (more than one gold answer), samples (other answers to the "
                + "same question: strings, or {\"text\",\"log_likelihood\"}), answerable (true or false), relevant_contexts "
                + "(one label a passage). A sample that lacks what a metric needs ends as noReference, noSamples and so on.",
            "A row that cannot be used is told on standard error with its line, and takes its place in the JSON output as "
                + "{\"id\",\"error\":{\"code\",\"message\",\"line\"}}; all other rows are scored, and the exit code is 3.",
        ] + ReportPlan.notes + ["Reports and gates need the whole data set, so they are refused with -."],
        examples: [
            .init(line: "fiel score answers.jsonl", purpose: "Score a data set and see the worst answers"),
            .init(
                line: "fiel score answers.csv --map answer=my_field --out results.jsonl",
                purpose: "Name a field, keep the results"
            ),
            .init(
                line: "fiel score answers.jsonl --metric answer_correctness --metric rouge_l",
                purpose: "Compare with gold answers"
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
        let plan = try ReportPlan(arguments)
        if isStream && !plan.isEmpty {
            throw FielError(
                .invalidArgument,
                "reports and gates need the whole data set, which a stream does not keep",
                hint: "keep the results, and make the reports with fiel report"
            )
        }
        var dataset = DatasetOptions()
        for assignment in arguments.all("--map") { try dataset.fields.assign(assignment) }
        dataset.makesNamesUnique = !isStream
        var options = ScoreRun.Options()
        options.limit = try arguments.count("--limit")
        let judgeOptions = try judgeOptions(arguments)
        options.metrics = judgeOptions.metrics
        let gates = try plan.gates(metrics: options.metrics.map(\.id))
        var reader = try DatasetReader(console.open(path), options: dataset)
        try plan.files.check(keeping: [path] + arguments.all("--out"))
        let file = try arguments.value("--out").map { path throws(FielError) in try ResultFile(path: path) }
        let kept = plan.isEmpty ? nil : MemorySink()
        let outputs: [(any ByteSink)?] = [file, kept, printsLines ? console.output : nil]
        let run = ScoreRun(
            evaluator: try models.evaluator(judgeOptions),
            outputs: outputs.compactMap(\.self),
            options: options
        )
        let (summary, lines) = try await score(run, &reader, console, path: path, keepsLines: kept != nil)
        if console.isStopped() { return .interrupted }
        try file?.commit()
        if summary.rows == 0 && !isStream {
            throw FielError(.malformedInput, "holds no samples", at: .init(file: path))
        }
        let code: ExitCode = summary.isComplete ? .success : .incomplete
        let table = printsLines ? "" : ScoreReport(summary, console: console, title: path).text
        guard let kept else {
            try console.write(table)
            return code
        }
        let results = try RecordedResults(MemorySource(kept.bytes, name: path))
        let data = ReportData(results: [results], gates: gates, dataset: lines)
        let told = GateTable(data.gates, console.style).text
        // What reads lines of JSON must find nothing else among them.
        if printsLines { console.say(told) }
        return try plan.carryOut(data, showing: printsLines ? "" : table + told, console) ? code : .gateFailed
    }

    private static func judgeOptions(_ arguments: Arguments) throws(FielError) -> JudgeOptions {
        var options = try JudgeOptions(arguments)
        if arguments.has("--metric") { options.metrics = try Evaluator.metrics(named: arguments.all("--metric")) }
        options.entailmentModel = arguments.value("--model-nli")
        options.embeddingModel = arguments.value("--model-embed")
        return options
    }

    private static func score(
        _ run: ScoreRun,
        _ reader: inout DatasetReader,
        _ console: Console,
        path: String,
        keepsLines: Bool
    ) async throws(FielError) -> (Summary, DatasetLines) {
        // The lines are counted only where somebody watches.
        let total = console.errorsAreTerminal && path != "-" ? LineReader.count(path) : nil
        let progress = ProgressBar(console, total: total)
        var lines = DatasetLines(path: path)
        let summary = try await run(&reader, isStopped: console.isStopped) { event in
            switch event {
            case .failure(let error):
                progress.clear()
                console.tell(error)
            case .renamed(let location, let id):
                progress.clear()
                console.say(
                    "\(location): another sample has the same id; this one is called \(TextLayout.printable(id))"
                )
            case .scored(let id, let line):
                if keepsLines { lines.add(id, line: line) }
            case .progress(let rows, let line):
                progress.update(done: rows, position: line)
            }
        }
        progress.clear()
        return (summary, lines)
    }
}
