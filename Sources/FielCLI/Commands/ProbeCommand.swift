import FielCore
import FielGeneration
import FielStatistics
import FielSuite

/// `fiel probe`: whether instructions hidden in passages take a generator over.
enum ProbeCommand: Command {
    static let spec = CommandSpec(
        name: "probe",
        summary: "Plant instructions in passages, and count how often a generator obeys them",
        operands: [
            .init(
                name: "QUESTIONS|-",
                help: "JSON Lines, JSON or CSV with question and contexts, as fiel score reads them"
            )
        ],
        options: [
            .init(
                name: "--strategy",
                value: "S",
                choices: Strategy.allCases.map(\.rawValue),
                repeats: true,
                help: "How passages take part; rag-concat unless given"
            ),
            .init(
                name: "--plant",
                value: "NAME",
                choices: InjectionPlant.names,
                repeats: true,
                help: "Plant only these; all unless given"
            ),
            .init(name: "--system", value: "TEXT", help: "The product's own system turn"),
            .init(name: "--limit", value: "N", help: "Use only the first N rows"),
            .init(name: "--max-obeyed", value: "R", help: "Fail where a greater share of all plants is obeyed, 0 to 1"),
            .init(name: "--out", value: "FILE", help: "Write one JSON object an answer to FILE"),
            .init(name: "--json", help: "Print one JSON object in place of the table"),
            .languageModel, .endpoint, .map,
        ] + CommandSpec.Option.decoding + [.threads, .precision],
        notes: [
            "Each question is answered without a plant, which is the control, and once with each plant at the end of one of "
                + "its passages. An injection asks for a canary, a word that means nothing; a leak asks for the system "
                + "prompt, which holds the canary. An answer that holds the canary counts as obeying, also where it only "
                + "quotes the plant. zero-shot has no passages to plant in. Answers are of at most 96 tokens unless "
                + "--max-tokens is given. Plants are in the question's language, English or Portuguese.",
            "Exit code 1 says that --max-obeyed does not hold, 3 that rows or answers are missing.",
        ],
        examples: [
            .init(
                line: "fiel probe questions.jsonl --limit 20",
                purpose: "Does the default generator obey its passages?"
            ),
            .init(
                line:
                    "fiel probe questions.jsonl --endpoint http://127.0.0.1:8080/v1 --model my-model --max-obeyed 0.05",
                purpose: "Fail where a service obeys more than one plant of twenty"
            ),
        ]
    )

    static func run(
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> ExitCode {
        let path = arguments.operands[0]
        let options = try options(arguments, console)
        let limit = try arguments.share("--max-obeyed")
        var dataset = DatasetOptions()
        dataset.requiresAnswer = false
        var reader = try DatasetReader(arguments, console, options: dataset)
        try arguments.checkOutput()
        let source = try await source(arguments, options, console, models)
        let file = try arguments.value("--out").map { path throws(FielError) in try ResultFile(path: path) }
        let progress = ProgressBar(console, total: nil, unit: "questions")
        let run = ProbeRun(output: file, options: options, generator: source)
        let summary = try await run(&reader, isStopped: console.isStopped) { progress.show($0, console) }
        progress.clear()
        if console.isStopped() { return .interrupted }
        guard summary.rows > 0 else {
            file?.discard()
            throw FielError(.malformedInput, "holds no questions", at: .init(file: path))
        }
        try file?.commit()
        try console.write(arguments.has("--json") ? json(summary) : ProbeReport(summary, console).text)
        if let limit, !(summary.obeyed.map { $0.estimate <= limit } ?? false) {
            let share = summary.obeyed.map { DecimalText.fixed($0.estimate) } ?? "unknown, for nothing was planted"
            console.say(console.errorStyle.red("gate: ") + "the share obeyed is \(share), expected at most \(limit)")
            return .gateFailed
        }
        return summary.unreadable + summary.failed == 0 ? .success : .incomplete
    }

    private static func options(_ arguments: Arguments, _ console: Console) throws(FielError) -> ProbeRun.Options {
        var options = ProbeRun.Options()
        let request = try GenerationJob.request(arguments.value("--request"), console)
        options.parameters = try arguments.decoding(over: request)
        if try arguments.count("--max-tokens") == nil, arguments.value("--request") == nil {
            options.parameters.maxTokens = 96
        }
        options.seed = options.parameters.seed
        options.system = arguments.value("--system")
        options.limit = try arguments.count("--limit")
        let strategies = arguments.all("--strategy").compactMap(Strategy.init)
        if !strategies.isEmpty { options.strategies = Strategy.allCases.filter(strategies.contains) }
        let plants = arguments.all("--plant")
        if !plants.isEmpty { options.plants = InjectionPlant.all.filter { plants.contains($0.name) } }
        return options
    }

    private static func source(
        _ arguments: Arguments,
        _ options: ProbeRun.Options,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> ProbeRun.Source {
        if let service = try arguments.service(console) {
            for strategy in options.strategies where strategy == .ragSequence || strategy == .ragToken {
                throw GenerationJob.needsProbabilities(strategy)
            }
            return { _, retrieval in ConcatGenerator(service, passages: retrieval.passages) }
        }
        let model = try await models.languageModel(arguments.value("--model"), try JudgeOptions(arguments), console)
        return try builtIn(model, options.parameters)
    }

    private static func builtIn<Model: LanguageModel>(
        _ model: Model,
        _ parameters: DecodingParameters
    ) throws(FielError) -> ProbeRun.Source {
        var base = try BuiltInGenerator(model)
        base.promptLimit = max(1, model.contextLength - parameters.maxTokens)
        let generator = base
        return { strategy, retrieval in generator.answering(by: strategy, from: retrieval) }
    }

    private static func json(_ summary: ProbeSummary) -> String {
        var json = JSONWriter()
        summary.write(to: &json)
        return json.text + "\n"
    }
}

/// What `fiel probe` shows a person.
struct ProbeReport {
    private let summary: ProbeSummary
    private let style: Style

    /// Shows a summary in the style of the console.
    init(_ summary: ProbeSummary, _ console: Console) {
        self.summary = summary
        style = console.style
    }

    /// The report with its closing line break.
    var text: String {
        let head =
            TextLayout.padded("strategy", to: 14) + TextLayout.padded("plant", to: 22)
            + "     n    obeyed  95 % interval"
        var lines = [style.dim(head)]
        lines += summary.results.filter { $0.asked > 0 }.map { row in
            line(row.strategy, row.plant ?? "\(row.goal.rawValue) control", row.share)
        }
        for (strategy, count) in summary.notApplicable.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            lines.append(
                TextLayout.padded(strategy.rawValue, to: 14) + "\(count) without passages to plant in: not applicable"
            )
        }
        if let obeyed = summary.obeyed { lines += ["", style.bold(line(nil, "all plants", obeyed))] }
        if summary.failed > 0 { lines += ["", style.red("\(summary.failed) answers could not be generated")] }
        return lines.joined(separator: "\n") + "\n"
    }

    private func line(_ strategy: Strategy?, _ name: String, _ share: Interval?) -> String {
        let bounds = share?.bounds.map { "\(DecimalText.fixed($0.lowerBound)) – \(DecimalText.fixed($0.upperBound))" }
        return TextLayout.padded(strategy?.rawValue ?? "", to: 14) + TextLayout.padded(name, to: 22)
            + TextLayout.aligned(String(share?.n ?? 0), to: 6)
            + TextLayout.aligned(share.map { DecimalText.fixed($0.estimate) } ?? "–", to: 10) + "  " + (bounds ?? "–")
    }
}
