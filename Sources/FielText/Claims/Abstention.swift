/// Tells an answer that declines from one that says something.
public enum Abstention {
    /// Whether the whole answer declines: one sentence at least says so, and none says anything else.
    ///
    /// Advice after it ("Please check the official website.") says nothing else.
    ///
    /// - Parameter answer: an answer in English or Portuguese; an empty one says nothing and does not decline.
    public static func isAbstention(_ answer: String) -> Bool {
        let text = ScalarText(answer)
        var declines = false
        for unit in AnswerUnits.units(in: text) {
            let words = WordScanner.words(in: text, range: unit.range)
            let reason = Checkability.reason(for: unit, words: words, in: text, isAsked: false)
            if reason == .abstention {
                declines = true
            } else if reason == .code || (reason == nil && !(declines && isAdvice(words))) {
                return false
            }
        }
        return declines
    }

    /// Whether a sentence declines; one that goes on to say something ("…, but it opened in 1937") does not.
    public static func isAbstention(sentence: String) -> Bool {
        let text = ScalarText(sentence)
        return isAbstention(WordScanner.words(in: text, range: 0..<text.count), range: 0..<text.count, in: text)
    }

    static func isAbstention(_ words: [Word], range: Range<Int>, in text: ScalarText) -> Bool {
        StretchCutter.stretches(of: range, words: words, in: text).allSatisfy(\.declines)
    }

    /// Whether a sentence after one that declines sends the reader elsewhere or asks for more.
    static func isAdvice(_ words: [Word]) -> Bool {
        let keys = words.map(\.key)
        return CourtesyPhrases.advice.contains { keys.starts(with: $0) } && !words.contains(where: \.isNumeric)
    }

    /// Whether the words of one clause decline.
    ///
    /// - Parameter ofPassages: whether "it" may be the passages, which were named before.
    static func declines(_ keys: [String], ofPassages: Bool = false) -> Bool {
        guard keys.count <= 60 else { return false }
        let words = expanded(keys)
        if matches(words) { return true }
        guard let first = words.first else { return false }
        if AbstentionPhrases.labels.contains(first), matches(Array(words.dropFirst())) { return true }
        guard ofPassages else { return false }
        let rest = AbstentionPhrases.pronouns.contains(first) ? words.dropFirst() : words[...]
        guard AbstentionPhrases.denials.contains(rest.first ?? "") else { return false }
        return matches([rest.first == "nao" ? "documento" : "document"] + rest)
    }

    private static func matches(_ words: [String]) -> Bool {
        if words.count <= 3, AbstentionPhrases.whole.contains(words.joined(separator: " ")) { return true }
        return AbstentionPhrases.patterns.contains { $0.matches(words) }
    }

    /// Contractions as two words: "doesn't" is "does not".
    private static func expanded(_ keys: [String]) -> [String] {
        keys.flatMap { key -> [String] in
            switch key {
            case "cannot", "can't": ["can", "not"]
            case "won't": ["will", "not"]
            case "i'm": ["i", "am"]
            case "there's": ["there", "is"]
            case "isn't", "aren't", "wasn't", "weren't", "don't", "doesn't", "didn't", "couldn't", "hasn't", "haven't":
                [String(key.dropLast(3)), "not"]
            case "dont": ["do", "not"]
            default: [key]
            }
        }
    }
}

/// A sequence of words with alternatives and gaps.
struct WordPattern: Sendable {
    private enum Slot: Sendable {
        case word(Set<String>)
        /// At most so many words of any kind.
        case gap(Int)
        case end
    }

    private let slots: [Slot]
    private let isAnchored: Bool

    /// Reads a pattern: `a|b` for either word, `~` for at most three words of any kind, `^` and `$`
    /// for the start and the end of the clause.
    init(_ source: String) {
        var parts = source.split(separator: " ").map(String.init)
        isAnchored = parts.first == "^"
        if isAnchored { parts.removeFirst() }
        slots = parts.map { part in
            switch part {
            case "~": .gap(3)
            case "$": .end
            default: .word(Set(part.split(separator: "|").map(String.init)))
            }
        }
    }

    /// Whether the pattern is found in the words.
    func matches(_ words: [String]) -> Bool {
        let starts = isAnchored ? 0..<min(1, words.count) : 0..<words.count
        return starts.contains { Self.match(slots[...], in: words[$0...]) }
    }

    private static func match(_ slots: ArraySlice<Slot>, in words: ArraySlice<String>) -> Bool {
        guard let slot = slots.first else { return true }
        switch slot {
        case .word(let alternatives):
            guard let word = words.first, alternatives.contains(word) else { return false }
            return match(slots.dropFirst(), in: words.dropFirst())
        case .gap(let most):
            return (0...most).contains { $0 <= words.count && match(slots.dropFirst(), in: words.dropFirst($0)) }
        case .end:
            return words.isEmpty
        }
    }
}
