import FielCore

/// Makes samples of rows.
struct SampleDecoder: Sendable {
    /// Which field holds what.
    let map: FieldMap
    /// Whether a row without an answer holds no sample.
    var requiresAnswer = true

    /// The sample that a row holds; everything that is no part of it goes to its metadata.
    func sample(_ row: [String: JSONValue], of origin: DatasetRow) throws(FielError) -> Sample {
        var metadata = row
        func take(_ part: FieldMap.Part) -> (name: String, value: JSONValue)? {
            guard let field = map.field(part, in: row) else { return nil }
            metadata[field.name] = nil
            return field
        }
        let answer = take(.answer)
        guard answer != nil || !requiresAnswer else { throw missingAnswer(row, origin) }
        let reference = take(.reference)
        // A sample has one gold answer; metrics that allow for several find all of them here.
        if let list = reference?.value.array, list.count > 1 { metadata["references"] = .array(list) }
        return Sample(
            id: try id(take(.id)) ?? origin.defaultID,
            question: try take(.question).map(text),
            contexts: try take(.contexts).map { field throws(FielError) in
                try contexts(field, mayBeList: origin.holdsOnlyText)
            } ?? [],
            answer: try answer.map(text) ?? "",
            reference: try reference.flatMap(self.reference),
            metadata: metadata
        )
    }

    /// The name that a row gives itself, for rows that hold no sample.
    func id(_ row: [String: JSONValue]) -> String? {
        guard let field = map.field(.id, in: row) else { return nil }
        return try? id(field)
    }

    private func missingAnswer(_ row: [String: JSONValue], _ origin: DatasetRow) -> FielError {
        let wanted = map.candidates(for: .answer)
        // An empty cell is the only way in which CSV can write an empty answer.
        if origin.holdsOnlyText, let name = wanted.first(where: { row[$0] != nil }) {
            return FielError(.malformedInput, "field \"\(name)\" is empty, expected an answer")
        }
        if let name = wanted.first(where: { row[$0] == .null }) {
            return FielError(.malformedInput, "field \"\(name)\" is null, expected a string")
        }
        let found = row.keys.sorted().prefix(12).map { "\"\($0.prefix(40))\"" }.joined(separator: ", ")
        let expected = wanted.count == 1 ? "expected \"\(wanted[0])\"" : "expected \"answer\", \"response\" or the like"
        return FielError(
            .malformedInput,
            found.isEmpty ? "has no fields, \(expected)" : "has no answer among the fields \(found); \(expected)",
            hint: "name the field with --map answer=FIELD"
        )
    }

    private func id(_ field: (name: String, value: JSONValue)?) throws(FielError) -> String? {
        guard let field else { return nil }
        guard let name = field.value.name else { throw wrongType(field.name, field.value, expected: "a string") }
        return name
    }

    private func text(_ field: (name: String, value: JSONValue)) throws(FielError) -> String {
        guard let text = field.value.string else { throw wrongType(field.name, field.value, expected: "a string") }
        return text
    }

    /// The gold answer: a string, or the first of a list of equally good ones.
    private func reference(_ field: (name: String, value: JSONValue)) throws(FielError) -> String? {
        guard let list = field.value.array else { return try text(field) }
        guard let first = list.first else { return nil }
        return try text(("\(field.name)[0]", first))
    }

    private func contexts(_ field: (name: String, value: JSONValue), mayBeList: Bool) throws(FielError) -> [String] {
        switch field.value {
        case .string(let text):
            guard mayBeList else { return text.isEmpty ? [] : [text] }
            return try ListInText.elements(of: text, field: field.name)
        case .array(let elements):
            var contexts: [String] = []
            for (index, element) in elements.enumerated() {
                contexts.append(try passage(element, name: "\(field.name)[\(index)]"))
            }
            return contexts
        default:
            return [try passage(field.value, name: field.name)]
        }
    }

    /// The members that hold the text, where a passage is an object.
    private static let textMembers = ["text", "content", "page_content", "pageContent", "document", "passage", "body"]

    private func passage(_ value: JSONValue, name: String) throws(FielError) -> String {
        if let text = value.string { return text }
        let members = value.object
        if let text = Self.textMembers.lazy.compactMap({ members?[$0]?.string }).first { return text }
        throw wrongType(name, value, expected: "a string, or an object with \"text\"")
    }

    private func wrongType(_ name: String, _ value: JSONValue, expected: String) -> FielError {
        FielError(.malformedInput, "field \"\(name)\" is \(value.kind) (\(value.excerpt)), expected \(expected)")
    }
}
