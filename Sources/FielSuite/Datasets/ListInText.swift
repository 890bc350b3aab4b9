import FielCore

/// Lists of passages that are written inside one CSV field.
enum ListInText {
    /// The passages that a field holds.
    ///
    /// A field in brackets is a JSON array, or a list as Python prints it (which is what pandas writes to CSV); any other
    /// field is cut at each `|`, as DeepEval does.
    static func elements(of text: String, field: String) throws(FielError) -> [String] {
        guard text.first == "[", text.last == "]" else {
            return text.split(separator: "|").map(trimmed).filter { !$0.isEmpty }
        }
        if let array = try? JSONValue(parsing: text.utf8).array {
            let strings = array.compactMap { $0.string ?? $0.object?["text"]?.string ?? $0.object?["content"]?.string }
            if strings.count == array.count { return strings }
        }
        if let list = pythonList(text) { return list }
        throw FielError(
            .malformedInput,
            "field \"\(field)\" is neither a JSON array of strings nor a list of passages: \(JSONValue.string(text).excerpt)"
        )
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }

    /// The strings of a list such as `['one', "it's two"]`; nil where it is not one.
    private static func pythonList(_ text: String) -> [String]? {
        var rest = text.unicodeScalars.dropFirst()
        var strings: [String] = []
        while true {
            rest = rest.drop { $0.properties.isWhitespace || $0 == "," }
            guard let mark = rest.popFirst() else { return nil }
            if mark == "]" { return rest.isEmpty ? strings : nil }
            guard mark == "'" || mark == "\"", let string = pythonString(&rest, closedBy: mark) else { return nil }
            strings.append(string)
        }
    }

    private static func pythonString(_ rest: inout Substring.UnicodeScalarView, closedBy mark: Unicode.Scalar)
        -> String?
    {
        var string = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            if scalar == mark { return String(string) }
            guard scalar == "\\" else {
                string.append(scalar)
                continue
            }
            switch rest.popFirst() {
            case "n": string.append("\n")
            case "t": string.append("\t")
            case "r": string.append("\r")
            case let escaped?: string.append(escaped)
            case nil: return nil
            }
        }
        return nil
    }
}
