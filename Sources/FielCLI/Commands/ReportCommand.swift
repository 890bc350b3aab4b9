import Fiel
import FielCore
import FielSuite

/// `fiel report`: pages, tables and gates from results.
enum ReportCommand: Command {
    static let spec = CommandSpec(
        name: "report",
        summary: "Make reports from results, and fail where a gate does not hold",
        operands: [.init(name: "RESULTS…", repeats: true, help: "Results that fiel score --out or fiel run wrote")],
        options: ReportPlan.options + [
            .init(
                name: "--dataset",
                value: "FILE",
                help: "The data set that was scored, so that findings point at its lines and not at those of RESULTS"
            ),
            .init(name: "--json", help: "Print the sums and gates as JSON in place of the tables"),
        ],
        notes: [
            "Each file is a configuration of its own where its lines name none. With --json, one object is printed: "
                + "{\"passes\",\"configurations\":[{\"configuration\",\"samples\",\"failures\",\"metrics\",\"verdicts\"}],"
                + "\"gates\":[{\"gate\",\"configuration\",\"value\",\"passed\",\"message\"}],\"unscored_lines\"}."
        ] + ReportPlan.notes,
        examples: [
            .init(line: "fiel report results.jsonl --html report.html", purpose: "Read why answers are not faithful"),
            .init(
                line:
                    "fiel report results.jsonl --junit fiel.xml --gate 'groundedness.mean >= 0.85' --gate 'failures == 0'",
                purpose: "Gate a build"
            ),
        ]
    )

    static func run(
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> ExitCode {
        let plan = try ReportPlan(arguments)
        try plan.files.check(keeping: arguments.operands)
        var results: [RecordedResults] = []
        for path in arguments.operands { results.append(try RecordedResults(try console.open(path))) }
        guard results.contains(where: { !$0.rows.isEmpty || $0.failures > 0 }) else {
            throw FielError(.malformedInput, "holds no results", at: .init(file: arguments.operands[0]))
        }
        let found = results.flatMap(\.rows).reduce(into: Set<String>()) { $0.formUnion($1.metricNames) }
        let known = Evaluator.catalog.map(\.id)
        let data = ReportData(
            results: results,
            gates: try plan.gates(metrics: known + found.subtracting(known).sorted()),
            dataset: try arguments.value("--dataset").map { path throws(FielError) in
                var reader = try DatasetReader(try console.open(path))
                return try DatasetLines(&reader)
            }
        )
        let text = arguments.has("--json") ? json(data) : tables(data, console)
        return try plan.carryOut(data, showing: text, console) ? .success : .gateFailed
    }

    private static func tables(_ data: ReportData, _ console: Console) -> String {
        let isAlone = data.configurations.count == 1
        let tables = data.configurations.map { configuration in
            let title = isAlone ? data.sources.joined(separator: ", ") : configuration.title
            return ScoreReport(configuration, console: console, title: title, showsWorst: isAlone).text
        }
        return tables.joined(separator: "\n") + GateTable(data.gates, console.style).text
    }

    private static func json(_ data: ReportData) -> String {
        var json = JSONWriter()
        data.write(to: &json)
        return json.text + "\n"
    }
}
