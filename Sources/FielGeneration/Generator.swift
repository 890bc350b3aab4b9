public import FielCore

/// A turn of a conversation.
public struct ChatMessage: Sendable, Hashable {
    /// Who speaks.
    public enum Role: String, Sendable, Hashable, CaseIterable {
        /// Whoever sets the rules.
        case system
        /// Whoever asks.
        case user
        /// The model.
        case assistant
    }

    /// Who speaks.
    public var role: Role
    /// What is said: templates and the data they carry.
    public var content: [PromptPart]

    /// Makes a turn from its parts.
    public init(_ role: Role, _ content: [PromptPart]) {
        self.role = role
        self.content = content
    }

    /// What is said, as one text.
    public var text: String { content.map(\.string).joined() }
}

/// What a generator is asked for: a conversation that wants a reply, or a text that wants to be continued.
public enum Prompt: Sendable, Hashable {
    /// A conversation; the model's chat template is put around it.
    case chat([ChatMessage])
    /// A text as it is.
    case raw([PromptPart])

    /// What was asked last, without the turns before it and without marks around it.
    public var text: String {
        switch self {
        case .raw(let parts): parts.map(\.string).joined()
        case .chat(let messages): messages.last?.text ?? ""
        }
    }
}

/// A token that was generated.
public struct GeneratedToken: Sendable, Hashable {
    /// A token that could have stood in a place.
    public struct Alternative: Sendable, Hashable {
        /// Its id; nil from a service that does not tell.
        public var id: Int32?
        /// Its text.
        public var text: String
        /// Its natural log-probability under the model, before any processor.
        public var logProbability: Double
        /// Its natural log-probability after the processors; minus infinity where it could not be chosen.
        public var processedLogProbability: Double?

        /// Joins the facts of an alternative.
        public init(id: Int32?, text: String, logProbability: Double, processedLogProbability: Double? = nil) {
            self.id = id
            self.text = text
            self.logProbability = logProbability
            self.processedLogProbability = processedLogProbability
        }
    }

    /// Its id; nil from a service that does not tell.
    public var id: Int32?
    /// The text that it completed; empty while a character is not complete.
    public var text: String
    /// Its natural log-probability under the model, before any processor.
    public var logProbability: Double
    /// Its natural log-probability under the distribution it was chosen from, after the processors.
    public var processedLogProbability: Double?
    /// The most probable tokens of its place, most probable first.
    public var alternatives: [Alternative]
    /// P(passage | question, answer up to this token), one a passage; empty where passages are not weighed.
    public var posterior: [Double]

    /// Joins the facts of a token.
    public init(
        id: Int32?,
        text: String,
        logProbability: Double,
        processedLogProbability: Double? = nil,
        alternatives: [Alternative] = [],
        posterior: [Double] = []
    ) {
        self.id = id
        self.text = text
        self.logProbability = logProbability
        self.processedLogProbability = processedLogProbability
        self.alternatives = alternatives
        self.posterior = posterior
    }
}

/// What an answer took.
public struct GenerationUsage: Sendable, Hashable {
    /// The tokens of the prompts.
    public var promptTokens: Int
    /// Those of them that were not computed again, because a prefix of the prompt was known.
    public var cachedPromptTokens: Int
    /// The tokens generated.
    public var completionTokens: Int

    /// Joins the counts.
    public init(promptTokens: Int, cachedPromptTokens: Int = 0, completionTokens: Int) {
        self.promptTokens = promptTokens
        self.cachedPromptTokens = cachedPromptTokens
        self.completionTokens = completionTokens
    }
}

/// How much a passage weighs in an answer.
public struct PassageWeight: Sendable, Hashable {
    /// P(passage | question): before the answer.
    public var prior: Double
    /// P(passage | question, answer); for RAG-Token, where every token has its own passage, the mean over the tokens.
    public var posterior: Double

    /// Joins the weights before and after the answer.
    public init(prior: Double, posterior: Double) {
        self.prior = prior
        self.posterior = posterior
    }
}

/// An answer that was generated.
public struct Generation: Sendable, Hashable {
    /// Why generation ended.
    public enum FinishReason: String, Sendable, Hashable {
        /// The model ended its answer, or a stop string came.
        case stop
        /// The most tokens were reached.
        case length
    }

    /// The answer.
    public var text: String
    /// Its tokens, with the end token, whose text is empty, and those of a stop string that was cut off the text; empty
    /// from a service that does not give them.
    public var tokens: [GeneratedToken]
    /// Its natural log-probability, all tokens together; nil from a service that does not tell.
    public var logLikelihood: Double?
    /// Why generation ended.
    public var finishReason: FinishReason
    /// What it took.
    public var usage: GenerationUsage
    /// The passages' weights, in the order of the passages; empty where passages are not weighed.
    public var passages: [PassageWeight]

    /// Joins the facts of an answer.
    public init(
        text: String,
        tokens: [GeneratedToken],
        logLikelihood: Double?,
        finishReason: FinishReason,
        usage: GenerationUsage,
        passages: [PassageWeight] = []
    ) {
        self.text = text
        self.tokens = tokens
        self.logLikelihood = logLikelihood
        self.finishReason = finishReason
        self.usage = usage
        self.passages = passages
    }
}

/// Something that answers prompts: the built-in engine, or a service.
public protocol Generator: Sendable {
    /// The model's name, for people.
    var name: String { get }

    /// Answers one prompt.
    ///
    /// - Parameters:
    ///   - prompt: the conversation or text.
    ///   - parameters: how the answers are drawn.
    ///   - onText: takes the text of the first answer piece by piece as it comes.
    /// - Returns: as many answers as `parameters.samples`.
    /// - Throws: `FielError` where a parameter is out of its range, the prompt is too long, or the model or service fails.
    func generate(
        _ prompt: Prompt,
        _ parameters: DecodingParameters,
        onText: (@Sendable (String) -> Void)?
    ) async throws(FielError) -> [Generation]
}
