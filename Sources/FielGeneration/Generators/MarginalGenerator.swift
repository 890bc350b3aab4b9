public import FielCore

/// RAG-Token and RAG-Sequence: a prompt for each passage, and the passages summed over by their prior.
public struct MarginalGenerator<Model: LanguageModel>: Generator {
    /// Where the sum over the passages stands.
    public enum Form: Sendable, Hashable {
        /// In every token.
        case ragToken
        /// Around the whole answer.
        case ragSequence(SequenceOptions)
    }

    private let base: BuiltInGenerator<Model>
    private let form: Form
    private let retrieval: RetrievedPassages
    private let templates: PassageTemplates

    /// Answers with a model from passages.
    public init(
        _ base: BuiltInGenerator<Model>,
        _ form: Form,
        _ retrieval: RetrievedPassages,
        _ templates: PassageTemplates = PassageTemplates()
    ) {
        self.base = base
        self.form = form
        self.retrieval = retrieval
        self.templates = templates
    }

    /// The model's name.
    public var name: String { base.name }

    /// Answers one prompt from the passages; of RAG-Sequence, the text is there when all is done.
    public func generate(
        _ prompt: Prompt,
        _ parameters: DecodingParameters,
        onText: (@Sendable (String) -> Void)?
    ) async throws(FielError) -> [Generation] {
        let prompts = try prompts(for: prompt)
        switch form {
        case .ragToken:
            return try MixtureDecoder(base.model, cache: base.cache)
                .decode(prompts, prior: retrieval.prior, parameters, onText: onText)
        case .ragSequence(let options):
            let generations = try SequenceDecoder(base.model, options, cache: base.cache)
                .decode(prompts, prior: retrieval.prior, parameters)
            if let first = generations.first { onText?(first.text) }
            return generations
        }
    }

    /// The prompts, one a passage.
    public func prompts(for prompt: Prompt) throws(FielError) -> [TokenPrompt] {
        var prompts: [TokenPrompt] = []
        for passage in retrieval.passages {
            let (own, head) = try templates.place([passage], in: prompt)
            prompts.append(try base.tokens(of: own, head: head))
        }
        return prompts
    }
}
