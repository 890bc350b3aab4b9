/// A question, read once.
struct QuestionText: Sendable {
    /// The question without its mark and without white space at its ends.
    let bare: String
    let words: [Word]
    let language: Language

    init(_ question: String) {
        let text = ScalarText(question)
        var end = text.trimmed(0..<text.count).upperBound
        while end > 0, text.scalars[end - 1].isTerminal || text.scalars[end - 1].isBlank || text.scalars[end - 1].isCloser {
            end -= 1
        }
        bare = text.slice(text.trimmed(0..<end))
        words = WordScanner.words(in: bare)
        language = QuestionText.language(words)
    }

    /// The text from one word to another, marks between them included.
    func text(_ range: Range<Int>) -> String {
        guard !range.isEmpty else { return "" }
        let scalars = ScalarText(bare)
        return scalars.slice(words[range.lowerBound].range.lowerBound..<words[range.upperBound - 1].range.upperBound)
    }

    /// Whether "yes" or "no" answers it.
    var isYesNo: Bool { QuestionAnalysis.expectedType(self) == .yesNo }

    private static func language(_ words: [Word]) -> Language {
        if let first = words.first {
            if QuestionWords.portugueseOpeners.contains(first.key) { return .portuguese }
            if QuestionWords.englishOpeners.contains(first.key) { return .english }
        }
        return Language.guess(words)
    }
}
