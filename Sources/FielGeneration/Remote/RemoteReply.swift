import FielCore
import FielNetwork

/// The answers of a reply, joined from one JSON value or from the pieces of a stream.
struct RemoteReply {
    private struct Answer {
        var text = ""
        var tokens: [GeneratedToken] = []
        var finish: Generation.FinishReason?
    }

    /// The most answers that are taken, so that a service cannot name one of any index.
    private let samples: Int
    private var answers: [Int: Answer] = [:]
    private var usage = GenerationUsage(promptTokens: 0, completionTokens: 0)

    /// Before the first piece.
    init(samples: Int) { self.samples = samples }

    /// Takes a reply or a piece of one.
    ///
    /// - Returns: the text by which the first answer has grown.
    /// - Throws: `FielError` with code `unavailable` where it is no JSON of the protocol, or tells of an error.
    mutating func take(_ bytes: [UInt8]) throws(FielError) -> String {
        guard let value = try? JSONValue(parsing: bytes), let members = value.object else {
            throw Self.malformed(bytes)
        }
        if let error = members["error"], error != .null {
            let message = error.object?["message"]?.string ?? error.string ?? ""
            throw FielError(.unavailable, "the service reports an error: \(excerpt(message.utf8))")
        }
        takeUsage(members["usage"]?.object ?? [:])
        guard let choices = members["choices"]?.array else { throw Self.malformed(bytes) }
        var grown = ""
        for choice in choices {
            guard let choice = choice.object else { throw Self.malformed(bytes) }
            let index = choice["index"]?.number.flatMap { Int(exactly: $0) } ?? 0
            guard 0..<samples ~= index else { throw Self.malformed(bytes) }
            let turn = (choice["message"] ?? choice["delta"])?.object
            let text = choice["text"]?.string ?? turn?["content"]?.string ?? ""
            answers[index, default: Answer()].text += text
            answers[index]?.tokens += RemoteLikelihoods.tokens(choice["logprobs"])
            if let reason = choice["finish_reason"]?.string {
                answers[index]?.finish = reason == "length" ? .length : .stop
            }
            if index == 0 { grown += text }
        }
        return grown
    }

    /// The answers, in their order.
    ///
    /// - Throws: `FielError` with code `unavailable` where answers lack or have no end.
    func finished() throws(FielError) -> [Generation] {
        guard answers.count == samples else {
            throw FielError(.unavailable, "the service gives \(answers.count) answers, expected \(samples)")
        }
        var generations: [Generation] = []
        for (index, answer) in answers.sorted(by: { $0.key < $1.key }) {
            guard let finish = answer.finish else {
                throw FielError(.unavailable, "answer \(index) of the service has no end")
            }
            let sum = answer.tokens.reduce(0) { $0 + $1.logProbability }
            generations.append(
                Generation(
                    text: answer.text,
                    tokens: answer.tokens,
                    logLikelihood: answer.tokens.isEmpty ? nil : sum,
                    finishReason: finish,
                    usage: usage
                )
            )
        }
        return generations
    }

    private mutating func takeUsage(_ members: [String: JSONValue]) {
        func count(_ value: JSONValue?) -> Int? { value?.number.flatMap { Int(exactly: $0) } }
        usage.promptTokens = count(members["prompt_tokens"]) ?? usage.promptTokens
        usage.completionTokens = count(members["completion_tokens"]) ?? usage.completionTokens
        let details = members["prompt_tokens_details"]?.object
        usage.cachedPromptTokens = count(details?["cached_tokens"]) ?? usage.cachedPromptTokens
    }

    private static func malformed(_ bytes: [UInt8]) -> FielError {
        FielError(.unavailable, "the service's reply is not of OpenAI's protocol: \(excerpt(bytes))")
    }
}

/// The log-probabilities of a choice, in the form of the chat endpoint or of the older one.
enum RemoteLikelihoods {
    /// The tokens, with their alternatives; none where the service gives none.
    static func tokens(_ value: JSONValue?) -> [GeneratedToken] {
        guard let members = value?.object else { return [] }
        if let content = members["content"]?.array { return content.compactMap { token($0.object ?? [:]) } }
        let texts = members["tokens"]?.array ?? []
        let logs = members["token_logprobs"]?.array ?? []
        let tops = members["top_logprobs"]?.array ?? []
        guard texts.count == logs.count else { return [] }
        return texts.indices.compactMap { index in
            guard let text = texts[index].string, let log = logs[index].number else { return nil }
            let top = tops.indices.contains(index) ? tops[index].object ?? [:] : [:]
            return GeneratedToken(
                id: nil,
                text: text,
                logProbability: log,
                alternatives: sorted(top.map { ($0.key, $0.value.number) })
            )
        }
    }

    private static func token(_ members: [String: JSONValue]) -> GeneratedToken? {
        guard let text = members["token"]?.string, let log = members["logprob"]?.number else { return nil }
        let top = members["top_logprobs"]?.array ?? []
        let alternatives = top.map { ($0.object?["token"]?.string, $0.object?["logprob"]?.number) }
        return GeneratedToken(id: nil, text: text, logProbability: log, alternatives: sorted(alternatives))
    }

    private static func sorted(_ pairs: [(text: String?, log: Double?)]) -> [GeneratedToken.Alternative] {
        let known = pairs.compactMap { pair -> GeneratedToken.Alternative? in
            guard let text = pair.text, let log = pair.log else { return nil }
            return .init(id: nil, text: text, logProbability: log)
        }
        return known.sorted { ($1.logProbability, $0.text) < ($0.logProbability, $1.text) }
    }
}
