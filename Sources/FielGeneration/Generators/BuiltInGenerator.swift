public import FielCore

/// A generator over a language model of one's own: its prompts, its decoding, and what it has read before.
public struct BuiltInGenerator<Model: LanguageModel>: Generator {
    /// The model.
    public let model: Model
    /// How the model writes conversations down; nil where it can only continue texts.
    public let family: ChatFamily?
    /// What is kept of the beginnings of prompts.
    public let cache: PrefixCache<Model.Context>?
    /// Which end of a prompt that is longer than `promptLimit` is cut; by default neither, which is an error.
    public var truncation = GenerationRequest.Truncation.none
    /// The most tokens of a prompt; by default as many as the model can read.
    public var promptLimit: Int?

    /// Generates with a model.
    ///
    /// - Parameters:
    ///   - family: how conversations are written down; where none is given, the family of the model's own template.
    ///   - cache: what is kept of the beginnings of prompts; nil keeps nothing.
    /// - Throws: `FielError` with code `unsupported` where the model's template is of no known family.
    public init(
        _ model: Model,
        family: ChatFamily? = nil,
        cache: PrefixCache<Model.Context>? = PrefixCache()
    ) throws(FielError) {
        self.model = model
        self.cache = cache
        if let family {
            self.family = family
        } else if let template = model.chatTemplate {
            self.family = try ChatFamily(recognizing: template)
        } else {
            self.family = nil
        }
    }

    /// The model's name.
    public var name: String { model.name }

    /// Answers one prompt.
    public func generate(
        _ prompt: Prompt,
        _ parameters: DecodingParameters,
        onText: (@Sendable (String) -> Void)?
    ) async throws(FielError) -> [Generation] {
        try MixtureDecoder(model, cache: cache).decode(tokens(of: prompt), parameters, onText: onText)
    }

    /// The prompt as tokens.
    ///
    /// - Throws: `FielError` where it is a conversation and the model has no chat template, or its turns are out of order.
    public func tokens(of prompt: Prompt) throws(FielError) -> TokenPrompt { try tokens(of: prompt, head: 0) }

    /// The prompt as tokens.
    ///
    /// - Parameter head: how many parts of the prompt, or of its last turn, are worth keeping.
    func tokens(of prompt: Prompt, head: Int) throws(FielError) -> TokenPrompt {
        try whole(prompt, head: head).truncated(truncation, to: promptLimit ?? model.contextLength)
    }

    private func whole(_ prompt: Prompt, head: Int) throws(FielError) -> TokenPrompt {
        switch prompt {
        case .raw(let parts): return TokenPrompt(parts, reusableParts: head, model)
        case .chat(let messages):
            guard let family else {
                throw FielError(
                    .unsupported,
                    "model \(name) has no chat template",
                    hint: "name a family, or give the prompt as raw text"
                )
            }
            let (parts, starts) = try family.layOut(messages)
            return TokenPrompt(parts, reusableParts: head > 0 ? (starts.last ?? 0) + head : 0, model)
        }
    }

    /// The tokens of a prompt with their log-probabilities, each after those before it; of the first nothing is known.
    ///
    /// - Throws: `FielError` as `tokens(of:)` does, or where the prompt is too long.
    public func likelihoods(of prompt: Prompt) throws(FielError) -> [GeneratedToken] {
        let tokens = try tokens(of: prompt).tokens
        guard let first = tokens.first else { return [] }
        let scorer = LikelihoodScorer(model, cache: cache)
        let scored = try scorer.likelihoods(
            of: [Array(tokens.dropFirst())],
            after: [TokenPrompt([first])],
            prior: PassagePrior(logPriors: [0])
        )
        let logProbabilities = scored.first?.perPassage.first.flatMap(\.self) ?? []
        var stream = UTF8Stream()
        return zip(tokens, [.nan] + logProbabilities).map { token, logProbability in
            GeneratedToken(id: token, text: stream.append(model.bytes(of: token)), logProbability: logProbability)
        }
    }
}
