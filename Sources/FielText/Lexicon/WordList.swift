/// Sets of words written as plain text.
enum WordList {
    /// The words of a text, separated by white space.
    static func set(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    /// The pairs of a text of the form `word=value`, separated by white space.
    static func table(_ text: String) -> [String: String] {
        var table: [String: String] = [:]
        for pair in text.split(whereSeparator: \.isWhitespace) {
            let halves = pair.split(separator: "=", maxSplits: 1)
            if halves.count == 2 { table[String(halves[0])] = String(halves[1]) }
        }
        return table
    }
}
