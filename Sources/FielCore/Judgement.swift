/// What is said of one claim.
public enum Verdict: String, Sendable, Hashable, CaseIterable {
    /// The contexts entail the claim.
    case supported
    /// The contexts deny the claim (an intrinsic hallucination).
    case contradicted
    /// The contexts neither say the claim nor deny it (an extrinsic hallucination).
    case unsupported
    /// There is nothing to check: a greeting, a question, an abstention.
    case notCheckable
}

/// A stretch of one passage that decides a verdict.
public struct Evidence: Sendable, Hashable {
    /// The passage's position in `Sample.contexts`, from 0.
    public var context: Int
    /// The stretch, in Unicode scalars of that passage.
    public var range: Range<Int>

    /// Names a stretch of a passage.
    public init(context: Int, range: Range<Int>) {
        self.context = context
        self.range = range
    }
}

/// One checkable statement of an answer, judged.
public struct ClaimJudgement: Sendable, Hashable {
    /// The claim as it stands in the answer.
    public var text: String
    /// Its place, in Unicode scalars of the answer.
    public var range: Range<Int>
    /// What is said of it.
    public var verdict: Verdict
    /// P(the contexts entail the claim), in 0...1; 0 for a claim that is not checkable.
    public var support: Double
    /// P(the contexts deny the claim), in 0...1; 0 for a claim that is not checkable.
    public var contradiction: Double
    /// The stretch that decided; nil where no passage talks about the claim, or it is not checkable.
    public var evidence: Evidence?
    /// What the deterministic checks found, for a person to read: "1936 stands in no context".
    public var findings: [String]

    /// Makes a judgement of a claim.
    public init(
        text: String,
        range: Range<Int>,
        verdict: Verdict,
        support: Double = 0,
        contradiction: Double = 0,
        evidence: Evidence? = nil,
        findings: [String] = []
    ) {
        self.text = text
        self.range = range
        self.verdict = verdict
        self.support = support
        self.contradiction = contradiction
        self.evidence = evidence
        self.findings = findings
    }
}

/// How one metric ended on one sample; never a NaN.
public enum Outcome: Sendable, Hashable {
    /// A value in the metric's range.
    case scored(Double)
    /// The answer declines to answer, so that there is nothing to judge.
    case abstained
    /// The answer states nothing that could be true or false.
    case noCheckableClaim
    /// The metric needs a question, and the sample has none.
    case noQuestion
    /// The metric needs passages, and the sample has none.
    case noContexts
    /// The metric needs a gold answer, and the sample has none.
    case noReference
    /// The metric needs several sampled answers, and the data set has none, or too few.
    case noSamples
    /// The metric needs a label that the data set does not have.
    case noLabel
    /// The metric needs citations, and the answer has none.
    case noCitations
    /// The metric could not be computed.
    case failed(FielError)

    /// The value, where there is one.
    public var value: Double? {
        guard case .scored(let value) = self else { return nil }
        return value
    }

    /// The name of the outcome in results, such as `scored` or `noContexts`.
    public var status: String {
        switch self {
        case .scored: "scored"
        case .abstained: "abstained"
        case .noCheckableClaim: "noCheckableClaim"
        case .noQuestion: "noQuestion"
        case .noContexts: "noContexts"
        case .noReference: "noReference"
        case .noSamples: "noSamples"
        case .noLabel: "noLabel"
        case .noCitations: "noCitations"
        case .failed: "failed"
        }
    }
}

/// What the judges saw and what they could not see.
public struct Accounting: Sendable, Hashable {
    /// Sentence pairs that the NLI classifier judged.
    public var pairs = 0
    /// Tokens of premises and hypotheses that the NLI classifier read.
    public var tokensSeen = 0
    /// Tokens of the contexts or the answer that no judge read.
    public var tokensCut = 0

    /// Starts counting at zero.
    public init() {}
}

/// Everything that is said of one sample.
public struct Evaluation: Sendable, Hashable {
    /// The sample's name.
    public var id: String
    /// The outcome of each metric, by its identifier.
    public var metrics: [String: Outcome]
    /// P(relevant to the question) of each passage, in 0...1 and in rank order; empty where the sample has no question.
    public var contextRelevance: [Double]
    /// The claims of the answer in reading order, each judged.
    public var claims: [ClaimJudgement]
    /// What the judges saw.
    public var accounting: Accounting

    /// Makes an evaluation from its parts.
    public init(
        id: String,
        metrics: [String: Outcome] = [:],
        contextRelevance: [Double] = [],
        claims: [ClaimJudgement] = [],
        accounting: Accounting = Accounting()
    ) {
        self.id = id
        self.metrics = metrics
        self.contextRelevance = contextRelevance
        self.claims = claims
        self.accounting = accounting
    }

    /// The outcome of the groundedness metric: the mean support of the checkable claims.
    public var groundedness: Outcome { outcome("groundedness") }
    /// The outcome of the context relevance metric: the mean relevance of the passages.
    public var contextRelevanceMean: Outcome { outcome("context_relevance") }
    /// The outcome of the answer relevance metric.
    public var answerRelevance: Outcome { outcome("answer_relevance") }
    /// The outcome of the hallucination metric: P(the answer holds something the contexts do not support).
    public var hallucination: Outcome { outcome("hallucination") }

    private func outcome(_ metric: String) -> Outcome {
        metrics[metric] ?? .failed(FielError(.internalError, "metric \(metric) was not computed"))
    }
}
