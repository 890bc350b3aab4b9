import FielCore
import FielEngine
import FielStatistics
import FielSuite

/// What `fiel tune` shows and keeps: options, pairs, and quality before and after.
struct TuneReport {
    private let result: TuningResult
    private let options: TuningOptions
    private let pairs: TuningPairs

    /// Joins what tuning came to with what it was made from.
    init(_ result: TuningResult, _ options: TuningOptions, _ pairs: TuningPairs) {
        (self.result, self.options, self.pairs) = (result, options, pairs)
    }

    /// One line on what happens.
    static func line(_ event: TuningEvent) -> String {
        switch event {
        case .steps(let done, let total, let loss, let accuracy):
            "step \(done) of at most \(total): loss \(DecimalText.fixed(loss)), accuracy \(DecimalText.fixed(accuracy))"
        case .epoch(let epoch, let quality):
            "epoch \(epoch): held-out loss \(DecimalText.fixed(quality.loss)), accuracy "
                + "\(DecimalText.fixed(quality.accuracy)), balanced accuracy \(DecimalText.fixed(quality.balancedAccuracy))"
        }
    }

    /// The report for a person, with its closing line break.
    ///
    /// - Parameter path: where the adapter stands; nil where none is kept.
    func text(keptAt path: String?) -> String {
        let head =
            TextLayout.padded("\(result.before.count) held-out pairs", to: 22)
            + ["before", "after", "change"].map { TextLayout.aligned($0, to: 9) }.joined()
        var lines = [head]
        for (name, measure) in Self.measures {
            let (before, after) = (measure(result.before), measure(result.after))
            let change = DecimalText.fixed(after - before)
            let numbers = [DecimalText.fixed(before), DecimalText.fixed(after), after > before ? "+" + change : change]
            lines.append(
                TextLayout.padded(name, to: 22) + numbers.map { TextLayout.aligned($0, to: 9) }.joined()
            )
        }
        lines += [
            "",
            "loss − before:          " + result.change.words,
            "balanced accuracy:      " + result.gain.words,
            "loss − constant answer: " + result.margin.words,
        ]
        lines += ["", "tuned on \(pairs.training.count) pairs; epoch \(result.bestEpoch) of \(result.epochs) was best"]
        if result.truncated > 0 {
            lines.append("\(result.truncated) of them are longer than the model reads, and were cut")
        }
        lines.append(
            path.map { "kept: \(TextLayout.printable($0)), for \(TextLayout.printable(result.adapter.baseName))" }
                ?? "not kept: \(reason)"
        )
        return lines.joined(separator: "\n") + "\n"
    }

    /// Why the adapter is not kept.
    private var reason: String {
        let fall = DecimalText.fixed(result.before.loss - result.after.loss)
        switch result.shortfall {
        case nil: return "it was not asked for"
        case .loss: return "the held-out loss fell by \(fall), expected at least \(options.minimumImprovement)"
        case .balancedAccuracy: return "balanced accuracy fell"
        case .chance: return "the interval of the loss's change holds 0, so that it may be chance"
        case .constant:
            return
                "it may have learnt no more than to be unsure: neither is balanced accuracy beyond chance higher, nor the loss "
                + "below that of the same answer for every pair"
        }
    }

    private static let measures: [(String, @Sendable (PairQuality) -> Double)] = [
        ("accuracy", { $0.accuracy }), ("balanced accuracy", { $0.balancedAccuracy }), ("loss", { $0.loss }),
    ]

    /// The report for programs, on one line.
    func json(keptAt path: String?) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("fiel", FielVersion.current)
            json.member("kept", result.isImprovement)
            json.member("not_kept_for", ifAny: result.shortfall?.rawValue)
            json.member("adapter", ifAny: path)
            json.member("base", result.adapter.base)
            json.member("base_name", result.adapter.baseName)
            json.member("training_pairs", pairs.training.count)
            json.member("held_out_pairs", pairs.heldOut.count)
            json.member("cut_pairs", result.truncated)
            json.member("epochs", result.epochs)
            json.member("best_epoch", result.bestEpoch)
            for (name, quality) in [("before", result.before), ("after", result.after)] {
                json.key(name)
                json.object { json in
                    json.member("loss", quality.loss)
                    json.member("accuracy", quality.accuracy)
                    json.member("balanced_accuracy", quality.balancedAccuracy)
                }
            }
            let differences = [
                ("loss_change", result.change), ("balanced_accuracy_change", result.gain),
                ("loss_over_constant", result.margin),
            ]
            for (name, difference) in differences {
                json.key(name)
                json.difference(difference)
            }
            json.key("options")
            json.object(writeOptions)
        }
        return json.text
    }

    private func writeOptions(to json: inout JSONWriter) {
        json.member("epochs", options.epochs)
        json.member("batch_size", options.batchSize)
        json.member("learning_rate", options.learningRate)
        json.member("patience", options.patience)
        json.member("min_improvement", options.minimumImprovement)
        json.member("weight_decay", options.weightDecay)
        json.member("seed", Int(clamping: options.seed))
    }
}
