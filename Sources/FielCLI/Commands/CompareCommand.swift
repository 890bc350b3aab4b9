import Fiel
import FielCore
import FielSuite

/// `fiel compare`: whether results got worse.
enum CompareCommand: Command {
    static let spec = CommandSpec(
        name: "compare",
        summary: "Compare results with a baseline, and fail where they are significantly worse",
        operands: [
            .init(name: "BASE", help: "Results that fiel score --out wrote"),
            .init(name: "CANDIDATE…", repeats: true, help: "Results of the same samples, to be compared with them"),
        ],
        options: [
            .init(
                name: "--metric",
                value: "M",
                repeats: true,
                help:
                    "Compare these metrics, all for every one; unless given, those that fiel score computes by default"
            ),
            .init(
                name: "--max-drop",
                value: "D",
                help: "Fail as well where a drop of a mean by D cannot be ruled out"
            ),
            .init(
                name: "--alpha",
                value: "A",
                help: "How often a difference may be called significant where there is none; 0.05 unless given"
            ),
            .init(
                name: "--worst",
                value: "N",
                help: "How many of the samples that got worse are shown; 5 unless given"
            ),
            .init(name: "--markdown", value: "FILE", help: "Write a Markdown page as well"),
            .init(
                name: "--allow-missing",
                help: "Pass even where a candidate lacks samples, or a whole metric, of the base"
            ),
            .init(name: "--force", help: "Compare even where a metric's version changed between the files"),
            .json,
        ],
        notes: [
            "Samples are paired by id, and in files of several configurations each with its namesake; those with "
                + "the same \"cluster\" or \"group\" count as one draw. p is that of a paired permutation test, corrected over "
                + "the metrics by Holm's method; the interval comes from a paired bootstrap. Exit code 1 says that a metric is "
                + "significantly worse, that a candidate lacks samples of the base (--allow-missing lets it), or, with "
                + "--max-drop, that such a drop cannot be ruled out."
        ],
        examples: [
            .init(line: "fiel compare main.jsonl branch.jsonl", purpose: "Did the branch make answers worse?"),
            .init(
                line: "fiel compare main.jsonl branch.jsonl --max-drop 0.02 --markdown comment.md",
                purpose: "Prove that no mean drops by 0.02, and write a comment for the pull request"
            ),
        ]
    )

    static func run(
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> ExitCode {
        let options = try options(arguments)
        for path in arguments.all("--markdown") { try ResultFile.check(path, keeping: arguments.inputs) }
        let wanted = arguments.all("--metric")
        let metrics = wanted.isEmpty ? Evaluator.metrics : try Evaluator.metrics(named: wanted)
        let base = try RecordedResults(try console.open(arguments.operands[0]), keepsContexts: false)
        var comparisons: [Comparison] = []
        var isComplete = true
        for path in arguments.operands.dropFirst() {
            let candidate = try RecordedResults(try console.open(path), keepsContexts: false)
            if !arguments.has("--force") { try candidate.requireVersions(of: metrics, asIn: base) }
            for name in onlyInBase(base, candidate) {
                console.say("\(path): has no configuration \(name), which is in \(base.path)")
                isComplete = options.allowsMissing
            }
            comparisons += sides(base, candidate).map { base, candidate in
                Comparison(base: base, candidate: candidate, metrics: metrics, options: options)
            }
        }
        for comparison in comparisons where comparison.samples.both == 0 {
            throw FielError(
                .invalidArgument,
                "has no sample that is in \(comparison.paths.base) too",
                hint: "samples are paired by id",
                at: .init(file: comparison.paths.candidate)
            )
        }
        for comparison in comparisons {
            try console.write(arguments.has("--json") ? json(comparison) : ComparisonReport(comparison, console).text)
        }
        if let path = arguments.value("--markdown") {
            let page = comparisons.map { ComparisonTable($0).markdown }.joined(separator: "\n")
            try ResultFile.replace(path, with: Array(page.utf8))
        }
        return isComplete && comparisons.allSatisfy(\.passes) ? .success : .gateFailed
    }

    /// Each configuration of the candidate beside the base, or beside its namesake in a base of several.
    private static func sides(
        _ base: RecordedResults,
        _ candidate: RecordedResults
    ) -> [(RecordedResults, RecordedResults)] {
        let isSplit = base.configurations.count > 1
        let names = candidate.configurations
        guard !names.isEmpty, isSplit || names.count > 1 else { return [(base, candidate)] }
        return names.map { (isSplit ? base.only($0) : base, candidate.only($0)) }
    }

    /// The configurations of a base of several that a candidate lacks, where both name them.
    private static func onlyInBase(_ base: RecordedResults, _ candidate: RecordedResults) -> [String] {
        let names = candidate.configurations.compactMap(\.self)
        guard base.configurations.count > 1, !names.isEmpty else { return [] }
        return base.configurations.compactMap(\.self).filter { !names.contains($0) }
    }

    private static func options(_ arguments: Arguments) throws(FielError) -> ComparisonOptions {
        var options = ComparisonOptions()
        if let alpha = try arguments.number("--alpha") {
            guard alpha > 0, alpha < 1 else {
                throw FielError(.invalidArgument, "--alpha is \(alpha), expected a number between 0 and 1")
            }
            options.alpha = alpha
        }
        if let drop = try arguments.number("--max-drop") {
            guard drop > 0 else {
                throw FielError(.invalidArgument, "--max-drop is \(drop), expected a number above 0")
            }
            options.maxDrop = drop
        }
        if let worst = try arguments.wholeNumber("--worst") { options.worst = worst }
        options.allowsMissing = arguments.has("--allow-missing")
        return options
    }

    private static func json(_ comparison: Comparison) -> String {
        var json = JSONWriter()
        comparison.write(to: &json)
        return json.text + "\n"
    }
}
