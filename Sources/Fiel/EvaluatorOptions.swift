/// How the evaluator's own judges are run, and what is computed.
public struct EvaluatorOptions: Sendable, Hashable {
    /// The metrics to compute, by identifiers of `Evaluator.catalog`; `all` stands for all of them.
    public var metrics = Evaluator.metrics.map(\.id)
    /// The threads that share the work, on which results do not depend; nil for one a core.
    public var threads: Int?
    /// The GGUF file or Hugging Face folder of the NLI classifier; nil for the embedded one.
    public var entailmentModel: String?
    /// The file of an adapter for the NLI classifier, as tuning makes it; nil for none.
    public var adapter: String?
    /// The GGUF file or Hugging Face folder of the sentence encoder; nil for the embedded one.
    public var embeddingModel: String?
    /// Whether matrix products are computed in 32-bit floating point instead of 8-bit integers: slower, a little more exact.
    public var usesFullPrecision = false
    /// What `fiel calibrate` fitted to labelled answers; nil for P(hallucinated) as it comes.
    public var calibration: HallucinationCalibration?

    /// The defaults: the default metrics, and the embedded models in int8 on every core.
    public init() {}
}
