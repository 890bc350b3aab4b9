public import FielCore
public import FielText

/// A sample that was changed, and what of it must lose its support or keep it.
public struct StressCase: Sendable, Hashable {
    /// The change.
    public var perturbation: Perturbation
    /// The sample with the change.
    public var sample: Sample
    /// The claims of the unchanged answer that are concerned, by their place among its claims.
    public var claims: [Int]
    /// Where they stand in the changed answer, in Unicode scalars of it.
    public var ranges: [Range<Int>]
    /// What was exchanged for what in the answer; nil where only its look or its passages changed.
    public var exchange: Exchange?

    /// Words and what came in their place.
    public struct Exchange: Sendable, Hashable {
        /// What stood there; empty where something was put in.
        public var old: String
        /// What stands there.
        public var new: String
    }

    /// Whether a claim that is concerned is contradicted or unsupported in an evaluation of the changed sample.
    public func losesSupport(in evaluation: Evaluation) -> Bool {
        affected(in: evaluation).contains { $0.verdict == .contradicted || $0.verdict == .unsupported }
    }

    /// The judged claims that are concerned: those that share scalars with the ranges.
    public func affected(in evaluation: Evaluation) -> [ClaimJudgement] {
        evaluation.claims.filter { claim in ranges.contains { $0.overlaps(claim.range) } }
    }
}

/// Whether a change could be made to a sample.
enum StressAttempt: Sendable {
    /// A claim that was supported was changed.
    case made(StressCase)
    /// Only claims that were not supported could be changed.
    case notSupportedBefore
    /// No claim could be changed.
    case notApplicable
}

/// Makes the changes of one sample.
struct StressCaseMaker: Sendable {
    private let sample: Sample
    private let evaluation: Evaluation
    private let passages: [String]
    private let perturber: ClaimPerturber
    private let text: ScalarText

    init(_ sample: Sample, _ evaluation: Evaluation, donors: StressDonors) {
        (self.sample, self.evaluation) = (sample, evaluation)
        passages = donors.passages(for: sample)
        perturber = ClaimPerturber(sample, names: donors.names(for: sample))
        text = ScalarText(sample.answer)
    }

    /// Changes the sample.
    ///
    /// - Parameter seed: of the whole run; what is drawn depends on it, on the sample and on the change, and on nothing else.
    func attempt(_ perturbation: Perturbation, seed: UInt64) -> StressAttempt {
        var random = SeededGenerator(seed: StableHash.of([sample.id, perturbation.rawValue], seed: seed))
        let checkable = evaluation.claims.indices.filter { evaluation.claims[$0].verdict != .notCheckable }
        let supported = checkable.filter { evaluation.claims[$0].verdict == .supported }
        if !supported.isEmpty, let made = change(perturbation, random.shuffled(supported), &random) {
            return .made(made)
        }
        let rest = checkable.filter { evaluation.claims[$0].verdict != .supported }
        let isPossible = !rest.isEmpty && change(perturbation, rest, &random) != nil
        return isPossible ? .notSupportedBefore : .notApplicable
    }

    private func change(
        _ perturbation: Perturbation,
        _ claims: [Int],
        _ random: inout SeededGenerator
    ) -> StressCase? {
        switch perturbation {
        case .number, .date, .entity, .negation, .unit, .bound, .quantifier:
            for claim in claims {
                let range = evaluation.claims[claim].range
                guard let edit = perturber.edit(range, by: perturbation, using: &random) else { continue }
                return rewritten(perturbation, [claim], [edit], isExchange: true)
            }
            return nil
        case .evidenceRemoved:
            for claim in claims {
                guard let left = withoutEvidence(of: evaluation.claims[claim], &random) else { continue }
                return with(left, perturbation, [claim])
            }
            return nil
        case .distractor:
            return PassageChange.distracted(sample.contexts, answer: sample.answer, donors: passages, using: &random)
                .map { with($0, perturbation, claims.sorted()) }
        case .reordered:
            return PassageChange.reordered(sample.contexts, using: &random).map {
                with($0, perturbation, claims.sorted())
            }
        case .formatting:
            return AnswerFormatting.edits(of: sample.answer, using: &random)
                .map { rewritten(perturbation, claims.sorted(), $0, isExchange: false) }
        }
    }

    private func withoutEvidence(of claim: ClaimJudgement, _ random: inout SeededGenerator) -> [String]? {
        guard let evidence = claim.evidence else { return nil }
        return PassageChange.removing(
            evidence.context,
            from: sample.contexts,
            claim: claim.text,
            donors: passages,
            using: &random
        )
    }

    private func with(_ contexts: [String], _ perturbation: Perturbation, _ claims: [Int]) -> StressCase {
        var changed = sample
        changed.contexts = contexts
        let ranges = claims.map { evaluation.claims[$0].range }
        return StressCase(perturbation: perturbation, sample: changed, claims: claims, ranges: ranges)
    }

    private func rewritten(
        _ perturbation: Perturbation,
        _ claims: [Int],
        _ edits: [TextEdit],
        isExchange: Bool
    ) -> StressCase {
        let edited = EditedText(text, edits)
        var changed = sample
        changed.answer = edited.text
        let exchange =
            isExchange ? edits.first.map { StressCase.Exchange(old: text.slice($0.range), new: $0.replacement) } : nil
        return StressCase(
            perturbation: perturbation,
            sample: changed,
            claims: claims,
            ranges: claims.map { edited.range(of: evaluation.claims[$0].range) },
            exchange: exchange
        )
    }
}
