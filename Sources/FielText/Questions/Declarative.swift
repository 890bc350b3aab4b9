/// Joins a short answer with its question into a sentence that can be true or false.
public enum Declarative {
    /// The sentence that a question and its answer make together.
    ///
    /// "When was the bridge opened?" and "1937" give "The bridge was opened in 1937." Where no rule fits, question and
    /// answer stand side by side: "When was the bridge opened? 1937."
    public static func hypothesis(question: String, answer: String) -> String {
        hypothesis(question: QuestionText(question), answer: answer)
    }

    static func hypothesis(question: QuestionText, answer: String) -> String {
        let reply = ShortAnswer(answer)
        guard !reply.words.isEmpty else { return answer }
        let isShort = reply.words.count <= 12 && !Fragment.hasVerb(reply.words)
        guard (2...40).contains(question.words.count), isShort || reply.polarity != nil, !question.isMultiPart else {
            return sideBySide(question, reply)
        }
        let sentence =
            switch question.language {
            case .english: EnglishDeclarative(question: question, answer: reply).sentence()
            case .portuguese: PortugueseDeclarative(question: question, answer: reply).sentence()
            }
        guard let sentence else { return sideBySide(question, reply) }
        return sentence.capitalisedFirst + "."
    }

    /// The sentence that a question and an answer of yes or no make together.
    static func hypothesis(question: QuestionText, is polarity: YesNo) -> String {
        let answer =
            switch question.language {
            case .english: polarity == .yes ? "Yes" : "No"
            case .portuguese: polarity == .yes ? "Sim" : "Não"
            }
        return hypothesis(question: question, answer: answer)
    }

    private static func sideBySide(_ question: QuestionText, _ answer: ShortAnswer) -> String {
        question.bare.isEmpty ? answer.text + "." : question.bare + "? " + answer.text + "."
    }
}

/// An answer of a few words, without the mark at its end.
struct ShortAnswer: Sendable {
    let text: String
    let words: [Word]

    init(_ answer: String) {
        let scalars = ScalarText(answer)
        var range = scalars.trimmed(0..<scalars.count)
        range = range.lowerBound..<(CitationStripper.end(in: scalars, of: range))
        while let last = scalars.at(range.upperBound - 1), !range.isEmpty,
            last.isTerminal || last == "," || last.isBlank
        {
            if last == ".", Self.isAbbreviation(scalars, range) { break }
            range = range.lowerBound..<range.upperBound - 1
        }
        text = scalars.slice(range)
        words = WordScanner.words(in: scalars, range: range)
    }

    /// Whether it affirms or denies; nil for any other answer.
    var polarity: YesNo? { YesNo(words) }

    func startsWith(_ list: Set<String>) -> Bool {
        words.first.map { list.contains($0.key) } ?? false
    }

    /// "U.S." keeps its last full stop.
    private static func isAbbreviation(_ text: ScalarText, _ range: Range<Int>) -> Bool {
        range.count >= 4 && text.scalars[range.upperBound - 3] == "." && text.scalars[range.upperBound - 2].isLetter
    }
}

/// Citation marks at the end of an answer.
enum CitationStripper {
    /// Where the range ends without the citation marks at its end.
    static func end(in text: ScalarText, of range: Range<Int>) -> Int {
        var end = range.upperBound
        while end > range.lowerBound, text.scalars[end - 1] == "]" {
            guard let open = text.scalars[range.lowerBound..<end].suffix(16).lastIndex(of: "["),
                CitationMark.skip(in: text, from: open, to: end) == end
            else { break }
            end = text.trimmed(range.lowerBound..<open).upperBound
        }
        return end
    }
}
