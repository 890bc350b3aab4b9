import FielCore
import FielMetrics

/// Prints what the classifier finds for the claims of each sample under another choice of evidence; `ablation.py` compares.
enum EvidenceChoice {
    /// Arguments: a JSONL file, the tokens of a window, those that the next may repeat, and the most windows and sentences
    /// that a claim is held against.
    static func run(_ arguments: [String]) async throws {
        let numbers = arguments.dropFirst().compactMap { Int($0) }
        guard arguments.count == 5, numbers.count == 4 else {
            throw FielError(
                .invalidArgument,
                "usage: FielBench evidence SAMPLES.jsonl TOKENS OVERLAP WINDOWS SENTENCES"
            )
        }
        var cutter = PassageWindows()
        (cutter.tokens, cutter.overlap) = (numbers[0], numbers[1])
        var selection = EvidenceSelection()
        (selection.windows, selection.sentences) = (numbers[2], numbers[3])
        let (classifier, encoder) = try Signals.judges()
        for batch in try Signals.batches(of: arguments[0]) {
            let found = try await Inquiry.all(
                batch.map { sample in
                    let sample = PreparedSample(sample, counter: classifier, cutter: cutter)
                    return Groundedness(selection: selection).inquiry(
                        about: sample.checkable,
                        windows: sample.windows,
                        contexts: sample.sample.contexts
                    )
                }
            )
            .answer(classifier, encoder)
            for claims in found { print(line(claims)) }
        }
    }

    private static func line(_ claims: [Groundedness.Signals]) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("pairs")
            writer.value(claims.reduce(0) { $0 + $1.premises.count })
            writer.key("claims")
            writer.array { writer in
                for claim in claims { Signals.write(claim, to: &writer) }
            }
        }
        return writer.text
    }
}
