public import FielCore

extension Line {
    /// The line itself as text.
    ///
    /// - Throws: `FielError` with code `malformedInput` where it is not UTF-8.
    public var text: String {
        get throws(FielError) { try String(utf8: bytes) }
    }

    /// The strings of the named members of the JSON object that the line holds.
    ///
    /// - Throws: `FielError` with code `malformedInput` where the line holds no object, or a member is missing or no string.
    public func strings(_ names: String...) throws(FielError) -> [String] {
        let members = try object.get()
        var strings: [String] = []
        for name in names {
            guard let value = members[name] else {
                let found = members.keys.sorted().prefix(8).map { "\"\($0.prefix(40))\"" }.joined(separator: ", ")
                throw FielError(
                    .malformedInput,
                    "field \"\(name)\" is missing\(found.isEmpty ? "" : ", found \(found)")"
                )
            }
            guard let text = value.string else {
                throw FielError(
                    .malformedInput,
                    "field \"\(name)\" is \(value.kind) (\(value.excerpt)), expected a string"
                )
            }
            strings.append(text)
        }
        return strings
    }
}
