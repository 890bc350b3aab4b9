public import FielCore
public import FielText

/// Groundedness: whether the passages entail what the answer says.
///
/// Each claim is held against windows over the passages by natural language inference. Its support is a calibrated
/// probability from the strongest entailment, the strongest contradiction by a window that talks about the claim, and
/// the figures, dates and names in it that stand in no passage. The metric is the mean support of the checkable claims
/// (the construction of SummaC-ZS, Laban et al. 2022, and MiniCheck, Tang et al. 2024, with windows instead of
/// sentences or whole documents, and calibrated).
public struct Groundedness: Sendable {
    /// What the metric declares.
    public static let info = MetricInfo(
        id: "groundedness",
        version: 2,
        range: 0...1,
        better: .higher,
        definition: "Mean over the checkable claims of P(the passages entail the claim)."
    )

    /// From this P(supported) on, a claim is supported.
    static let threshold = 0.5

    private let selection = EvidenceSelection()

    /// Uses the calibration that Fiel was fitted with.
    public init() {}

    /// A claim with the windows it is to be held against.
    public struct Candidate: Sendable {
        /// The claim.
        public let claim: Claim
        /// One pair a window, to be judged by natural language inference.
        public let pairs: [TextPair]
        let nearness: [EvidenceSelection.Nearness]
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
                let facts = FactIndex(contexts: contexts)
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

    /// Chooses the windows that a claim is held against.
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
        let nearness = selection.nearest(to: claim.hypothesis, embedding, windows: windows, embeddings: embeddings)
        let pairs = nearness.map { TextPair(premise: windows[$0.window].text, hypothesis: claim.hypothesis) }
        return Candidate(claim: claim, pairs: pairs, nearness: nearness)
    }

    /// What the judges found for one claim, before calibration.
    public struct Signals: Sendable, Hashable {
        /// The strongest entailment by any window, in 0...1.
        public var entailment = 0.0
        /// The strongest contradiction by a window that talks about the claim, in 0...1.
        public var contradiction = 0.0
        /// The largest share of the claim's content words in one window, in 0...1.
        public var recall = 0.0
        /// The greatest similarity of the claim with a window, at most 1.
        public var similarity = 0.0
        /// Figures of the claim that stand in no passage: numbers, amounts, dates, times.
        public var missingFigures: [String] = []
        /// Names, quotations and addresses of the claim that stand in no passage.
        public var missingNames: [String] = []
        /// The windows that were judged, as positions among the sample's windows.
        public fileprivate(set) var windows: [Int] = []
        fileprivate var entailing: Int?
        fileprivate var contradicting: Int?
    }

    /// The calibrated P(supported).
    ///
    /// Of entailment and contradiction (as logits), recall, whether a figure is missing, and how many names are. Fitted by
    /// `benchmarks/calibrate.py`, with weights that may not contradict their feature's meaning; `results/calibration.md`
    /// has the quality. That of contradiction came out as 0: what contradicts does not entail, so it adds nothing here,
    /// and decides the verdict alone.
    static let calibration = LogisticModel(bias: -1.5350, weights: [0.6456, 0, 0.9503, -0.7288, -0.5202])

    /// Judges a claim from what was found for it.
    ///
    /// - Parameters:
    ///   - claim: a checkable claim.
    ///   - signals: what the judges found for it.
    ///   - windows: all windows of the sample.
    ///   - contexts: the passages.
    public func judgement(
        of claim: Claim,
        _ signals: Signals,
        windows: [PassageWindow],
        contexts: [String]
    ) -> ClaimJudgement {
        let support = Self.support(signals)
        let verdict: Verdict =
            support >= Self.threshold ? .supported : signals.contradiction >= 0.5 ? .contradicted : .unsupported
        let window = verdict == .contradicted ? signals.contradicting : signals.entailing
        return ClaimJudgement(
            text: claim.text,
            range: claim.range,
            verdict: verdict,
            support: support,
            contradiction: signals.contradiction,
            evidence: window.map { Self.evidence(for: claim.hypothesis, in: windows[$0], contexts) },
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
        signals.windows = candidate.nearness.map(\.window)
        for mention in facts.missing(from: CitedSentence.withoutMarks(candidate.claim.text)) {
            switch mention.kind {
            case .number, .percentage, .money, .year, .date, .time: signals.missingFigures.append(mention.text)
            case .name, .quotation, .url, .email: signals.missingNames.append(mention.text)
            }
        }
        for (nearness, score) in zip(candidate.nearness, scores) {
            signals.recall = max(signals.recall, nearness.recall)
            signals.similarity = max(signals.similarity, nearness.similarity)
            guard selection.isAbout(nearness) || score.entailment >= 0.5 else { continue }
            if score.entailment > signals.entailment {
                signals.entailment = score.entailment
                signals.entailing = nearness.window
            }
            if selection.isAbout(nearness), score.contradiction > signals.contradiction {
                signals.contradiction = score.contradiction
                signals.contradicting = nearness.window
            }
        }
        return signals
    }

    static func support(_ signals: Signals) -> Double {
        calibration.probability([
            LogisticModel.logit(signals.entailment), LogisticModel.logit(signals.contradiction), signals.recall,
            signals.missingFigures.isEmpty ? 0 : 1, Double(min(3, signals.missingNames.count)),
        ])
    }

    /// The sentence of the window that shares most with the claim; the whole window where none shares enough.
    private static func evidence(for hypothesis: String, in window: PassageWindow, _ contexts: [String]) -> Evidence {
        let passage = ScalarText(contexts[window.context])
        let words = Set(LexicalOverlap.contentWords(hypothesis))
        let whole = LexicalOverlap.recall(of: words, in: window.contentWords)
        var best = window.range
        var bestRecall = 0.6 * whole
        for sentence in window.sentences {
            let sentenceWords = Set(LexicalOverlap.contentWords(passage.slice(sentence)))
            let recall = LexicalOverlap.recall(of: words, in: sentenceWords)
            if recall > bestRecall {
                best = sentence
                bestRecall = recall
            }
        }
        return Evidence(context: window.context, range: best)
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
