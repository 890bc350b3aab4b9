import FielCore

/// An answer under way or done: its tokens, its text, and why it ended.
struct DecodedAnswer: Sendable {
    /// The ids of its tokens, the end token included.
    private(set) var ids: [Int32] = []
    /// What is known of each token.
    private(set) var tokens: [GeneratedToken] = []
    /// Its text.
    private(set) var text: AnswerText
    /// Why it ended; nil while it goes on.
    private(set) var finishReason: Generation.FinishReason?
    /// The tokens that the penalties count.
    private(set) var seen: TokenCounts

    init(_ rules: DecodingRules) {
        text = AnswerText(rules.parameters)
        seen = rules.promptCounts
    }

    /// Puts a token after the others, and ends the answer where it ends.
    mutating func append(_ token: GeneratedToken, id: Int32, _ rules: DecodingRules) {
        var token = token
        let isEnd = rules.endTokens.contains(id)
        if !isEnd { token.text = text.append(rules.bytes(id)) }
        ids.append(id)
        tokens.append(token)
        seen.add(id)
        if isEnd || text.hasStopped {
            finishReason = .stop
        } else if ids.count >= rules.maxTokens {
            finishReason = .length
        }
        if finishReason != nil { text.finish() }
    }
}

/// What stays the same while answers to one question are decoded.
struct DecodingRules: Sendable {
    let parameters: DecodingParameters
    let processors: LogitProcessors
    let endTokens: Set<Int32>
    /// The most tokens of an answer, by the parameters and the room in the context.
    let maxTokens: Int
    /// What the penalties count from the start.
    let promptCounts: TokenCounts
    /// The bytes of a token.
    let bytes: @Sendable (Int32) -> [UInt8]

    /// Checks that the prompts leave room for an answer.
    init(
        _ parameters: DecodingParameters,
        model: some LanguageModel,
        prompts: [[Int32]]
    ) throws(FielError) {
        try parameters.validate(vocabularySize: model.vocabularySize)
        let longest = prompts.map(\.count).max() ?? 0
        guard longest < model.contextLength else {
            throw FielError(
                .invalidArgument,
                "the prompt has \(longest) tokens, expected fewer than the \(model.contextLength) that \(model.name) can read",
                hint: "give fewer or shorter passages"
            )
        }
        self.parameters = parameters
        processors = LogitProcessors(parameters)
        endTokens = model.endTokens
        maxTokens = min(parameters.maxTokens, model.contextLength - longest)
        promptCounts = parameters.penaltyScope == .promptAndGenerated ? TokenCounts(prompts: prompts) : TokenCounts()
        bytes = { model.bytes(of: $0) }
    }

    /// What is reported of a token in its place.
    ///
    /// - Parameters:
    ///   - processed: log-probabilities after the processors.
    func token<Context>(_ id: Int32, in place: Place<Context>, processed: [Double]) -> GeneratedToken {
        let alternatives = Ranking.top(parameters.alternatives, of: place.logProbabilities).map { other in
            GeneratedToken.Alternative(
                id: Int32(other),
                text: String(decoding: bytes(Int32(other)), as: UTF8.self),
                logProbability: place.logProbabilities[other],
                processedLogProbability: processed[other]
            )
        }
        return GeneratedToken(
            id: id,
            text: "",
            logProbability: place.logProbabilities[Int(id)],
            processedLogProbability: processed[Int(id)],
            alternatives: alternatives,
            posterior: place.contexts.count > 1 ? place.posterior(of: id) : []
        )
    }

    /// That every token is forbidden, by the logit bias or by the model.
    var nothingFollows: FielError {
        FielError(.invalidArgument, "no token may follow: all are forbidden", hint: "check logit_bias")
    }
}
