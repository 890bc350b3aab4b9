import FielCore
import FielGeneration

/// What is recorded of an answer that a suite generated.
struct GeneratedAnswer: Sendable, Hashable {
    /// The answer, without the reasoning that a technique put before it.
    var text: String
    /// How it came about, as it stands in the sample's metadata.
    var facts: [String: JSONValue]

    /// The tokens that were generated, over all calls.
    var tokens: Int { facts["completion_tokens"]?.whole ?? 0 }

    init(_ result: TechniqueResult) throws(FielError) {
        guard let generation = result.generations.first, let answer = result.answers.first else {
            throw FielError(.unavailable, "the generator gave no answer")
        }
        text = answer
        let usage = result.usage
        facts = [
            "finish_reason": .string(generation.finishReason.rawValue),
            "log_likelihood": Self.number(generation.logLikelihood),
            "prompt_tokens": .number(Double(usage.promptTokens)),
            "completion_tokens": .number(Double(usage.completionTokens)),
        ]
        if !generation.passages.isEmpty {
            facts["passages"] = .array(
                generation.passages.map {
                    .object(["prior": Self.number($0.prior), "posterior": Self.number($0.posterior)])
                }
            )
        }
        if generation.text != answer { facts["text"] = .string(generation.text) }
    }

    private static func number(_ value: Double?) -> JSONValue {
        guard let value, value.isFinite else { return .null }
        return .number(value)
    }

    /// Reads what `bytes` are; nil where they are something else.
    init?(_ bytes: [UInt8]) {
        guard let members = try? JSONValue(parsing: bytes).object, let text = members["answer"]?.string,
            let facts = members["facts"]?.object
        else { return nil }
        (self.text, self.facts) = (text, facts)
    }

    /// The answer as a line of JSON.
    var bytes: [UInt8] {
        ResultLine.line { json in
            json.member("answer", text)
            json.key("facts")
            json.value(JSONValue.object(facts))
        }
    }
}
