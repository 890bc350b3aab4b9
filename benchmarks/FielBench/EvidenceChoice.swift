import FielCore
import FielMetrics
import FielText

/// Prints what the classifier finds for the claims of each sample under another choice of evidence; `ablation.py` compares.
enum EvidenceChoice {
    /// How an answer becomes what is held against the passages.
    enum Cut: String {
        /// As Fiel does.
        case claims
        /// As Fiel does, but without the question, which answers of few words are joined with.
        case alone
        /// Each sentence is one claim.
        case sentences
        /// The answer is one claim.
        case answer

        func claims(of sample: PreparedSample) -> [Claim] {
            let answer = CitedSentence.withoutMarks(sample.sample.answer)
            let whole = 0..<answer.unicodeScalars.count
            switch self {
            case .claims: return sample.checkable
            case .alone: return ClaimExtractor.claims(in: answer, question: nil).filter(\.isCheckable)
            case .sentences:
                return SentenceSplitter.sentences(in: answer).map { sentence in
                    Claim(text: sentence.text, range: sentence.range, hypothesis: sentence.text)
                }
            case .answer: return [Claim(text: answer, range: whole, hypothesis: answer)]
            }
        }
    }

    /// Arguments: a JSONL file, the tokens of a window, those that the next may repeat, the most windows and sentences
    /// that a claim is held against, and how the answer is cut.
    static func run(_ arguments: [String]) async throws {
        let numbers = arguments.dropFirst().compactMap { Int($0) }
        guard arguments.count == 6, numbers.count == 4, let cut = Cut(rawValue: arguments[5]) else {
            throw FielError(
                .invalidArgument,
                "usage: FielBench evidence SAMPLES.jsonl TOKENS OVERLAP WINDOWS SENTENCES claims|alone|sentences|answer"
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
                        about: cut.claims(of: sample),
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
