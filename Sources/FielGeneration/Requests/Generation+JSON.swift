public import FielCore

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
            json.key("text")
            json.value(text)
            if let answer = options.answer {
                json.key("answer")
                json.value(answer)
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
            json.logarithm(logLikelihood)
            json.key("finish_reason")
            json.value(finishReason.rawValue)
            json.key("passages")
            json.array { json in
                for passage in passages { passage.write(to: &json) }
            }
            json.key("usage")
            usage.write(to: &json)
            if let extractiveness = options.extractiveness {
                json.key("extractiveness")
                json.object { json in
                    json.key("coverage")
                    json.value(extractiveness.coverage)
                    json.key("density")
                    json.value(extractiveness.density)
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
            json.key("step")
            json.value(step)
            json.key("prompt")
            json.value(prompt.text)
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
            json.key("text")
            json.value(text)
            json.key("logprob")
            json.logarithm(logProbability)
            json.key("posterior")
            json.numbers(posterior)
            guard showsAlternatives else { return }
            json.key("processed_logprob")
            json.logarithm(processedLogProbability)
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
            json.key("text")
            json.value(text)
            json.key("logprob")
            json.logarithm(logProbability)
            json.key("processed_logprob")
            json.logarithm(processedLogProbability)
        }
    }
}

extension PassageWeight {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.key("prior")
            json.value(prior)
            json.key("posterior")
            json.value(posterior)
        }
    }
}

extension GenerationUsage {
    /// Writes `{"prompt_tokens","cached_prompt_tokens","completion_tokens"}`.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.key("prompt_tokens")
            json.value(promptTokens)
            json.key("cached_prompt_tokens")
            json.value(cachedPromptTokens)
            json.key("completion_tokens")
            json.value(completionTokens)
        }
    }
}

extension JSONWriter {
    /// Writes a log-probability, `null` where it is unknown or that of 0.
    mutating func logarithm(_ value: Double?) {
        if let value, value.isFinite { self.value(value) } else { null() }
    }

    /// Writes a list of numbers, `null` for those that are not finite.
    mutating func numbers(_ values: [Double]) {
        array { json in
            for value in values { json.logarithm(value) }
        }
    }

    fileprivate mutating func id(_ id: Int32?) {
        key("id")
        if let id { value(Int(id)) } else { null() }
    }
}
