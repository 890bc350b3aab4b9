import FielCore

extension GenerationRequest {
    mutating func readShared(_ object: RequestObject) throws(FielError) {
        model = try object.string("model")
        if let seed = try object.integer("seed", 0...(1 << 53)) { parameters.seed = UInt64(seed) }
        if let stop = try object.strings("stop", orString: true) { parameters.stop = stop }
        if object.has("prompt") && object.has("messages") {
            throw FielError(.malformedInput, "the request has both prompt and messages, expected one of them")
        }
        if let text = try object.string("prompt") { prompt = .raw([.text(text)]) }
        if let messages = object["messages"] { prompt = .chat(try Self.messages(messages)) }
    }

    mutating func readOpenAI(_ object: RequestObject) throws(FielError) {
        let older = try object.integer("max_tokens", 1...Self.most)
        let newer = try object.integer("max_completion_tokens", 1...Self.most)
        if let older, let newer, older != newer {
            throw FielError(
                .malformedInput,
                "max_tokens is \(older) and max_completion_tokens is \(newer), expected one"
            )
        }
        if let count = newer ?? older { parameters.maxTokens = count }
        if let value = try object.number("top_p", 0...1) { parameters.topP = value }
        if let value = try object.integer("top_k", -1...Self.most) { parameters.topK = max(0, value) }
        if let value = try object.number("min_p", 0...1) { parameters.minP = value }
        if let value = try object.number("frequency_penalty", -2...2) { parameters.frequencyPenalty = value }
        if let value = try object.number("presence_penalty", -2...2) { parameters.presencePenalty = value }
        if let value = try object.number("repetition_penalty", 1e-3...1e3) { parameters.repetitionPenalty = value }
        if let value = try object.integer("n", 1...1024) { parameters.samples = value }
        if let bias = object["logit_bias"] { parameters.logitBias = try Self.bias(bias, "logit_bias") }
        try readLogprobs(object)
        isStream = try object.flag("stream") ?? isStream
        isEcho = try object.flag("echo") ?? isEcho
    }

    /// `logprobs` is a switch in chats, with `top_logprobs` beside it, and the number of alternatives in completions.
    private mutating func readLogprobs(_ object: RequestObject) throws(FielError) {
        if case .bool(let isOn) = object["logprobs"] {
            likelihoods = isOn ? .generation : .none
        } else if let count = try object.integer("logprobs", 0...20) {
            likelihoods = .generation
            parameters.alternatives = count
        }
        guard let count = try object.integer("top_logprobs", 0...20) else { return }
        guard likelihoods == .generation else { throw object.wrong("top_logprobs", "logprobs to be true beside it") }
        parameters.alternatives = count
    }

    mutating func readOCI(_ object: RequestObject) throws(FielError) {
        if let value = try object.integer("maxTokens", 1...Self.most) { parameters.maxTokens = value }
        // 0 switches it off, where OpenAI's top_p of 0 leaves one token.
        if let value = try object.number("topP", 0...1) { parameters.topP = value == 0 ? 1 : value }
        if let value = try object.integer("topK", -1...Self.most) { parameters.topK = max(0, value) }
        if let value = try object.number("minP", 0...1) { parameters.minP = value }
        if let value = try object.number("frequencyPenalty", -2...2) { parameters.frequencyPenalty = value }
        if let value = try object.number("presencePenalty", -2...2) { parameters.presencePenalty = value }
        if let value = try object.number("repetitionPenalty", 1e-3...1e3) { parameters.repetitionPenalty = value }
        if let value = try object.integer("numGenerations", 1...1024) { parameters.samples = value }
        if let bias = object["logitBias"] { parameters.logitBias = try Self.bias(bias, "logitBias") }
        if let stop = try object.strings("stopSequences") {
            guard !object.has("stop") else {
                throw FielError(.malformedInput, "the request has both stop and stopSequences, expected one of them")
            }
            parameters.stop = stop
            parameters.includesStop = true
        }
        if let count = try object.integer("logProbs", 0...20) {
            likelihoods = .generation
            parameters.alternatives = count
        }
        likelihoods = try object.choice("returnLikelihoods", Likelihoods.self) ?? likelihoods
        truncation = try object.choice("truncate", Truncation.self) ?? truncation
        format = try object.choice("format", Format.self) ?? format
        extractiveness = try object.choice("extractiveness", WantedExtractiveness.self) ?? extractiveness
        isStream = try object.flag("isStream") ?? isStream
        isEcho = try object.flag("isEcho") ?? isEcho
    }

    /// Temperature 0 is greedy decoding; above 0, sampling.
    mutating func readMethod(_ object: RequestObject) throws(FielError) {
        let samples = ["top_p", "topP", "top_k", "topK", "min_p", "minP"].contains(where: object.has)
        guard let temperature = try object.number("temperature", 0...5) else {
            parameters.method = samples || parameters.samples > 1 ? .sample : .greedy
            return
        }
        parameters.method = temperature == 0 ? .greedy : .sample
        if temperature > 0 { parameters.temperature = temperature }
    }

    /// The most tokens that a request may ask for.
    private static var most: Int { 1 << 24 }

    private static func bias(_ value: JSONValue, _ name: String) throws(FielError) -> [Int32: Double] {
        guard case .object(let members) = value else {
            throw FielError(.malformedInput, "\(name) is \(value.kind), expected an object of token ids and numbers")
        }
        var bias: [Int32: Double] = [:]
        for (key, value) in members {
            guard let token = Int32(key), token >= 0, let number = value.number, (-100...100).contains(number) else {
                throw FielError(
                    .malformedInput,
                    "\(name) has \"\(key)\", expected token ids with numbers in -100...100"
                )
            }
            bias[token] = number
        }
        return bias
    }

    private static func messages(_ value: JSONValue) throws(FielError) -> [ChatMessage] {
        guard let elements = value.array else {
            throw FielError(.malformedInput, "messages of the request is \(value.kind), expected an array")
        }
        var messages: [ChatMessage] = []
        for (index, element) in elements.enumerated() {
            let object = try RequestObject(element, named: "message \(index + 1)", known: ["role", "content"])
            guard let role = try object.choice("role", ChatMessage.Role.self) else {
                throw object.wrong("role", "system, user or assistant")
            }
            guard let content = try object.string("content") else { throw object.wrong("content", "a string") }
            messages.append(ChatMessage(role, [.text(content)]))
        }
        return messages
    }
}
