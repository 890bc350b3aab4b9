/// Tells an answer that declines from one that says something.
public enum Abstention {
    /// Whether the whole answer declines: one sentence at least says so, and none says anything else.
    ///
    /// - Parameter answer: an answer in English or Portuguese; an empty one says nothing and does not decline.
    public static func isAbstention(_ answer: String) -> Bool {
        let text = ScalarText(answer)
        var declines = false
        for unit in SentenceSplitter.units(in: text) {
            let words = WordScanner.words(in: text, range: unit.range)
            let reason = Checkability.reason(for: text.slice(unit.range), words: words, kind: unit.kind, isAsked: false)
            if reason == .abstention {
                declines = true
            } else if reason == nil || reason == .code {
                return false
            }
        }
        return declines
    }

    /// Whether a sentence declines; one that goes on to say something ("…, but it opened in 1937") does not.
    public static func isAbstention(sentence: String) -> Bool {
        isAbstention(keys: WordScanner.words(in: sentence).map(\.key))
    }

    static func isAbstention(keys: [String]) -> Bool {
        guard keys.count <= 60 else { return false }
        let words = expanded(keys)
        if words.count <= 3, AbstentionPhrases.whole.contains(words.joined(separator: " ")) { return true }
        return AbstentionPhrases.patterns.contains { pattern in
            guard let end = pattern.match(in: words) else { return false }
            return !goesOn(words[end...])
        }
    }

    /// Whether a contrast follows that says something after all.
    private static func goesOn(_ rest: ArraySlice<String>) -> Bool {
        guard let turn = rest.firstIndex(where: { AbstentionPhrases.contrasts.contains($0) }) else { return false }
        return rest.endIndex - turn > 3
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
    }

    private let slots: [Slot]
    private let isAnchored: Bool

    /// Reads a pattern: `a|b` for either word, `~` for at most three words of any kind, `^` for the start of the sentence.
    init(_ source: String) {
        var parts = source.split(separator: " ").map(String.init)
        isAnchored = parts.first == "^"
        if isAnchored { parts.removeFirst() }
        slots = parts.map { $0 == "~" ? .gap(3) : .word(Set($0.split(separator: "|").map(String.init))) }
    }

    /// Where the first match in the words ends; nil where there is none.
    func match(in words: [String]) -> Int? {
        let starts = isAnchored ? 0..<min(1, words.count) : 0..<words.count
        for start in starts {
            if let end = match(slots[...], in: words[start...]) { return end }
        }
        return nil
    }

    private func match(_ slots: ArraySlice<Slot>, in words: ArraySlice<String>) -> Int? {
        guard let slot = slots.first else { return words.startIndex }
        switch slot {
        case .word(let alternatives):
            guard let word = words.first, alternatives.contains(word) else { return nil }
            return match(slots.dropFirst(), in: words.dropFirst())
        case .gap(let most):
            for skipped in 0...most where skipped <= words.count {
                if let end = match(slots.dropFirst(), in: words.dropFirst(skipped)) { return end }
            }
            return nil
        }
    }
}
