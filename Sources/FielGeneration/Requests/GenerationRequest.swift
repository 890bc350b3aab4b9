public import FielCore

/// A request for answers, as a file of JSON says it in the words of OpenAI or of Oracle's OCI Generative AI.
public struct GenerationRequest: Sendable, Hashable {
    /// Of which tokens the likelihoods are shown.
    public enum Likelihoods: String, Sendable, Hashable, CaseIterable {
        /// Of none.
        case none = "NONE"
        /// Of the prompt and the answer.
        case all = "ALL"
        /// Of the answer.
        case generation = "GENERATION"
    }

    /// Which end of a prompt that is too long is cut.
    public enum Truncation: String, Sendable, Hashable, CaseIterable {
        /// Neither: it is an error.
        case none = "NONE"
        /// The start.
        case start = "START"
        /// The end.
        case end = "END"
    }

    /// The form of the answer.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        /// As the model likes.
        case auto = "AUTO"
        /// One paragraph.
        case paragraph = "PARAGRAPH"
        /// A list.
        case bullets = "BULLETS"

        /// A sentence that asks for the form.
        public var instruction: String? {
            switch self {
            case .auto: nil
            case .paragraph: "Answer in one paragraph."
            case .bullets: "Answer as a list of bullet points."
            }
        }
    }

    /// How much of the answer is wanted in the words of the sources; it is measured, not enforced.
    public enum WantedExtractiveness: String, Sendable, Hashable, CaseIterable {
        /// As the model likes.
        case auto = "AUTO"
        /// In its own words.
        case low = "LOW"
        /// Between.
        case medium = "MEDIUM"
        /// In the words of the sources.
        case high = "HIGH"
    }

    /// How the answers are drawn.
    public var parameters = DecodingParameters()
    /// What is asked for, where the request says it.
    public var prompt: Prompt?
    /// The model, where the request names one.
    public var model: String?
    /// Of which tokens the likelihoods are shown.
    public var likelihoods = Likelihoods.none
    /// Whether the prompt stands before the answer.
    public var isEcho = false
    /// Whether the text is wanted as it comes.
    public var isStream = false
    /// Which end of a prompt that is too long is cut.
    public var truncation = Truncation.none
    /// The form of the answer.
    public var format = Format.auto
    /// How much of the answer is wanted in the words of the sources.
    public var extractiveness = WantedExtractiveness.auto

    /// The defaults: greedy.
    public init() {}

    /// Reads a request.
    ///
    /// Names of OpenAI and of OCI may not stand in one request, because their `stop` strings differ. With no temperature,
    /// decoding is greedy, unless a field that only sampling obeys is given.
    ///
    /// - Parameter bytes: a JSON object.
    /// - Throws: `FielError` with code `malformedInput` that names the field, its value and what is expected; of an unknown
    ///   field, the nearest known one.
    public init(parsing bytes: some Collection<UInt8>) throws(FielError) {
        try self.init(JSONValue(parsing: bytes))
    }

    /// Reads a request.
    public init(_ value: JSONValue) throws(FielError) {
        let object = try RequestObject(value, named: "request", known: RequestNames.all)
        if let oci = object.keys.first(where: RequestNames.oci.contains),
            let openAI = object.keys.first(where: RequestNames.openAI.contains)
        {
            throw FielError(
                .malformedInput,
                "the request mixes the names of OCI (\(oci)) and of OpenAI (\(openAI))",
                hint: "use the names of one of them"
            )
        }
        try readShared(object)
        try readOpenAI(object)
        try readOCI(object)
        try readMethod(object)
        try parameters.validate()
    }
}

/// The names of fields.
enum RequestNames {
    /// Those that both services have, and Fiel's own.
    static let shared = ["model", "prompt", "messages", "temperature", "seed", "stop"]
    /// Those of OpenAI, and the usual additions to them.
    static let openAI = [
        "max_tokens", "max_completion_tokens", "top_p", "top_k", "min_p", "frequency_penalty", "presence_penalty",
        "repetition_penalty", "n", "logprobs", "top_logprobs", "logit_bias", "stream", "echo",
    ]
    /// Those of OCI, and Fiel's additions in their manner.
    static let oci = [
        "maxTokens", "topP", "topK", "minP", "frequencyPenalty", "presencePenalty", "repetitionPenalty",
        "stopSequences",
        "returnLikelihoods", "numGenerations", "logProbs", "logitBias", "format", "extractiveness", "isEcho",
        "isStream",
        "truncate",
    ]
    static let all = shared + openAI + oci
}
