public import FielCore
public import FielText

/// Groundedness: whether the passages entail what the answer says.
///
/// Each claim is held against windows over the passages, and against their sentences, by natural language inference. Its
/// support is a calibrated probability from the strongest entailment, the strongest contradiction by a stretch that talks
/// about the claim, and the figures, dates and names in it that stand in no passage. The metric is the mean support of
/// the checkable claims (the construction of SummaC-ZS, Laban et al. 2022, and MiniCheck, Tang et al. 2024, with windows
/// beside sentences instead of whole documents, and calibrated).
public struct Groundedness: Sendable {
    /// What the metric declares.
    public static let info = MetricInfo(
        id: "groundedness",
        version: 8,
        range: 0...1,
        better: .higher,
        definition: "Mean over the checkable claims of P(the passages entail the claim)."
    )

    /// From this P(supported) on, a claim is supported.
    static let threshold = 0.5

    private let selection: EvidenceSelection

    /// Uses the calibration that Fiel was fitted with.
    public init() { selection = EvidenceSelection() }

    /// Chooses evidence in another way, to measure what the choice is worth.
    package init(selection: EvidenceSelection) { self.selection = selection }

    /// A claim with the premises it is to be held against.
    public struct Candidate: Sendable {
        /// The claim.
        public let claim: Claim
        /// One pair a premise, to be judged by natural language inference; of an answer of yes or no, then one a premise with the
        /// opposite answer.
        public let pairs: [TextPair]
        let premises: [EvidenceSelection.Premise]

        /// The pairs of the claim itself, without those of the opposite answer.
        var own: ArraySlice<TextPair> { pairs.prefix(premises.count) }
    }

    /// What has to be found out about claims.
    ///
    /// - Parameters:
    ///   - claims: checkable claims.
    ///   - windows: the windows over the passages.
    ///   - contexts: the passages.
    /// - Returns: an inquiry that ends in what the judges found for each claim.
    package func inquiry(about claims: [Claim], windows: [PassageWindow], contexts: [String]) -> Inquiry<[Signals]> {
        Inquiry(texts: claims.map(\.hypothesis) + windows.map(\.text)) { embeddings in
            let own = Array(embeddings.dropFirst(claims.count))
            let candidates = zip(claims, embeddings).map { claim, embedding in
                candidate(claim, embedding, windows: windows, embeddings: own)
            }
            return .init(pairs: candidates.flatMap(\.pairs)) { scores in
                let facts = Self.facts(of: contexts)
                var rest = scores[...]
                return candidates.map { candidate in
                    defer { rest = rest.dropFirst(candidate.pairs.count) }
                    return signals(of: candidate, Array(rest.prefix(candidate.pairs.count)), facts: facts)
                }
            }
        }
    }

    /// The calibrated P(supported) of each claim, as an inquiry.
    package func supports(of claims: [Claim], by windows: [PassageWindow], contexts: [String]) -> Inquiry<[Double]> {
        inquiry(about: claims, windows: windows, contexts: contexts).map { $0.map(Self.support) }
    }

    /// Chooses what a claim is held against.
    ///
    /// - Parameters:
    ///   - claim: a checkable claim.
    ///   - embedding: of the claim's hypothesis.
    ///   - windows: all windows of the sample.
    ///   - embeddings: one a window.
    public func candidate(
        _ claim: Claim,
        _ embedding: Embedding,
        windows: [PassageWindow],
        embeddings: [Embedding]
    ) -> Candidate {
        let premises = selection.premises(
            for: claim.hypothesis,
            embedding,
            windows: windows,
            embeddings: embeddings
        )
        let pairs = [claim.hypothesis, claim.opposite].compactMap(\.self).flatMap { hypothesis in
            premises.map(\.stretch.premise).map {
                TextPair(premise: $0, hypothesis: FactSpelling.respelled(hypothesis, like: $0))
            }
        }
        return Candidate(claim: claim, pairs: pairs, premises: premises)
    }

    /// What passages say of figures, dates and names, to hold claims against.
    static func facts(of contexts: [String]) -> FactIndex {
        FactIndex(contexts: contexts.map(PretokenizedText.joined))
    }

    /// The entailment of a claim that a sentence of the passages has word for word.
    private static let verbatim = 0.99

    /// What the judges found for one claim, before calibration.
    public struct Signals: Sendable, Hashable {
        /// The strongest entailment by a premise that talks about the claim, or of 0.5 and more by another; in 0...1.
        public var entailment = 0.0
        /// The strongest contradiction by a premise that talks about the claim, in 0...1.
        public var contradiction = 0.0
        /// The largest share of the claim's content words in one window, in 0...1.
        public var recall = 0.0
        /// The greatest similarity of the claim with a window, at most 1.
        public var similarity = 0.0
        /// Figures of the claim that stand in no passage: numbers, amounts, dates, times.
        public var missingFigures: [String] = []
        /// Names, quotations and addresses of the claim that stand in no passage.
        public var missingNames: [String] = []
        /// The stretches of the passages that were judged.
        public fileprivate(set) var premises: [PassageStretch] = []
        fileprivate var entailing: PassageStretch?
        fileprivate var contradicting: PassageStretch?

        /// Shares the entailment of an answer of yes or no with the opposite answer, of which one holds at most.
        ///
        /// A classifier that is unsure gives both the same; what entails the opposite contradicts. Where neither is entailed each
        /// has a half, and what the other signals say is left.
        fileprivate mutating func weigh(against other: Signals) {
            let unsure = 0.1
            entailment = (entailment + unsure) / (entailment + other.entailment + 2 * unsure)
            if other.entailment > contradiction {
                (contradiction, contradicting) = (other.entailment, other.entailing)
            }
        }
    }

