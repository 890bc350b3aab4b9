package import FielCore

/// What data sets say of a sample in fields of their own.
extension Sample {
    /// Every gold answer that has words: the reference, then those of the field `references`, each once.
    package var references: [String] {
        var seen: Set<[UInt8]> = []
        let all = [reference].compactMap(\.self) + (metadata["references"]?.array ?? []).compactMap(\.string)
        return all.filter { text in
            text.contains { !$0.isWhitespace } && seen.insert(Array(text.utf8)).inserted
        }
    }

    /// The best score of the answer over the references.
    func best(_ score: (_ answer: String, _ reference: String) -> Double) -> Outcome {
        references.map { score(answer, $0) }.max().map(Outcome.scored) ?? .noReference
    }

    /// The first of the fields that has a value.
    func field(_ names: String...) -> (name: String, value: JSONValue)? {
        for name in names {
            if let value = metadata[name], value != .null { return (name, value) }
        }
        return nil
    }
}

extension JSONValue {
    /// The elements of an array, or of the text of one: CSV has only texts.
    var elements: [JSONValue]? {
        guard let text = string else { return array }
        return (try? JSONValue(parsing: text.utf8))?.array
    }

    /// A boolean, as it is, as 0 or 1, or as the word for it.
    var truth: Bool? {
        switch self {
        case .bool(let value): value
        case .number(let value): value == 0 || value == 1 ? value == 1 : nil
        case .string(let text): ["true": true, "1": true, "false": false, "0": false][text.lowercased()]
        case .null, .array, .object: nil
        }
    }
}

extension Outcome {
    /// The metric failed on a field that is not what it should be.
    static func wrongField(_ field: (name: String, value: JSONValue), expected: String) -> Outcome {
        .failed(FielError(.malformedInput, "field \"\(field.name)\" is \(field.value.kind), expected \(expected)"))
    }
}

extension Array where Element == Double {
    /// The mean; 0 of none.
    var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }
}
