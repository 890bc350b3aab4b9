import FielCore

/// One of several answers that a generator gave to the same question.
struct SampledAnswer: Sendable, Hashable {
    /// What it says.
    var text: String
    /// The natural logarithm of how likely the generator was to give it; nil where the data set does not say.
    var logLikelihood: Double?

    /// The most sampled answers of one sample: they are compared each with each.
    static let most = 64

    /// The sampled answers that the data set has for a sample: strings, or objects with `text` and perhaps `log_likelihood`.
    ///
    /// - Returns: those that have words; none where the field `samples` (RAGAS: `multi_responses`) is missing.
    /// - Throws: `FielError` with code `malformedInput` where the field is something else, or holds more than can be compared.
    static func all(of sample: Sample) throws(FielError) -> [SampledAnswer] {
        guard let field = sample.field("samples", "multi_responses") else { return [] }
        let answers = field.value.elements?.map(Self.init)
        guard let answers, answers.allSatisfy({ $0 != nil }) else {
            throw FielError(
                .malformedInput,
                "field \"\(field.name)\" is no list of answers",
                hint: "an answer is a string, or an object with \"text\" and perhaps \"log_likelihood\""
            )
        }
        guard answers.count <= most else {
            throw FielError(
                .malformedInput,
                "field \"\(field.name)\" has \(answers.count) answers, expected at most \(most)"
            )
        }
        return answers.compactMap(\.self).filter { $0.text.contains { !$0.isWhitespace } }
    }

    private init?(_ value: JSONValue) {
        guard let text = value.string ?? value.object?["text"]?.string else { return nil }
        self.text = text
        let likelihood = value.object?["log_likelihood"]
        if let likelihood, likelihood != .null {
            guard let number = likelihood.number, number.isFinite else { return nil }
            logLikelihood = number
        }
    }
}
