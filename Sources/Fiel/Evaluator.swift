public import FielCore
import FielEngine
import FielMetrics
import FielModels

/// Scores answers for context relevance, groundedness, answer relevance and hallucination, and for any other metric of the
/// catalog that is asked for.
///
/// The same sample gives the same result, whatever else is evaluated with it and on however many threads.
public struct Evaluator: Sendable {
    /// The metrics that are computed unless others are asked for, in the order of reports.
    public static let metrics = MetricCatalog.defaults
    /// Every metric there is, in the order of reports.
    public static let catalog = MetricCatalog.infos

    private let entailment: any EntailmentModel
    private let embedder: any TextEmbedder
    private let selection: MetricSelection
    private let calibration: HallucinationCalibration?

    /// Loads the judges.
    ///
    /// - Throws: `FielError` where a model file is missing or wrong, a metric is unknown, or `FIEL_ISA` names instructions that
    ///   this processor lacks.
    public init(options: EvaluatorOptions = EvaluatorOptions()) throws(FielError) {
        let metrics = try Self.metrics(named: options.metrics)
        var engine = EngineOptions()
        engine.workers = Workers(threads: options.threads)
        engine.precision = options.usesFullPrecision ? .f32 : .int8
        engine.instructionSet = try InstructionSet.current()
        self.init(
            try PairClassifier.load(
                path: Self.path(options.entailmentModel, or: .nli),
                adapter: options.adapter,
                options: engine
            ),
            try SentenceEncoder(path: Self.path(options.embeddingModel, or: .embed), options: engine),
            MetricSelection(metrics),
            options.calibration
        )
    }

    private static func path(_ given: String?, or model: EmbeddedModel) throws(FielError) -> String {
        if let given { return given }
        return try model.path()
    }

    /// Uses judges of the caller's own, for the default metrics.
    public init(entailment: any EntailmentModel, embedder: any TextEmbedder) {
        self.init(entailment, embedder, MetricSelection(Self.metrics))
    }

    /// Uses judges of the caller's own.
    ///
    /// - Parameter metrics: the metrics to compute, by identifiers of the catalog; `all` stands for all of them.
    /// - Throws: `FielError` where a metric is unknown.
    public init(
        entailment: any EntailmentModel,
        embedder: any TextEmbedder,
        metrics: [String]
    ) throws(FielError) {
        self.init(entailment, embedder, MetricSelection(try Self.metrics(named: metrics)))
    }

    private init(
        _ entailment: any EntailmentModel,
        _ embedder: any TextEmbedder,
        _ selection: MetricSelection,
        _ calibration: HallucinationCalibration? = nil
    ) {
        (self.entailment, self.embedder, self.selection) = (entailment, embedder, selection)
        self.calibration = calibration
    }

    /// What the named metrics declare, in the order of reports.
    ///
    /// - Parameter ids: identifiers of the catalog; `all` stands for all of them.
    /// - Throws: `FielError` with code `invalidArgument` that suggests the nearest name for one that is unknown.
    public static func metrics(named ids: [String]) throws(FielError) -> [MetricInfo] {
        if ids.contains("all") { return catalog }
        for id in ids where !catalog.contains(where: { $0.id == id }) {
            let known = catalog.map(\.id)
            let nearest = NearestName.find(id, among: known + ["all"])
            throw FielError(
                .invalidArgument,
                "there is no metric \"\(id.prefix(64))\"",
                hint: nearest.map { "did you mean \($0)?" } ?? "the metrics are \(known.joined(separator: ", "))"
            )
        }
        return catalog.filter { ids.contains($0.id) }
    }

    /// Evaluates one sample.
    ///
    /// - Returns: an outcome for every metric that is computed, and the judged claims with their evidence.
    /// - Throws: `FielError` where a judge cannot be run.
    public func evaluate(_ sample: Sample) async throws(FielError) -> Evaluation {
        try await inquiry(about: sample).answer(entailment, embedder)
    }

    /// Evaluates several samples, which is faster than one after the other and gives the same results.
    ///
    /// - Returns: one result a sample, in order; where a judge cannot be run its metrics end as `failed`.
    public func evaluate(_ samples: [Sample]) async -> [Evaluation] {
        do {
            return try await Inquiry.all(samples.map(inquiry)).answer(entailment, embedder)
        } catch {
            return samples.map { failed($0, error) }
        }
    }

    /// Says how much of an answer's groundedness each passage carries, by judging it without one passage at a time.
    ///
    /// - Throws: `FielError` where a judge cannot be run.
    public func attribution(of sample: Sample) async throws(FielError) -> PassageAttribution {
        let prepared = PreparedSample(sample, counter: entailment)
        return try await PassageAttribution.inquiry(about: prepared).answer(entailment, embedder)
    }

    /// What all selected metrics want to know of a sample, and its evaluation.
    private func inquiry(about sample: Sample) -> Inquiry<Evaluation> {
        let text = selection.text.map { ($0.info.id, $0.outcome(of: sample)) }
        guard selection.includesDefaults || !selection.judged.isEmpty else {
            return .known(evaluation(sample, nil, text))
        }
        let prepared = PreparedSample(sample, counter: entailment)
        let signals =
            selection.includesDefaults
            ? SampleSignals.inquiry(about: prepared).map(Optional.some) : Inquiry.known(nil)
        let judged = selection.judged.map { metric in
            metric.inquiry(about: prepared).map { (metric.info.id, $0) }
        }
        return signals.and(Inquiry.all(judged)).map { found in evaluation(sample, found.0, text + found.1) }
    }

    /// Joins what the default metrics say with the outcomes of the others, and leaves out what was not asked for.
    private func evaluation(
        _ sample: Sample,
        _ signals: SampleSignals?,
        _ others: [(String, Outcome)]
    ) -> Evaluation {
        var evaluation = signals?.evaluation ?? Evaluation(id: sample.id)
        evaluation.metrics.merge(others) { $1 }
        let asked = Set(selection.infos.map(\.id))
        evaluation.metrics = evaluation.metrics.filter { asked.contains($0.key) }
        return calibration?.applied(to: evaluation) ?? evaluation
    }

    /// What is left to say of a sample where a judge cannot be run.
    private func failed(_ sample: Sample, _ error: FielError) -> Evaluation {
        let known = selection.text.map { ($0.info.id, $0.outcome(of: sample)) }
        let failed = selection.infos.map { ($0.id, Outcome.failed(error)) }
        return Evaluation(id: sample.id, metrics: Dictionary(failed + known) { $1 })
    }

    /// Runs the judges, and leaves it to the metrics' calibrations to make probabilities of what they found.
    package func signals(of samples: [Sample]) async throws(FielError) -> [SampleSignals] {
        let inquiries = samples.map { SampleSignals.inquiry(about: PreparedSample($0, counter: entailment)) }
        return try await Inquiry.all(inquiries).answer(entailment, embedder)
    }
}
