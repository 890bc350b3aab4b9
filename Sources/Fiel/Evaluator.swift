public import FielCore
import FielEngine
import FielMetrics
import FielModels
import FielText

/// How the evaluator's own judges are run.
public struct EvaluatorOptions: Sendable, Hashable {
    /// The threads that share the work, on which results do not depend; nil for one a core.
    public var threads: Int?
    /// The GGUF file or Hugging Face folder of the NLI classifier; nil for the embedded one.
    public var entailmentModel: String?
    /// The GGUF file or Hugging Face folder of the sentence encoder; nil for the embedded one.
    public var embeddingModel: String?
    /// Whether matrix products are computed in 32-bit floating point instead of 8-bit integers: slower, a little more exact.
    public var usesFullPrecision = false

    /// The defaults: the embedded models in int8 on every core.
    public init() {}
}

/// Scores answers for context relevance, groundedness, answer relevance and hallucination.
///
/// The same sample gives the same result, whatever else is evaluated with it and on however many threads.
public struct Evaluator: Sendable {
    /// The metrics that are computed, in the order of reports.
    public static let metrics: [MetricInfo] = [
        ContextRelevance.info, Groundedness.info, AnswerRelevance.info, Hallucination.info,
    ]

    private let entailment: any EntailmentModel
    private let embedder: any TextEmbedder
    private let contextRelevance = ContextRelevance()
    private let groundedness = Groundedness()
    private let answerRelevance = AnswerRelevance()
    private let hallucination = Hallucination()

    /// Loads the judges.
    ///
    /// - Throws: `FielError` where a model file is missing or wrong, or `FIEL_ISA` names instructions that this
    ///   processor lacks.
    public init(options: EvaluatorOptions = EvaluatorOptions()) throws(FielError) {
        var engine = EngineOptions()
        engine.workers = Workers(threads: options.threads)
        engine.precision = options.usesFullPrecision ? .f32 : .int8
        engine.instructionSet = try InstructionSet.current()
        self.init(
            entailment: try PairClassifier(path: Self.path(options.entailmentModel, or: .nli), options: engine),
            embedder: try SentenceEncoder(path: Self.path(options.embeddingModel, or: .embed), options: engine)
        )
    }

    private static func path(_ given: String?, or model: EmbeddedModel) throws(FielError) -> String {
        if let given { return given }
        return try model.path()
    }

    /// Uses judges of the caller's own.
    public init(entailment: any EntailmentModel, embedder: any TextEmbedder) {
        self.entailment = entailment
        self.embedder = embedder
    }

    /// Evaluates one sample.
    ///
    /// - Returns: an outcome for every metric, and the judged claims with their evidence.
    /// - Throws: `FielError` where a judge cannot be run.
    public func evaluate(_ sample: Sample) async throws(FielError) -> Evaluation {
        try await evaluateTogether([sample])[0]
    }

    /// Evaluates several samples, which is faster than one after the other and gives the same results.
    ///
    /// - Returns: one result a sample, in order; where a judge cannot be run its metrics end as `failed`.
    public func evaluate(_ samples: [Sample]) async -> [Evaluation] {
        do {
            return try await evaluateTogether(samples)
        } catch {
            return samples.map { sample in
                Evaluation(
                    id: sample.id,
                    metrics: Dictionary(uniqueKeysWithValues: Self.metrics.map { ($0.id, .failed(error)) })
                )
            }
        }
    }

    private func evaluateTogether(_ samples: [Sample]) async throws(FielError) -> [Evaluation] {
        try await signals(of: samples).map(evaluation)
    }

