public import FielCore
public import FielRetrieval

/// Loads the models that a run of a suite needs.
public protocol RunModels: Sendable {
    /// Everything that scores answers.
    func evaluator(_ suite: Suite) throws(FielError) -> any SampleEvaluator
    /// Which models the judges are.
    func judges(_ suite: Suite) throws(FielError) -> [ModelIdentity]
    /// The sentence encoder that finds passages.
    func embedder(_ suite: Suite) throws(FielError) -> IndexEmbedder
    /// The model that reads question and passage together.
    func relevance(_ suite: Suite) throws(FielError) -> any RelevanceModel
    /// The language model of a configuration.
    func answers(_ configuration: SuiteConfiguration, _ suite: Suite) async throws(FielError) -> AnswerSource
}
