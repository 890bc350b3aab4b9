import FielCore
import FielEngine
import FielSuite

/// `fiel tune`: labelled pairs in, an adapter for the NLI classifier out.
enum TuneCommand: Command {
    static let spec = CommandSpec(
        name: "tune",
        summary: "Adapt the NLI classifier to labelled claims of your own",
        operands: [.init(name: "DATASET", help: "JSON Lines, JSON or CSV with premise, hypothesis and label")],
        options: [
            .init(name: "--out", value: "ADAPTER", help: "Where the adapter goes; needed"),
            .init(name: "--epochs", value: "N", help: "The most passes over the pairs; 10 unless given"),
            .init(name: "--batch-size", value: "N", help: "The pairs of a step; 16 unless given"),
            .init(name: "--learning-rate", value: "R", help: "The largest learning rate; 0.003 unless given"),
            .init(name: "--patience", value: "N", help: "Stop after N epochs without improvement; 3 unless given"),
            .init(
                name: "--min-improvement",
                value: "X",
                help: "How much the held-out loss must fall to count as improvement; 0.002 unless given"
            ),
            .init(name: "--log-interval", value: "STEPS", help: "Tell loss and accuracy every STEPS; 10 unless given"),
            .init(name: "--seed", value: "N", help: "Decides the split and the order of pairs; 0 unless given"),
            .init(
                name: "--validation",
                value: "FILE",
                isRead: true,
                help: "Hold out the pairs of FILE, in place of a share"
            ),
            .init(
                name: "--validation-share",
                value: "X",
                help: "The share of pairs to hold out, by whole groups; 0.2 unless given"
            ),
            .init(
                name: "--model",
                value: "PATH",
                isRead: true,
                help: "Another NLI classifier: a GGUF file or a Hugging Face folder"
            ),
            .precision, .threads, .json,
        ],
        notes: [
            "A row has premise, hypothesis and label (entailment, neutral or contradiction), or label2 (entailment or "
                + "not_entailment) in place of label. Pairs with the same group (a text or a number), or the "
                + "same premise where they have none, and copies of one pair are never divided between tuning and testing. At least \(TuningPairs.fewest) pairs are needed, and two labels in "
                + "each part.",
            "The classifier stays as it is. What is tuned are factors for its keys, values and inner activations ((IA)³) and "
                + "its last layer: some kilobytes, which --adapter of score and nli takes, with the classifier that they were "
                + "tuned for. The same input gives the same adapter on any number of threads. The metrics of score were calibrated "
                + "without adapters; fiel calibrate --adapter fits hallucination anew",
            "Each label has the same weight in the loss, however many pairs have it. With label2 a pair counts as entailed from "
                + "one half on.",
            "Loss and accuracy are told on standard error. After each epoch the held-out pairs are judged as nli would judge "
                + "them; the epoch with the lowest loss is the best. The adapter is written where that loss is lower than without "
                + "it by --min-improvement, the 95 % interval of its change (bootstrap over groups) lies below 0, balanced "
                + "accuracy is no lower, and either the interval of its change lies above 0 or that of the loss's distance "
                + "from the best single answer for all pairs below 0; "
                + "otherwise nothing is written, the report says which of these failed, and the exit code is 1. As the held-out "
                + "pairs also chose the epoch, the intervals are a little too good, and so are the figures.",
            "A row that cannot be used is told on standard error with its line; the others are used, and the exit code is 3.",
        ],
        examples: [
            .init(
                line: "fiel tune claims.jsonl --out claims.adapter",
                purpose: "Tune on four fifths, test on the rest"
            ),
            .init(
                line: "fiel score answers.jsonl --adapter claims.adapter",
                purpose: "Score with the classifier as it was tuned"
            ),
        ]
    )

    static func run(
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> ExitCode {
        guard let path = arguments.value("--out") else {
            throw FielError(.invalidArgument, "--out is missing", hint: "write --out ADAPTER")
        }
        // Before the long work: whether the file can be written.
        try arguments.checkOutput()
        let options = try tuningOptions(arguments)
        let (pairs, unreadable) = try pairs(arguments, console, seed: options.seed)
        var judges = try JudgeOptions(arguments)
        judges.entailmentModel = arguments.value("--model")
        let tuner = try models.tuner(judges)
        console.say("tuning on \(pairs.training.count) pairs, \(pairs.heldOut.count) held out")
        let result = try await tuner.tune(pairs.training, heldOut: pairs.heldOut, options: options) { event in
            if let event { console.say(TuneReport.line(event)) }
            return !console.isStopped()
        }
        let report = TuneReport(result, options, pairs)
        if result.isImprovement {
            try ResultFile.replace(path, with: result.adapter.with(report: report.json(keptAt: nil)).bytes)
        }
        let kept = result.isImprovement ? path : nil
        try console.write(arguments.has("--json") ? report.json(keptAt: kept) + "\n" : report.text(keptAt: kept))
        guard result.isImprovement else { return .gateFailed }
        return unreadable == 0 ? .success : .incomplete
    }

    private static func tuningOptions(_ arguments: Arguments) throws(FielError) -> TuningOptions {
        var options = TuningOptions()
        options.epochs = try arguments.count("--epochs") ?? options.epochs
        options.batchSize = try arguments.count("--batch-size") ?? options.batchSize
        options.learningRate = try arguments.number("--learning-rate") ?? options.learningRate
        options.patience = try arguments.count("--patience") ?? options.patience
        options.minimumImprovement = try arguments.number("--min-improvement") ?? options.minimumImprovement
        options.logInterval = try arguments.count("--log-interval") ?? options.logInterval
        if let seed = try arguments.wholeNumber("--seed") { options.seed = UInt64(seed) }
        try options.validate()
        return options
    }

    private static func pairs(
        _ arguments: Arguments,
        _ console: Console,
        seed: UInt64
    ) throws(FielError) -> (pairs: TuningPairs, unreadable: Int) {
        let share = try arguments.share("--validation-share")
        if let share, share <= 0 || share >= 1 {
            throw FielError(.invalidArgument, "--validation-share is \(share), expected above 0 and below 1")
        }
        let path = arguments.operands[0]
        let all = try read(path, console)
        guard let validation = arguments.value("--validation") else {
            let pairs = try located(path) { () throws(FielError) in
                try TuningPairs(holdingOut: share ?? 0.2, of: all.pairs, seed: seed)
            }
            return (pairs, all.unreadable)
        }
        guard share == nil else {
            throw FielError(.invalidArgument, "--validation and --validation-share exclude each other")
        }
        let heldOut = try read(validation, console)
        let pairs = try located(path) { () throws(FielError) in
            try TuningPairs(training: all.pairs, heldOut: heldOut.pairs)
        }
        return (pairs, all.unreadable + heldOut.unreadable)
    }

    private static func located<Value>(
        _ path: String,
        _ body: () throws(FielError) -> Value
    ) throws(FielError) -> Value {
        do { return try body() } catch { throw error.located(at: .init(file: path)) }
    }

    private static func read(
        _ path: String,
        _ console: Console
    ) throws(FielError) -> (pairs: [LabelledPair], unreadable: Int) {
        var reader = try LabelledPairReader(console.open(path))
        var (pairs, unreadable) = ([LabelledPair](), 0)
        while let row = try reader.next() {
            switch row {
            case .success(let pair): pairs.append(pair)
            case .failure(let error):
                console.tell(error)
                unreadable += 1
            }
        }
        guard !console.isStopped() else { throw FielError(.interrupted, "was not read to its end") }
        return (pairs, unreadable)
    }
}
