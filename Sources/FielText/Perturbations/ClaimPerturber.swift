public import FielCore

/// Changes claims of one answer so that the passages no longer support them.
///
/// Each change is made only where its effect is certain: a fact is exchanged for one that the passages do not hold in any
/// form, and amounts that stand behind "over" or "about", years behind "since" and names that recur are left alone.
public struct ClaimPerturber: Sendable {
    private let answer: ScalarText
    private let mentions: [FactMention]
    private let passages: PassageFacts
    private let question: FactIndex
    private let language: Language
    private let names: [DonorName]

    /// Reads an answer and what it rests on, once for all claims and changes.
    ///
    /// - Parameters:
    ///   - sample: the answer, its question and its passages.
    ///   - names: names of other samples, from which entities are taken.
    public init(_ sample: Sample, names: [DonorName] = []) {
        answer = ScalarText(sample.answer)
        mentions = FactFinder.mentions(in: sample.answer)
        passages = PassageFacts(sample.contexts)
        question = FactIndex(contexts: sample.question.map { [$0] } ?? [])
        let texts = [sample.answer, sample.question ?? "", sample.contexts.first ?? ""]
        let language = Language.guess(texts.joined(separator: " "))
        self.language = language
        self.names = names.filter { $0.language == language }
    }

    /// The edit that makes a claim false, or at least unsupported.
    ///
    /// - Parameters:
    ///   - claim: its place, in Unicode scalars of the answer.
    ///   - perturbation: one that changes a claim's words: number, date, entity, negation, unit, bound or quantifier.
    ///   - random: chooses among the edits that are possible.
    /// - Returns: nil where no edit is certain to have that effect.
    public func edit(
        _ claim: Range<Int>,
        by perturbation: Perturbation,
        using random: inout SeededGenerator
    ) -> TextEdit? {
        guard claim.lowerBound >= 0, claim.upperBound <= answer.count, !claim.isEmpty else { return nil }
        let scene = ClaimScene(
            answer: answer,
            claim: claim,
            words: WordScanner.words(in: answer, range: claim),
            mentions: mentions.filter {
                claim.contains($0.range.lowerBound) && $0.range.upperBound <= claim.upperBound
            },
            language: language
        )
        switch perturbation {
        case .number: return fresh(NumberChange.edits(scene, passages, using: &random))
        case .date: return fresh(DateChange.edits(scene, passages, using: &random))
        case .entity: return fresh(NameChange.edits(scene, passages, names, using: &random))
        case .negation: return NegationChange.edit(scene)
        case .unit: return random.element(of: UnitChange.edits(scene, passages))
        case .bound: return random.element(of: BoundChange.edits(scene, passages))
        case .quantifier: return random.element(of: OppositeChange.edits(scene, passages))
        case .evidenceRemoved, .distractor, .reordered, .formatting: return nil
        }
    }

    /// The first edit whose new fact, read again in its place, neither the passages nor the question hold.
    private func fresh(_ edits: [TextEdit]) -> TextEdit? {
        edits.first { edit in
            let edited = EditedText(answer, [edit])
            let place = edited.range(of: edit.range)
            let found = FactFinder.mentions(in: edited.text).filter { $0.range.overlaps(place) }
            return !found.isEmpty && found.allSatisfy { !passages.facts.holds($0) && !question.holds($0) }
        }
    }
}
