import FielCore
import FielSuite

/// `fiel run`: a suite in, results, reports and an exit code out.
enum RunCommand: Command {
    static let spec = CommandSpec(
        name: "run",
        summary: "Run a suite: generate, score, hold against gates and baseline, report",
        operands: [.init(name: "SUITE", help: "A suite file, JSON with comments; fiel init writes one")],
        options: [
            .init(name: "--out", value: "DIR", help: "The folder of the results; NAME.results beside the suite"),
            .init(name: "--resume", help: "Go on with the unfinished run in the folder"),
            .init(name: "--dry-run", help: "Print the plan and about how much work it is, and do nothing else"),
            .init(name: "--limit", value: "N", help: "Only the first N questions or rows"),
            .init(name: "--no-cache", help: "Neither look answers and judgements up nor keep them"),
            .threads,
        ] + ReportPlan.options,
        notes: [
            "The folder holds results.jsonl (the same bytes for the same suite, files, models and Fiel; no times), "
                + "summary.json (models with SHA-256, versions, seed, machine, time, means by configuration), timings.jsonl "
                + "and the reports that the suite names. results.jsonl appears when it is complete.",
            "A run that was ended (also by a power cut) goes on with --resume and gives the same results. A folder with an "
                + "unfinished run is never overwritten without being told.",
            "Exit codes: 1 where a gate does not hold, or a configuration is worse than the baseline that the suite names; 3 "
                + "where an answer could not be generated or scored.",
            "Gates and reports of the command line come on top of those of the suite.",
        ] + ReportPlan.notes,
        examples: [
            .init(line: "fiel run suite.json5", purpose: "Run a suite"),
            .init(line: "fiel run suite.json5 --dry-run", purpose: "See what it would do"),
            .init(line: "fiel run suite.json5 --resume", purpose: "Go on after an interruption"),
            .init(
                line: "fiel run suite.json5 --gate 'groundedness.mean >= 0.85' --junit fiel.xml",
                purpose: "Gate a build more strictly than the suite does"
            ),
        ]
    )

    static func run(
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> ExitCode {
        let reports = try ReportPlan(arguments)
        var suite = try SuiteFile.open(arguments, console)
        suite.gates += try reports.gates(metrics: suite.metrics.map(\.id) + ResultRecord.latencyFields)
        let plan = try RunPlan(suite, limit: arguments.count("--limit"))
        guard !arguments.has("--dry-run") else {
            try console.write(PlanText(plan, folder: folder(arguments, suite)).text)
            return .success
        }
        var options = SuiteRun.Options(folder: folder(arguments, suite))
        options.resumes = arguments.has("--resume")
        options.usesCache = !arguments.has("--no-cache")
        let written = RunFolder(options.folder)
        try reports.files.check(keeping: [suite.path, written.results, written.summary, written.timings])
        let run = SuiteRun(
            plan,
            models: SuiteModels(models, console),
            options: options,
            isStopped: console.isStopped
        )
        let progress = ProgressBar(console, total: plan.samples)
        let outcome: RunOutcome?
        do throws(FielError) {
            outcome = try await run { event in
                switch event {
                case .failure(let error):
                    progress.clear()
                    console.tell(error)
                case .progress(let done, _): progress.update(done: done, position: done)
                }
            }
        } catch {
            progress.clear()
            throw error
        }
        progress.clear()
        guard let outcome else {
            console.say("stopped; what is done is kept, and --resume goes on with it")
            return .interrupted
        }
        return try finish(outcome, reports, written, console)
    }

    private static func folder(_ arguments: Arguments, _ suite: Suite) -> String {
        arguments.value("--out") ?? suite.defaultFolder
    }

    private static func finish(
        _ outcome: RunOutcome,
        _ reports: ReportPlan,
        _ folder: RunFolder,
        _ console: Console
    ) throws(FielError) -> ExitCode {
        let data = outcome.data
        var parts = data.configurations.map { configuration in
            ScoreReport(
                configuration,
                console: console,
                title: configuration.title,
                showsWorst: data.configurations.count == 1
            ).text
        }
        parts += outcome.comparisons.map { ComparisonReport($0.comparison, console).text }
        let gates = GateTable(data.gates, console.style).text
        let gatesHold = try reports.carryOut(data, showing: parts.joined(separator: "\n") + gates, console)
        console.say("results in \(TextLayout.printable(folder.path))")
        guard gatesHold && outcome.passes else { return .gateFailed }
        return outcome.isComplete ? .success : .incomplete
    }
}

/// Opens the suite that a command line names.
enum SuiteFile {
    /// Reads it, with the threads of the command line in place of its own.
    ///
    /// - Throws: the last of its errors; the others have been told.
    static func open(_ arguments: Arguments, _ console: Console) throws(FielError) -> Suite {
        try open(arguments.operands[0], threads: arguments.threads(), console)
    }

    static func open(_ path: String, threads: Int?, _ console: Console) throws(FielError) -> Suite {
        do throws(SuiteErrors) {
            var suite = try Suite(path: path)
            if let threads { suite.threads = threads }
            return suite
        } catch {
            for problem in error.all.dropLast() { console.tell(problem) }
            throw error.all.last ?? error.first
        }
    }
}

/// What a run will do, for a person.
private struct PlanText {
    let plan: RunPlan
    let folder: String

    init(_ plan: RunPlan, folder: String) { (self.plan, self.folder) = (plan, folder) }

    var text: String {
        let suite = plan.suite
        var lines = ["suite \(TextLayout.printable(suite.name)), results in \(TextLayout.printable(folder))"]
        if plan.configurations.isEmpty {
            lines.append("\(plan.samples) rows at most are scored")
        } else {
            let questions = plan.samples / plan.configurations.count
            lines.append(
                "\(questions) questions × \(plan.configurations.count) configurations = \(plan.samples) answers"
            )
        }
        for configuration in plan.configurations {
            let work = plan.estimate(configuration)
            lines.append(
                "  \(TextLayout.printable(configuration.name)): \(work.calls) generations, about \(work.promptTokens) "
                    + "prompt tokens, at most \(work.completionTokens) generated"
            )
        }
        lines.append("\(plan.samples) answers judged by \(suite.metrics.map(\.id).joined(separator: ", "))")
        lines += suite.gates.map { "gate \(TextLayout.printable($0.text))" }
        return lines.joined(separator: "\n") + "\n"
    }
}
