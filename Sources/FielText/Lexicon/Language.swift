/// The languages whose words Fiel knows.
public enum Language: String, Sendable, Hashable, CaseIterable {
    /// English, also where neither language shows.
    case english
    /// Portuguese, of Brazil or of Portugal.
    case portuguese

    /// The language whose function words are the more frequent; English on a tie.
    public static func guess(_ text: String) -> Language {
        guess(WordScanner.words(in: text))
    }

    static func guess(_ words: [Word]) -> Language {
        var balance = 0
        for word in words.prefix(2000) {
            if StopWords.portuguese.contains(word.key) { balance += 1 }
            if StopWords.english.contains(word.key) { balance -= 1 }
            if word.text.unicodeScalars.contains(where: { "ãõçÃÕÇ".unicodeScalars.contains($0) }) { balance += 1 }
        }
        return balance > 0 ? .portuguese : .english
    }
}
