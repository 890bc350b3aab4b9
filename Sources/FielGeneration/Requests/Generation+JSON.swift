public import FielCore
public import FielText

extension Generation {
    /// What is written of an answer besides the contract.
    public struct JSONOptions: Sendable, Hashable {
        /// Whether tokens show `processed_logprob` and `alternatives`.
        public var showsAlternatives = false
        /// The question's final answer, where a technique found one in the text.
        public var answer: String?

        /// The tokens of the prompt, where their likelihoods are wanted.
        public var prompt: [GeneratedToken] = []

        /// The calls on the way, where a technique makes several.
        public var calls: [TechniqueCall] = []
        /// How much of the answer is copied from its passages, where there are some.
        public var extractiveness: Extractiveness?

        /// The contract alone.
        public init() {}
    }

    /// Writes `{"text","tokens":[{"id","text","logprob","posterior"}],"log_likelihood","finish_reason","passages":[{"prior",
    /// "posterior"}],"usage":{…}}`.
    ///
    /// Natural logarithms; `null` for what is not known and for the logarithm of 0.
    public func write(to json: inout JSONWriter, _ options: JSONOptions = JSONOptions()) {
        json.object { json in
            json.member("text", text)
            if let answer = options.answer {
                json.member("answer", answer)
            }
            if !options.prompt.isEmpty {
                json.key("prompt_tokens")
                json.array { json in
                    for token in options.prompt { token.write(to: &json, false) }
                }
            }
            json.key("tokens")
            json.array { json in
                for token in tokens { token.write(to: &json, options.showsAlternatives) }
            }
            json.key("log_likelihood")
            json.number(logLikelihood)
            json.member("finish_reason", finishReason.rawValue)
            json.key("passages")
            json.array { json in
                for passage in passages { passage.write(to: &json) }
            }
            json.key("usage")
            usage.write(to: &json)
            if let extractiveness = options.extractiveness {
                json.key("extractiveness")
                json.object { json in
                    json.member("coverage", extractiveness.coverage)
                    json.member("density", extractiveness.density)
                }
            }
            if options.calls.count > 1 {
                json.key("calls")
                json.array { json in
                    for call in options.calls { call.write(to: &json) }
                }
            }
        }
    }
}

extension TechniqueCall {
    /// Writes `{"step","prompt","replies","usage"}`; the prompt is its last turn, without the marks around it.
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("step", step)
            json.member("prompt", prompt.text)
            json.key("replies")
            json.array { json in
                for reply in replies { json.value(reply.text) }
            }
            json.key("usage")
            json.array { json in
                for reply in replies { reply.usage.write(to: &json) }
            }
        }
    }
}

extension GeneratedToken {
    fileprivate func write(to json: inout JSONWriter, _ showsAlternatives: Bool) {
        json.object { json in
            json.id(id)
            json.member("text", text)
            json.key("logprob")
            json.number(logProbability)
            json.key("posterior")
            json.numbers(posterior)
            guard showsAlternatives else { return }
            json.key("processed_logprob")
            json.number(processedLogProbability)
            json.key("alternatives")
            json.array { json in
                for alternative in alternatives { alternative.write(to: &json) }
            }
        }
    }
}

extension GeneratedToken.Alternative {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.id(id)
            json.member("text", text)
            json.key("logprob")
            json.number(logProbability)
            json.key("processed_logprob")
            json.number(processedLogProbability)
        }
    }
}

extension PassageWeight {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("prior", prior)
            json.member("posterior", posterior)
        }
    }
}

extension GenerationUsage {
    /// Writes `{"prompt_tokens","cached_prompt_tokens","completion_tokens"}`.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("prompt_tokens", promptTokens)
            json.member("cached_prompt_tokens", cachedPromptTokens)
            json.member("completion_tokens", completionTokens)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func id(_ id: Int32?) {
        key("id")
        if let id { value(Int(id)) } else { null() }
    }
}