    /// The calibrated P(supported).
    ///
    /// Of entailment (as a logit), whether a premise contradicts, recall, similarity, whether a figure is missing, and how many
    /// names are. Fitted by `benchmarks/calibrate.py`, with weights that may not contradict their feature's meaning; `results/calibration.md`
    /// has the quality.
    static let calibration = LogisticModel(bias: -1.6357, weights: [0.5355, -0.6461, 1.5919, 1.4091, -0.9389, -0.7759])

    /// Judges a claim from what was found for it.
    ///
    /// - Parameters:
    ///   - claim: a checkable claim.
    ///   - signals: what the judges found for it.
    ///   - windows: all windows of the sample.
    public func judgement(of claim: Claim, _ signals: Signals, windows: [PassageWindow]) -> ClaimJudgement {
        let support = Self.support(signals)
        let verdict: Verdict =
            support >= Self.threshold ? .supported : Self.isContradicted(signals) ? .contradicted : .unsupported
        let premise = verdict == .contradicted ? signals.contradicting : signals.entailing
        return ClaimJudgement(
            text: claim.text,
            range: claim.range,
            verdict: verdict,
            support: support,
            contradiction: signals.contradiction,
            evidence: premise.map { Self.evidence(for: claim.hypothesis, in: $0, windows) },
            findings: (signals.missingFigures + signals.missingNames).map { "\($0) stands in no context" }
        )
    }

    /// Gathers what the judges found for a claim.
    ///
    /// - Parameters:
    ///   - candidate: the claim and its pairs.
    ///   - scores: one result a pair.
    ///   - facts: what the passages say of figures, dates and names.
    public func signals(of candidate: Candidate, _ scores: [EntailmentScores], facts: FactIndex) -> Signals {
        precondition(
            scores.count == candidate.pairs.count,
            "Groundedness: \(scores.count) scores for \(candidate.pairs.count) pairs"
        )
        var signals = Signals()
        signals.premises = candidate.premises.map(\.stretch)
        let said = PretokenizedText.joined(CitedSentence.withoutMarks(candidate.claim.text))
        for mention in facts.missing(from: said) {
            switch mention.kind {
            case .number, .percentage, .money, .year, .date, .time: signals.missingFigures.append(mention.text)
            case .name, .quotation, .url, .email: signals.missingNames.append(mention.text)
            }
        }
        let own = scores.prefix(candidate.own.count)
        note(own, of: candidate.premises, in: &signals)
        if own.count < scores.count {
            var other = Signals()
            note(scores.dropFirst(own.count), of: candidate.premises, in: &other)
            signals.weigh(against: other)
        }
        // What a passage says word for word needs no model, which is not sure of every such pair.
        if let place = candidate.own.firstIndex(where: { Wording.isSame($0.premise, $0.hypothesis) }) {
            signals.entailment = max(signals.entailment, Self.verbatim)
            signals.entailing = candidate.premises[place].stretch
            (signals.contradiction, signals.contradicting) = (0, nil)
        }
        return signals
    }

    /// Notes what each premise gave.
    private func note(
        _ scores: ArraySlice<EntailmentScores>,
        of premises: [EvidenceSelection.Premise],
        in signals: inout Signals
    ) {
        for (premise, score) in zip(premises, scores) {
            signals.recall = max(signals.recall, premise.recall)
            signals.similarity = max(signals.similarity, premise.similarity)
            guard selection.isAbout(premise) || score.entailment >= 0.5 else { continue }
            if score.entailment > signals.entailment {
                signals.entailment = score.entailment
                signals.entailing = premise.stretch
            }
            if selection.isAbout(premise), score.contradiction > signals.contradiction {
                signals.contradiction = score.contradiction
                signals.contradicting = premise.stretch
            }
        }
    }

    /// Whether a premise that talks about the claim contradicts it; less than that is noise, which grows with the passages.
    private static func isContradicted(_ signals: Signals) -> Bool { signals.contradiction >= 0.5 }

    static func support(_ signals: Signals) -> Double {
        calibration.probability([
            LogisticModel.logit(signals.entailment), isContradicted(signals) ? 1 : 0, signals.recall,
            signals.similarity, signals.missingFigures.isEmpty ? 0 : 1, Double(min(3, signals.missingNames.count)),
        ])
    }

    /// The sentence of the premise that shares most with the claim; the whole premise where none shares enough.
    private static func evidence(
        for hypothesis: String,
        in premise: PassageStretch,
        _ windows: [PassageWindow]
    ) -> Evidence {
        let words = Set(LexicalOverlap.contentWords(hypothesis))
        let window = windows.first { $0.stretch == premise }
        var best = premise.range
        var bestRecall = 0.6 * LexicalOverlap.recall(of: words, in: premise.contentWords)
        for sentence in window?.sentences ?? [] {
            let recall = LexicalOverlap.recall(of: words, in: sentence.contentWords)
            if recall > bestRecall {
                best = sentence.range
                bestRecall = recall
            }
        }
        return Evidence(context: premise.context, range: best)
    }

    /// The metric from the judged claims.
    ///
    /// - Parameters:
    ///   - claims: every claim of the answer, the ones that are not checkable included.
    ///   - abstained: whether the answer as a whole declines to answer.
    ///   - contexts: the passages.
    public func outcome(_ claims: [ClaimJudgement], abstained: Bool, contexts: [String]) -> Outcome {
        if abstained { return .abstained }
        let checkable = claims.filter { $0.verdict != .notCheckable }
        guard !checkable.isEmpty else { return .noCheckableClaim }
        guard contexts.contains(where: { !$0.allSatisfy(\.isWhitespace) }) else { return .noContexts }
        return .scored(checkable.reduce(0) { $0 + $1.support } / Double(checkable.count))
    }
}
