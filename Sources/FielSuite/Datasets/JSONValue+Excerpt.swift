import FielCore

extension JSONValue {
    /// The value on one short line, for messages.
    var excerpt: String {
        switch self {
        case .null: "null"
        case .bool(let value): value.description
        case .number(let value): Int(exactly: value).map(String.init) ?? value.description
        case .string(let value):
            "\"\(String(value.prefix(40)).map { $0.isNewline ? " " : String($0) }.joined())\(value.count > 40 ? "…" : "")\""
        case .array(let value): "\(value.count) element\(value.count == 1 ? "" : "s")"
        case .object(let value): value.isEmpty ? "no members" : value.keys.sorted().prefix(4).joined(separator: ", ")
        }
    }

    /// The value as a name of something: a text, or a number in its shortest form; nil for any other kind.
    var name: String? {
        if case .number(let number) = self { return Int(exactly: number).map(String.init) ?? String(number) }
        return string
    }
}
