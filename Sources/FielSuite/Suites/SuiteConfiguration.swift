public import FielGeneration

/// One way of answering questions.
public struct SuiteConfiguration: Sendable, Hashable {
    /// Its name in results.
    public var name: String
    /// How passages take part.
    public var strategy = Strategy.ragConcat
    /// How passages are found; its mode is nil where the index decides.
    public var retrieval = RetrievalOptions()
    /// Whether the suite names the mode of retrieval.
    public var namesMode = false
    /// How the question is put.
    public var technique = Technique.zeroShot
    /// The words of techniques, their examples and the system turn.
    public var wording = TechniqueRunner.Options()
    /// The words around passages.
    public var passages = PassageTemplates()
    /// How answers are drawn.
    public var decoding = DecodingParameters()
    /// The language model; nil for the default one.
    public var model: String?
    /// The address of a service with OpenAI's interface; nil for Fiel's own engine.
    public var endpoint: String?
    /// The prior of the passages is softmax(score / temperature).
    public var priorTemperature = 1.0

    /// Whether answers come from passages; others are only held against them.
    public var usesPassages: Bool { strategy != .zeroShot }

    /// The defaults under a name.
    public init(name: String) {
        self.name = name
        retrieval.topK = 3
        decoding.maxTokens = 64
    }

    /// The configuration without what its strategy does not read, and without its name: equal ones give equal answers.
    var essence: SuiteConfiguration {
        var copy = self
        copy.name = ""
        if !usesPassages {
            copy.retrieval = RetrievalOptions()
            copy.namesMode = false
            copy.passages = PassageTemplates()
        }
        if strategy == .zeroShot || strategy == .ragConcat { copy.priorTemperature = 1 }
        return copy
    }
}
