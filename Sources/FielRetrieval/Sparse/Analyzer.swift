import FielText

/// Turns text into the terms of an inverted index: words in lower case, without accents, by the rules of a language if any.
package struct Analyzer: Sendable, Hashable {
    /// Raised whenever a text may give other terms than before.
    static let version = 1

    /// What is done to the words of a language; `nil` keeps every word as it is.
    package var analysis: LanguageAnalysis?

    /// Analyses words by the rules of a language, or by none.
    package init(_ analysis: LanguageAnalysis? = nil) { self.analysis = analysis }

    /// The terms of a text, in order.
    ///
    /// Words are runs of letters, digits, marks and underscores; an apostrophe between letters and a point or comma
    /// between digits belong to the word, and each ideograph is a word, much as in Lucene's `StandardTokenizer`. Stop words
    /// are known without accents; stems are taken of words with their accents, which go last.
    package func terms(_ text: String) -> [String] { words(text).compactMap(term) }

    private func term(_ word: String) -> String? {
        let folded = Folding.fold(word)
        guard !folded.isEmpty else { return nil }
        guard let analysis else { return folded }
        if analysis.dropsStopWords, StopWords.contains(folded, in: analysis.language) { return nil }
        return analysis.stems ? Folding.fold(Snowball.stem(SnowballSpelling.of(word), in: analysis.language)) : folded
    }

    private func words(_ text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        var words: [String] = []
        var word = String.UnicodeScalarView()
        func close() {
            if !word.isEmpty { words.append(String(word)) }
            word = String.UnicodeScalarView()
        }
        for (place, scalar) in scalars.enumerated() {
            if !scalar.isASCII, scalar.properties.isIdeographic {
                close()
                words.append(String(scalar))
            } else if scalar.belongsToWord || joins(scalars, at: place) {
                word.append(scalar)
            } else {
                close()
            }
        }
        close()
        return words
    }

    private func joins(_ scalars: [Unicode.Scalar], at place: Int) -> Bool {
        guard place > 0, place + 1 < scalars.count else { return false }
        let (before, after) = (scalars[place - 1].properties, scalars[place + 1].properties)
        return switch scalars[place] {
        case "'", "\u{2019}": before.isAlphabetic && after.isAlphabetic
        case ".", ",": before.numericType == .decimal && after.numericType == .decimal
        default: false
        }
    }
}

extension Unicode.Scalar {
    fileprivate var belongsToWord: Bool {
        // The standard library's look-up of properties costs more than all else that is done to a letter.
        if isASCII { return "a"..."z" ~= self || "A"..."Z" ~= self || "0"..."9" ~= self || self == "_" }
        return switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .nonspacingMark, .spacingMark, .connectorPunctuation:
            true
        default: false
        }
    }
}
