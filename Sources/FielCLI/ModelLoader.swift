import Fiel
import FielCore
import FielEngine
import FielRetrieval
import FielSuite

/// How the user wants models to be run.
struct JudgeOptions: Sendable {
    /// The threads to use; nil for one a core.
    var threads: Int?
    /// Whether matrix products are computed in 32-bit floating point.
    var usesFullPrecision = false
    /// The metrics to compute.
    var metrics = Evaluator.metrics
    /// A sentence encoder of the user's own.
    var embeddingModel: String?
    /// An NLI classifier of the user's own.
    var entailmentModel: String?
    /// An adapter for the NLI classifier.
    var adapter: String?
    /// The file of a calibration that was fitted to labelled answers.
    var calibration: String?
}

/// The tokens of one text.
struct TokenizedText: Sendable {
    /// The vocabulary index of each token.
    var ids: [Int]
    /// The place of each token, in Unicode scalars of the text.
    var offsets: [Range<Int>]
}

/// Loads the models that a command needs.
protocol ModelLoader: Sendable {
    /// Everything that scores answers.
    func evaluator(_ options: JudgeOptions) throws(FielError) -> any SampleEvaluator
    /// The sentence encoder.
    func embedder(_ options: JudgeOptions) throws(FielError) -> any TextEmbedder
    /// The sentence encoder with what tells it from others in an index.
    func indexEmbedder(_ options: JudgeOptions) throws(FielError) -> IndexEmbedder
    /// The NLI classifier.
    func classifier(_ options: JudgeOptions) throws(FielError) -> any EntailmentModel
    /// What tunes adapters for the NLI classifier.
    func tuner(_ options: JudgeOptions) throws(FielError) -> AdapterTuner
    /// The tokenizer of `embed`, `nli` or a model file; the closure takes a text and the most tokens to keep.
    func tokenizer(_ model: String) throws(FielError) -> @Sendable (String, Int?) -> TokenizedText
    /// The language model of a name or path, or the default one; it is fetched where it is not there yet.
    func languageModel(
        _ reference: String?,
        _ options: JudgeOptions,
        _ console: Console
    ) async throws(FielError) -> any LanguageModel
    /// Which models the judges are.
    func judges(_ options: JudgeOptions) throws(FielError) -> [ModelIdentity]
    /// Which model `languageModel` gives, once it is there.
    func languageModelIdentity(_ reference: String?, _ console: Console) throws(FielError) -> ModelIdentity
    /// The facts about every model that comes with Fiel.
    func models() throws(FielError) -> [ModelCard]
    /// The instruction set in use and those that this processor has.
    func instructionSets() throws(FielError) -> (current: String, supported: [String])
}

/// The facts about an embedded model.
struct ModelCard: Sendable {
    /// The name on the command line.
    var name: String
    /// Names and values, in the order of display.
    var facts: [(name: String, value: String)]
    /// The card's text, in Markdown.
    var text: String
}
