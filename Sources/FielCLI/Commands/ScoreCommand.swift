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
            .map,
            .init(
                name: "--metric",
                value: "M",
                repeats: true,
                help: "Compute this metric in place of the first four below; all for every one"
            ),
            .init(name: "--limit", value: "N", help: "Score only the first N rows"),
            .calibration, .precision, .threads, .entailmentModel, .adapter, .embeddingModel,
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
        let plan = try ReportPlan(arguments)
        if path == "-" { try plan.requireNothing() }
        let judgeOptions = try judgeOptions(arguments)
        let gates = try plan.gates(metrics: judgeOptions.metrics.map(\.id) + ResultRecord.latencyFields)
        var options = ScoreRun.Options()
        options.limit = try arguments.count("--limit")
        options.metrics = judgeOptions.metrics
        var reader = try reader(arguments, console)
        try arguments.checkOutput()
        try plan.files.check(keeping: arguments.inputs + arguments.all("--out"))
        // Opening empties what an earlier run has left, so that nothing that is likely to fail may come after.
        let evaluator = try models.evaluator(judgeOptions)
        let outputs = try Outputs(arguments, console, keepsResults: !plan.isEmpty)
        let run = ScoreRun(evaluator: evaluator, outputs: outputs.all, options: options)
        let (summary, lines) = try await score(run, &reader, console, keepsLines: outputs.kept != nil)
        if console.isStopped() {
            if let file = outputs.file { console.say("stopped: the results so far are in \(file.partialPath)") }
            return .interrupted
        }
        guard summary.rows > 0 || path == "-" else {
            outputs.file?.discard()
            throw FielError(.malformedInput, "holds no samples", at: .init(file: path))
        }
        try outputs.file?.commit()
        let table = outputs.printsLines ? "" : ScoreReport(summary, console: console, title: path).text
        if let kept = outputs.kept {
            let results = try RecordedResults(MemorySource(kept.bytes, name: path))
            let data = ReportData(results: [results], gates: gates, dataset: lines)
            guard try report(data, plan, after: table, console) else { return .gateFailed }
        } else {
            try console.write(table)
        }
        return summary.isComplete ? .success : .incomplete
    }

    /// Where results go.
    private struct Outputs {
        let file: ResultFile?
        let kept: MemorySink?
        let printsLines: Bool
        let all: [any ByteSink]

        /// - Parameter keepsResults: whether reports are made of them; that takes some 4 kB of memory a sample.
        init(_ arguments: Arguments, _ console: Console, keepsResults: Bool) throws(FielError) {
            printsLines = arguments.operands[0] == "-" || arguments.has("--json")
            file = try arguments.value("--out").map { path throws(FielError) in try ResultFile(path: path) }
            kept = keepsResults ? MemorySink() : nil
            let sinks: [(any ByteSink)?] = [file, kept, printsLines ? console.output : nil]
            all = sinks.compactMap(\.self)
        }
    }

    /// Shows the table and the gates, and writes the reports.
    ///
    /// - Parameter table: empty where lines of JSON were printed, among which nothing else may stand.
    /// - Returns: whether every gate holds.
    private static func report(
        _ data: ReportData,
        _ plan: ReportPlan,
        after table: String,
        _ console: Console
    ) throws(FielError) -> Bool {
        let gates = GateTable(data.gates, console.style).text
        if table.isEmpty && !gates.isEmpty { console.say(gates) }
        return try plan.carryOut(data, showing: table.isEmpty ? "" : table + gates, console)
    }

    private static func reader(_ arguments: Arguments, _ console: Console) throws(FielError) -> DatasetReader {
        var dataset = DatasetOptions()
        dataset.makesNamesUnique = arguments.operands[0] != "-"
        return try DatasetReader(arguments, console, options: dataset)
    }

    private static func judgeOptions(_ arguments: Arguments) throws(FielError) -> JudgeOptions {
        var options = try JudgeOptions(arguments)
        if arguments.has("--metric") { options.metrics = try Evaluator.metrics(named: arguments.all("--metric")) }
        return options
    }

    private static func score(
        _ run: ScoreRun,
        _ reader: inout DatasetReader,
        _ console: Console,
        keepsLines: Bool
    ) async throws(FielError) -> (Summary, DatasetLines) {
        // The lines are counted only where somebody watches.
        let total = console.errorsAreTerminal && reader.name != "-" ? LineReader.count(reader.name) : nil
        let progress = ProgressBar(console, total: total)
        var lines = DatasetLines(path: reader.name)
        let summary = try await run(&reader, isStopped: console.isStopped) { event in
            if case .scored(let id, let line) = event, keepsLines { lines.add(id, line: line) }
            progress.show(event, console)
        }
        progress.clear()
        return (summary, lines)
    }
}
