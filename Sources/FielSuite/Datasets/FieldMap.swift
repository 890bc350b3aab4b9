public import FielCore

/// Which field of a data set holds what.
///
/// For each part of a sample the names of the common tools are tried in the order given here, and the first that the row
/// has with a value other than null counts. Names with dots reach into objects: `vars.query`. A name given by the user
/// comes in place of all others.
public struct FieldMap: Sendable, Hashable {
    /// The parts of a sample that can be mapped.
    public enum Part: String, Sendable, Hashable, CaseIterable {
        /// `Sample.id`
        case id
        /// `Sample.question`
        case question
        /// `Sample.contexts`
        case contexts
        /// `Sample.answer`
        case answer
        /// `Sample.reference`
        case reference
    }

    /// The names that are tried for each part, best first.
    public static let aliases: [Part: [String]] = [
        .id: ["id", "sample_id", "example_id", "question_id", "query_id", "uid", "_id"],
        .question: [
            "question", "user_input", "query", "input", "inputs.question", "inputs.query", "inputs", "vars.question",
            "vars.query", "vars.input", "prompt",
        ],
        .contexts: [
            "retrieved_contexts", "retrieval_context", "retrievalContext", "contexts", "retrieved_context", "context",
            "source_documents", "documents", "document_text", "passages", "docs", "doc", "document", "knowledge",
            "inputs.context", "vars.contexts", "vars.context",
        ],
        .answer: [
            "response", "actual_output", "actualOutput", "answer", "output", "outputs.answer", "outputs.output",
            "outputs",
            "result", "prediction", "generated_text", "completion", "claim", "vars.answer",
        ],
        .reference: [
            "reference", "ground_truth", "ground_truths", "expected_output", "expectedOutput", "expected_response",
            "reference_outputs.answer", "reference_outputs", "ground_truth_output", "target", "right_answer",
            "__expected",
            "gold_answer",
        ],
    ]

    private var names: [Part: [String]] = FieldMap.aliases

    /// The names of the common tools.
    public init() {}

    /// Uses the given field for a part of a sample.
    ///
    /// - Parameter assignment: `part=field`, such as `answer=my_field` or `question=request.text`.
    /// - Throws: `FielError` with code `invalidArgument` where the part is unknown or a side is empty.
    public mutating func assign(_ assignment: String) throws(FielError) {
        let sides = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2, let part = Part(rawValue: String(sides[0])), !sides[1].isEmpty else {
            let parts = Part.allCases.map(\.rawValue).joined(separator: ", ")
            throw FielError(
                .invalidArgument,
                "\"\(assignment)\" maps no field",
                hint: "write PART=FIELD, where PART is one of \(parts)"
            )
        }
        names[part] = [String(sides[1])]
    }

    /// The names that are tried for a part, best first.
    public func candidates(for part: Part) -> [String] { names[part] ?? [] }

    /// Whether a header with these fields has one that holds answers.
    func recognisesAnswer(in fields: [String]) -> Bool {
        candidates(for: .answer).contains { fields.contains($0) }
    }

    /// The first field that the row has for a part.
    func field(_ part: Part, in row: [String: JSONValue]) -> (name: String, value: JSONValue)? {
        // LangChain's question answering chains call the gold answer "answer" where the model's own is "result".
        if part == .answer, names[.answer] == Self.aliases[.answer], Self.isLangChain(row), let result = row["result"] {
            return ("result", result)
        }
        for name in candidates(for: part) {
            if let value = Self.value(at: name, in: row), value != .null { return (name, value) }
        }
        if part == .reference, names[.reference] == Self.aliases[.reference], Self.isLangChain(row),
            let gold = row["answer"]
        {
            return ("answer", gold)
        }
        return nil
    }

    private static func isLangChain(_ row: [String: JSONValue]) -> Bool {
        row["query"]?.string != nil && row["answer"]?.string != nil && row["result"]?.string != nil
    }

    /// The value of the member of that name, or of the one that its dots lead to.
    private static func value(at name: String, in row: [String: JSONValue]) -> JSONValue? {
        if let value = row[name] { return value }
        guard let dot = name.firstIndex(of: "."), let inner = row[String(name[..<dot])]?.object else { return nil }
        return value(at: String(name[name.index(after: dot)...]), in: inner)
    }
}
