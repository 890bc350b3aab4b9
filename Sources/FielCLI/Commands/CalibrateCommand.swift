import FielCore
import FielSuite

/// `fiel calibrate`: makes P(hallucinated) fit a team's own labelled answers.
enum CalibrateCommand: Command {
    static let spec = CommandSpec(
        name: "calibrate",
        summary: "Fit P(hallucinated) to answers that people labelled, for later runs to use",
        operands: [.init(name: "DATASET", help: "JSON Lines, JSON or CSV of labelled answers, as fiel score reads it")],
        options: [
            .init(name: "--out", value: "FILE", help: "Write the calibration to FILE, where it is the better one"),
            .init(
                name: "--label",
                value: "FIELD",
                help: "The field that holds the label; hallucinated, else label, unless given"
            ),
            .map, .json, .precision, .threads, .entailmentModel, .adapter, .embeddingModel,
        ],
        notes: [
            "A label is 1 or true (also as text) for an answer that holds something its contexts do not support, 0 or false for a faithful "
                + "one. Answers that abstain or hold no claim have no score and are left out. At least "
                + "\(CalibrationStudy.leastExamples) labelled answers with a score are needed, "
                + "\(CalibrationStudy.leastOfEither) with either label.",
            "The fit is Platt scaling of the log-odds: a slope and an offset. It moves probabilities, never the order of "
                + "answers, so AUROC stays. \"After\" is of answers that the fit has not seen: five parts, each judged by a "
                + "fit to the other four; answers that share \"cluster\" or \"group\" (a text or a number), and copies of one "
                + "answer, stay together. \"Base rate\" is one probability for all, the share of hallucinated answers in the other "
                + "four. Where the 95 % interval (bootstrap over groups) of the change of log loss does not lie below 0, nothing "
                + "is written, --json prints no calibration (\"kept\":false), and the exit code is 1.",
            "The file is for fiel score --calibration and for judges.calibration in a suite. It holds for these judges and "
                + "this version of the metric only, and is refused with others.",
        ],
        examples: [
            .init(
                line: "fiel calibrate labelled.jsonl --out ours.calibration.json",
                purpose: "Fit to your own labels, and see what that brings"
            ),
            .init(
                line: "fiel score answers.jsonl --calibration ours.calibration.json",
                purpose: "Score with probabilities that fit your data"
            ),
        ]
    )

    static func run(
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> ExitCode {
        let path = arguments.operands[0]
        let options = try JudgeOptions(arguments)
        var reader = try DatasetReader(arguments, console)
        // Before the long work: whether the file can be written.
        try arguments.checkOutput()
        let run = CalibrationRun(evaluator: try models.evaluator(options), labelField: arguments.value("--label"))
        let progress = ProgressBar(console, total: nil)
        let found = try await run(&reader, isStopped: console.isStopped) { progress.show($0, console) }
        progress.clear()
        if console.isStopped() { return .interrupted }
        if let field = arguments.value("--label"), found.unlabelled > 0, found.examples.isEmpty, found.unscored == 0 {
            throw FielError(
                .invalidArgument,
                "none of its \(found.unlabelled) answers has a value in \"\(field)\", the field of --label",
                at: .init(file: path)
            )
        }
        let study: CalibrationStudy
        do throws(FielError) {
            study = try CalibrationStudy(found.examples)
        } catch {
            throw error.located(at: .init(file: path))
        }
        let bytes = CalibrationFile.bytes(study, judges: try models.judges(options))
        try console.write(
            arguments.has("--json")
                ? String(decoding: bytes, as: UTF8.self)
                : CalibrationReport(study, found, console.style, path: path).text
        )
        guard study.improves else { return .gateFailed }
        if let out = arguments.value("--out") { try ResultFile.replace(out, with: bytes) }
        return found.failures == 0 ? .success : .incomplete
    }
}
