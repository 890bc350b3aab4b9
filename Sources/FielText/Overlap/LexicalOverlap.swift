/// How many of one text's content words stand in another.
public enum LexicalOverlap {
    /// The content words of a text, in order: folded, without function words, stemmed; numbers keep their digits.
    public static func contentWords(_ text: String) -> [String] {
        WordScanner.words(in: text).flatMap { word -> [String] in
            if word.isNumeric { return [number(word.key)] }
            if StopWords.contains(word.key) { return [] }
            return word.key.split(whereSeparator: { $0 == "-" || $0 == "‐" || $0 == "‑" }).map {
                Stemmer.stem(String($0))
            }
        }
        .filter { !$0.isEmpty }
    }

    /// The share of `a`'s distinct content words that stand in `b`, in 0...1; 0 where `a` has none.
    public static func recall(of a: String, in b: String) -> Double {
        recall(of: Set(contentWords(a)), in: Set(contentWords(b)))
    }

    /// The share of words that stand among others, in 0...1; 0 where there are none.
    public static func recall(of words: Set<String>, in others: Set<String>) -> Double {
        words.isEmpty ? 0 : Double(words.count(where: others.contains)) / Double(words.count)
    }

    /// Numbers without the marks that group their digits, so that "1,937" is "1937".
    private static func number(_ key: String) -> String {
        let reading = NumberReading(key)
        guard let value = reading?.candidates.first, value == value.rounded(), value < 1e15 else { return key }
        return String(Int(value))
    }
}
