/// Cuts the endings of number and the commonest verb forms, in English and Portuguese alike.
///
/// It is lighter than Porter's algorithm on purpose: two words should share a stem only when they share a meaning.
enum Stemmer {
    /// The stem of a folded word.
    static func stem(_ key: String) -> String {
        var word = key[...]
        if word.hasSuffix("'s") { word = word.dropLast(2) }
        guard word.utf8.count > 4, word.unicodeScalars.allSatisfy(\.isLower) else { return plural(word) }
        for (ending, replacement) in endings where word.hasSuffix(ending) && word.utf8.count - ending.utf8.count >= 3 {
            return undoubled(String(word.dropLast(ending.count)) + replacement)
        }
        return plural(word)
    }

    private static func plural(_ word: Substring) -> String {
        guard word.utf8.count > 3, word.hasSuffix("s"), !word.hasSuffix("ss"), !word.hasSuffix("us"),
            !word.hasSuffix("is")
        else {
            return String(word.hasSuffix("e") && word.utf8.count > 4 ? word.dropLast() : word)
        }
        let bare = word.dropLast()
        return String(bare.hasSuffix("e") && bare.utf8.count > 3 ? bare.dropLast() : bare)
    }

    /// "stopped" → "stopp" → "stop".
    private static func undoubled(_ stem: String) -> String {
        let tail = Array(stem.unicodeScalars.suffix(2))
        guard tail.count == 2, tail[0] == tail[1], !["l", "s", "z", "e", "o"].contains(tail[0]) else { return stem }
        return String(stem.dropLast())
    }

    private static let endings: [(String, String)] = [
        ("coes", "cao"), ("ies", "y"), ("ing", ""), ("ied", "y"), ("ed", ""), ("mente", ""), ("ados", "ad"),
        ("adas", "ad"),
        ("idos", "id"), ("idas", "id"), ("ado", "ad"), ("ada", "ad"), ("ido", "id"), ("ida", "id"),
    ]
}