    /// Runs the judges, and leaves it to the metrics' calibrations to make probabilities of what they found.
    ///
    /// All texts of all samples are embedded in one call, and all pairs judged in another.
    package func signals(of samples: [Sample]) async throws(FielError) -> [SampleSignals] {
        let prepared = samples.map { PreparedSample($0, counter: entailment) }
        let embedded = try await embed(prepared)
        let candidates = zip(prepared, embedded).map { sample, embeddings in
            zip(sample.checkable, embeddings.claims).map { claim, embedding in
                groundedness.candidate(claim, embedding, windows: sample.windows, embeddings: embeddings.windows)
            }
        }
        let scores = try await entailment.classify(candidates.flatMap { $0.flatMap(\.pairs) })
        var rest = scores[...]
        return zip(zip(prepared, embedded), candidates).map { parts, candidates in
            let facts = FactIndex(contexts: parts.0.sample.contexts)
            let claims = candidates.map { candidate in
                defer { rest = rest.dropFirst(candidate.pairs.count) }
                return groundedness.signals(
                    of: candidate,
                    Array(rest.prefix(candidate.pairs.count)),
                    facts: facts
                )
            }
            return signals(of: parts.0, parts.1, claims: claims, accounting: accounting(parts.0, candidates))
        }
    }

    /// Embeds every distinct text once: a question is often its only part, and passages recur from sample to sample.
    private func embed(_ samples: [PreparedSample]) async throws(FielError) -> [SampleEmbeddings] {
        // Keyed by bytes: strings that are canonically equivalent are equal to Swift, but need not be to an embedder.
        var places: [[UInt8]: Int] = [:]
        var distinct: [String] = []
        let wanted = samples.map { sample in
            sample.texts.map { text in
                let key = Array(text.utf8)
                if let place = places[key] { return place }
                places[key] = distinct.count
                distinct.append(text)
                return distinct.count - 1
            }
        }
        let embeddings = try await embedder.embed(distinct)
        return zip(samples, wanted).map { sample, places in
            SampleEmbeddings(places.map { embeddings[$0] }, of: sample)
        }
    }

    private func signals(
        of prepared: PreparedSample,
        _ embeddings: SampleEmbeddings,
        claims: [Groundedness.Signals],
        accounting: Accounting
    ) -> SampleSignals {
        let contexts = embeddings.question.map { question in
            contextRelevance.signals(
                question,
                contexts: prepared.sample.contexts,
                windows: prepared.windows,
                embeddings: embeddings.windows
            )
        }
        let answerParts = embeddings.questionParts.map {
            answerRelevance.signals($0, answer: prepared.sample.answer, embeddings: embeddings.answer)
        }
        return SampleSignals(
            prepared: prepared,
            claims: claims,
            contexts: contexts ?? [],
            answerParts: answerParts,
            accounting: accounting
        )
    }

    /// Makes probabilities and verdicts of what the judges found.
    private func evaluation(_ signals: SampleSignals) -> Evaluation {
        let prepared = signals.prepared
        let contexts = prepared.sample.contexts
        var judged = zip(prepared.checkable, signals.claims).map { claim, found in
            groundedness.judgement(of: claim, found, windows: prepared.windows, contexts: contexts)
        }[...]
        let claims = prepared.claims.map { claim in
            claim.isCheckable
                ? judged.removeFirst() : ClaimJudgement(text: claim.text, range: claim.range, verdict: .notCheckable)
        }
        let relevance = contextRelevance.relevance(signals.contexts)
        let grounded = groundedness.outcome(claims, abstained: prepared.abstains, contexts: contexts)
        return Evaluation(
            id: prepared.sample.id,
            metrics: [
                ContextRelevance.info.id: contextRelevance.outcome(relevance, question: prepared.question),
                Groundedness.info.id: grounded,
                AnswerRelevance.info.id: answerRelevance.outcome(signals.answerParts, abstained: prepared.abstains),
                Hallucination.info.id: hallucination.outcome(claims, groundedness: grounded),
            ],
            contextRelevance: relevance,
            claims: claims,
            accounting: signals.accounting
        )
    }

    private func accounting(_ prepared: PreparedSample, _ candidates: [Groundedness.Candidate]) -> Accounting {
        let windows = entailment.tokenCounts(prepared.windows.map(\.text))
        let hypotheses = entailment.tokenCounts(candidates.map(\.claim.hypothesis))
        var accounting = Accounting()
        for (candidate, hypothesis) in zip(candidates, hypotheses) {
            for window in candidate.windows {
                let tokens = windows[window] + hypothesis
                let read = min(tokens, entailment.maximumTokens - 3)
                accounting.pairs += 1
                accounting.tokensSeen += read
                accounting.tokensCut += tokens - read
            }
        }
        return accounting
    }
}
