import FielText

/// A short answer as SQuAD compares it: lower case, without punctuation and articles.
///
/// Rajpurkar et al. 2016, section 6.1. In Portuguese texts the Portuguese articles go as well; SQuAD knows only the English
/// ones.
struct AnswerTokens: Hashable {
    /// The words that are left, in order.
    let words: [String]

    /// Takes a text apart.
    init(_ text: String, language: Language) {
        let kept = text.lowercased().unicodeScalars.filter { !Self.isPunctuation($0) }
        var words = String.UnicodeScalarView()
        var rest = Array(kept)[...]
        // An article is a run of letters and digits by itself, as the word boundaries of a regular expression have it.
        while let first = rest.first {
            let run = rest.prefix { Self.isWordScalar($0) == Self.isWordScalar(first) }
            rest = rest.dropFirst(run.count)
            let isArticle = Self.articles(language).contains(String(String.UnicodeScalarView(run)))
            words.append(contentsOf: isArticle ? [" "] : run)
        }
        self.words = words.split(whereSeparator: \.separatesWords).map { String($0) }
    }

    /// The language that decides on articles: that of question and gold answer together, which are longer than one of them.
    static func language(question: String?, reference: String) -> Language {
        Language.guess([question, reference].compactMap(\.self).joined(separator: "\n"))
    }

    private static func articles(_ language: Language) -> Set<String> {
        switch language {
        case .english: ["a", "an", "the"]
        case .portuguese: ["a", "an", "the", "o", "os", "as", "um", "uma", "uns", "umas"]
        }
    }

    /// ASCII punctuation.
    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }

    private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            true
        default: false
        }
    }
}

extension Unicode.Scalar {
    /// White space as Python's `str.split` has it, which the reference packages cut words by.
    var separatesWords: Bool { properties.isWhitespace || (0x1C...0x1F).contains(value) }
}
