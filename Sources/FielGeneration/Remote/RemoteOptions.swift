/// How a service that speaks OpenAI's protocol is reached.
public struct RemoteOptions: Sendable, Hashable {
    /// The address before `/chat/completions`, with its version: `http://127.0.0.1:8080/v1`.
    public var baseURL = "https://api.openai.com/v1"
    /// The model's name at the service.
    public var model: String
    /// The environment variable that holds the key; no key is sent where it is not set.
    public var keyVariable = "OPENAI_API_KEY"
    /// Whether `top_k`, `min_p` and `repetition_penalty` may be sent, which OpenAI has not but most local servers know.
    public var sendsExtensions = false
    /// Seconds until the connection stands.
    public var connectTimeout = 15.0
    /// Seconds without a byte.
    public var idleTimeout = 120.0
    /// Seconds for one answer in all.
    public var totalTimeout = 600.0
    /// The most bytes of a reply.
    public var maximumReplyBytes = 32 << 20
    /// The most attempts for a request that fails for the moment, at least 1.
    public var attempts = 5
    /// The seconds before the second attempt; doubled for each further one, with jitter.
    public var firstWait = 0.5
    /// The most requests at a time, at least 1.
    public var maximumConcurrency = 4

    /// A model of OpenAI's own service.
    public init(model: String) { self.model = model }
}
