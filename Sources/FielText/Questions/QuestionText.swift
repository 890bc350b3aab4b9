/// A question, read once.
struct QuestionText: Sendable {
    /// The question without its mark and without white space at its ends.
    let bare: String
    let words: [Word]
    let language: Language
    private let hasMark: Bool

    /// Reads the last sentence of a question where it asks; what stands before it only leads up.
    init(_ question: String) {
        let sentences = SentenceSplitter.sentences(in: question).map(\.text)
        let asking = sentences.count > 1 && sentences.last?.unicodeScalars.last == "?" ? sentences.last : nil
        let text = ScalarText(asking ?? question)
        var end = text.trimmed(0..<text.count).upperBound
        while end > 0,
            text.scalars[end - 1].isTerminal || text.scalars[end - 1].isBlank || text.scalars[end - 1].isCloser
        {
            end -= 1
        }
        bare = text.slice(text.trimmed(0..<end))
        hasMark = text.scalars[end...].contains("?")
        words = WordScanner.words(in: bare)
        language = QuestionText.language(words)
    }

    /// The text from one word to another, marks between them included.
    func text(_ range: Range<Int>) -> String {
        guard !range.isEmpty else { return "" }
        let scalars = ScalarText(bare)
        return scalars.slice(words[range.lowerBound].range.lowerBound..<words[range.upperBound - 1].range.upperBound)
    }

    /// The number of words of a text that was cut from the question.
    func wordCount(_ part: String) -> Int { WordScanner.words(in: part).count }

    /// Whether it asks several things at once.
    var isMultiPart: Bool { QuestionAnalysis.parts(of: bare).count > 1 }

    /// Whether it asks at all, rather than tells what to do.
    var isInterrogative: Bool {
        let openers = language == .english ? QuestionWords.englishOpeners : QuestionWords.portugueseOpeners
        return hasMark || words.first.map { openers.contains($0.key) } ?? false
    }

    /// Whether it only names what is asked for, as "capital of France" does.
    var isTopic: Bool { Fragment.isFragment(words) }

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
