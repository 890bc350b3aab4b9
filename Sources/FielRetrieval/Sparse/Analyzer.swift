import FielText

/// Turns text into the terms of an inverted index: words in lower case, without accents, optionally without function words.
package struct Analyzer: Sendable, Hashable {
    /// Whether function words of English and Portuguese are left out.
    package var dropsStopWords = false

    /// Keeps every word.
    package init() {}

    /// The terms of a text, in order.
    ///
    /// Words are runs of letters, digits, marks and underscores; an apostrophe between letters and a point or comma
    /// between digits belong to the word, and each ideograph is a word, much as in Lucene's `StandardTokenizer`.
    package func terms(_ text: String) -> [String] {
        words(text).lazy.map(Folding.fold).filter { !$0.isEmpty && !(dropsStopWords && StopWords.contains($0)) }
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
            if scalar.properties.isIdeographic {
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
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .nonspacingMark, .spacingMark, .connectorPunctuation:
            true
        default: false
        }
    }
}
