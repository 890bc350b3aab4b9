/// An answer that affirms or denies.
enum YesNo: Sendable, Hashable {
    case yes, no

    /// The other one.
    var opposite: YesNo { self == .yes ? .no : .yes }

    /// Reads an answer of a single "yes" or "no" (Portuguese: "sim", "não"), with at most a courtesy word.
    init?(_ words: [Word]) {
        guard let first = words.first, words.count <= 2 else { return nil }
        let follows = ["sir", "indeed", "correct", "definitely", "senhor", "claro", "it", "way"]
        if words.count == 2, !follows.contains(words[1].key) { return nil }
        switch first.key {
        case "yes", "yep", "yeah", "correct", "true", "sim", "verdadeiro", "certo": self = .yes
        case "no", "nope", "false", "incorrect", "nao", "falso", "errado": self = .no
        default: return nil
        }
    }
}
