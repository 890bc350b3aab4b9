import FielCore

/// The body of a request, in the names of OpenAI's protocol.
struct RemoteRequest {
    /// The path after the base address.
    let path: String
    /// The JSON.
    let body: [UInt8]

    /// Writes a request.
    ///
    /// - Throws: `FielError` with code `unsupported` that names the parameters for which the protocol has no name.
    init(
        _ prompt: Prompt,
        _ parameters: DecodingParameters,
        _ options: RemoteOptions,
        streams: Bool
    ) throws(FielError) {
        try Self.check(parameters, options)
        var json = JSONWriter()
        json.object { json in
            json.member("model", options.model)
            Self.write(prompt, to: &json)
            Self.write(parameters, options, to: &json)
            Self.writeLikelihoods(prompt, parameters, to: &json)
            if streams {
                json.member("stream", true)
            }
        }
        body = json.bytes
        switch prompt {
        case .chat: path = "/chat/completions"
        case .raw: path = "/completions"
        }
    }

    private static func check(_ parameters: DecodingParameters, _ options: RemoteOptions) throws(FielError) {
        var refused: [String] = []
        if case .beam = parameters.method { refused.append("beam search") }
        if !options.sendsExtensions {
            if parameters.topK != 0 { refused.append("topK") }
            if parameters.minP != 0 { refused.append("minP") }
            if parameters.repetitionPenalty != 1 { refused.append("repetitionPenalty") }
        }
        if parameters.includesStop { refused.append("includesStop") }
        let hasPenalty = parameters.presencePenalty != 0 || parameters.frequencyPenalty != 0
        if hasPenalty && parameters.penaltyScope == .promptAndGenerated { refused.append("penaltyScope") }
        guard refused.isEmpty else {
            throw FielError(
                .unsupported,
                "the service has no name for \(refused.joined(separator: ", "))",
                hint: "leave them out, or use a local model; sendsExtensions sends topK, minP and repetitionPenalty"
            )
        }
        let numbers = [
            parameters.temperature, parameters.topP, parameters.minP, parameters.repetitionPenalty,
            parameters.presencePenalty, parameters.frequencyPenalty,
        ]
        guard parameters.maxTokens > 0, parameters.samples > 0, numbers.allSatisfy(\.isFinite) else {
            throw FielError(.invalidArgument, "maxTokens and samples must be at least 1, and every number finite")
        }
    }

    private static func write(_ prompt: Prompt, to json: inout JSONWriter) {
        switch prompt {
        case .raw(let parts):
            json.member("prompt", parts.map(\.string).joined())
        case .chat(let turns):
            json.key("messages")
            json.array { json in
                for turn in turns {
                    json.object { json in
                        json.member("role", turn.role.rawValue)
                        json.member("content", turn.text)
                    }
                }
            }
        }
    }

    private static func write(_ parameters: DecodingParameters, _ options: RemoteOptions, to json: inout JSONWriter) {
        func number(_ name: String, _ value: Double, unless neutral: Double? = nil) {
            guard value != neutral else { return }
            json.key(name)
            json.value(value)
        }
        json.member("max_tokens", parameters.maxTokens)
        json.member("n", parameters.samples)
        json.member("seed", Int(parameters.seed & UInt64(Int64.max)))
        number("temperature", parameters.method == .greedy ? 0 : parameters.temperature)
        number("top_p", parameters.method == .greedy ? 1 : parameters.topP, unless: 1)
        number("presence_penalty", parameters.presencePenalty, unless: 0)
        number("frequency_penalty", parameters.frequencyPenalty, unless: 0)
        if options.sendsExtensions {
            if parameters.topK > 0 {
                json.member("top_k", parameters.topK)
            }
            number("min_p", parameters.minP, unless: 0)
            number("repetition_penalty", parameters.repetitionPenalty, unless: 1)
        }
        if !parameters.stop.isEmpty {
            json.key("stop")
            json.array { json in for text in parameters.stop { json.value(text) } }
        }
        guard !parameters.logitBias.isEmpty else { return }
        json.key("logit_bias")
        json.object { json in
            for (token, bias) in parameters.logitBias.sorted(by: { $0.key < $1.key }) {
                json.key(String(token))
                json.value(bias.isNaN ? 0 : max(-100, min(100, bias)))
            }
        }
    }

    private static func writeLikelihoods(_ prompt: Prompt, _ parameters: DecodingParameters, to json: inout JSONWriter)
    {
        guard parameters.alternatives > 0 else { return }
        json.key("logprobs")
        switch prompt {
        case .raw: json.value(parameters.alternatives)
        case .chat:
            json.value(true)
            json.member("top_logprobs", parameters.alternatives)
        }
    }
}
