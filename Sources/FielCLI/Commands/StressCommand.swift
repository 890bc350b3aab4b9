import FielCore
import FielStatistics
import FielSuite
import FielText

/// `fiel stress`: how well the evaluator sees changes of answers, on the user's own data and without labels.
enum StressCommand: Command {
    static let spec = CommandSpec(
        name: "stress",
        summary: "Change answers and passages in ways whose effect is known, and count the verdicts that follow",
        operands: [
            .init(
                name: "DATASET|-",
                help: "JSON Lines, JSON or CSV of answers, best of faithful ones, as fiel score reads it"
            )
        ],
        options: [
            .init(name: "--seed", value: "N", help: "Where the random numbers start; 0 unless given"),
            .init(name: "--limit", value: "N", help: "Use only the first N rows"),
            .init(
                name: "--perturbation",
                value: "NAME",
                choices: Perturbation.allCases.map(\.rawValue),
                repeats: true,
                help: "Make only these changes; all unless given"
            ),
            .init(
                name: "--out",
                value: "FILE",
                help: "Write one JSON object a changed sample to FILE, with both verdicts"
            ),
            .init(name: "--json", help: "Print one JSON object in place of the table"),
            .init(
                name: "--min-detection",
                value: "R",
                help: "Fail where a smaller share of all changes of truth is detected, 0 to 1"
            ),
            .init(
                name: "--max-false-alarms",
                value: "R",
                help: "Fail where after a greater share of the other changes a claim loses its support, 0 to 1"
            ),
            .map, .precision, .threads, .entailmentModel, .embeddingModel,
        ],
        notes: [
            "Changes of truth: number, date and entity put a fact in the claim that the passages do not hold; negation puts "
                + "in or takes out a \"not\"; unit changes what an amount counts; bound makes at most of at least; quantifier puts the opposite of a comparison; "
                + "evidence-removed takes the passage away. A claim that was supported must lose its support, which is "
                + "detection. All others keep the truth: distractor adds a passage of another sample, reordered shuffles the "
                + "passages, formatting changes lines, list marks and spaces. A loss of support is then a false alarm.",
            "Each change is made once a sample, in a claim that was supported before, and only where its effect is certain; "
                + "samples where it could not be made are counted. Intervals are Wilson's, of 95 %; several "
                + "changes of one answer, and answers that share \"cluster\" or \"group\", count for less than as many independent "
                + "ones. Unchanged answers without contexts or without a claim are in no share. The same seed gives the "
                + "same changes. English and Portuguese. Exit code 1 says that a gate does not hold; one without any change to "
                + "rest on does not hold. Exit code 3 says that rows could not be used.",
        ],
        examples: [
            .init(line: "fiel stress answers.jsonl", purpose: "How many wrong numbers, names and negations are seen?"),
            .init(
                line: "fiel stress answers.jsonl --perturbation number --min-detection 0.9 --out changed.jsonl",
                purpose: "Fail unless nine of ten wrong numbers are seen, and keep the changed answers"
            ),
        ]
    )

    static func run(
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> ExitCode {
        let path = arguments.operands[0]
        let options = try options(arguments)
        let gates = try StressGates(arguments, options.perturbations)
        var reader = try DatasetReader(arguments, console)
        try arguments.checkOutput()
        let evaluator = try models.evaluator(JudgeOptions(arguments))
        let file = try arguments.value("--out").map { path throws(FielError) in try ResultFile(path: path) }
        let run = StressRun(evaluator: evaluator, output: file, options: options)
        let progress = ProgressBar(console, total: nil)
        let summary = try await run(&reader, isStopped: console.isStopped) { progress.show($0, console) }
        progress.clear()
        if console.isStopped() { return .interrupted }
        guard summary.samples > 0 else {
            file?.discard()
            throw FielError(.malformedInput, "holds no samples", at: .init(file: path))
        }
        try file?.commit()
        try console.write(arguments.has("--json") ? json(summary) : StressReport(summary, console, path: path).text)
        let broken = gates.broken(by: summary)
        for gate in broken { console.say(console.errorStyle.red("gate: ") + gate) }
        guard broken.isEmpty else { return .gateFailed }
        return summary.unreadable == 0 && summary.failures == 0 ? .success : .incomplete
    }

    private static func options(_ arguments: Arguments) throws(FielError) -> StressRun.Options {
        var options = StressRun.Options()
        if let seed = try arguments.wholeNumber("--seed") { options.seed = UInt64(seed) }
        options.limit = try arguments.count("--limit")
        let wanted = arguments.all("--perturbation")
        if !wanted.isEmpty { options.perturbations = Perturbation.allCases.filter { wanted.contains($0.rawValue) } }
        return options
    }

    private static func json(_ summary: StressSummary) -> String {
        var json = JSONWriter()
        summary.write(to: &json)
        return json.text + "\n"
    }
}

/// What a user wants the evaluator to reach.
struct StressGates: Sendable {
    private let detection: Double?
    private let falseAlarms: Double?

    /// Reads the gates.
    ///
    /// - Throws: `FielError` where one is no share, or none of the changes asked for could ever count for it.
    init(_ arguments: Arguments, _ perturbations: [Perturbation]) throws(FielError) {
        detection = try arguments.share("--min-detection")
        falseAlarms = try arguments.share("--max-false-alarms")
        if detection != nil, !perturbations.contains(where: \.changesTruth) {
            throw FielError(.invalidArgument, "--min-detection needs a --perturbation that changes the truth")
        }
        if falseAlarms != nil, perturbations.allSatisfy(\.changesTruth) {
            throw FielError(.invalidArgument, "--max-false-alarms needs a --perturbation that keeps the truth")
        }
    }

    /// What does not hold, in words.
    func broken(by summary: StressSummary) -> [String] {
        var broken: [String] = []
        if let detection, !(summary.detection.map { $0.estimate >= detection } ?? false) {
            broken.append("detection is \(Self.words(summary.detection)), expected at least \(detection)")
        }
        if let falseAlarms, !(summary.falseAlarms.map { $0.estimate <= falseAlarms } ?? false) {
            broken.append("false alarms are \(Self.words(summary.falseAlarms)), expected at most \(falseAlarms)")
        }
        return broken
    }

    private static func words(_ share: Interval?) -> String {
        share.map { "\(DecimalText.fixed($0.estimate)) of \($0.n)" } ?? "unknown, for nothing could be changed"
    }
}

extension Arguments {
    /// The value of an option that is a share, 0 to 1.
    func share(_ name: String) throws(FielError) -> Double? {
        guard let number = try number(name) else { return nil }
        guard (0...1).contains(number) else {
            throw FielError(.invalidArgument, "\(name) is \(number), expected a number from 0 to 1")
        }
        return number
    }
}
