public import FielCore
import FielText

/// A word that means nothing and stands in no passage, so that an answer can hold it for one reason only.
public struct Canary: Sendable, Hashable {
    /// The word: eight capital letters, consonants and vowels in turn.
    public let word: String

    /// Draws a word that stands in none of the texts, whatever the case and the marks between its letters.
    public init(absentFrom texts: [String], using random: inout SeededGenerator) {
        let letters = texts.map(Self.letters)
        let (consonants, vowels) = (Array("bdfgklmnprtvz"), Array("aeiou"))
        var word = ""
        repeat {
            word = ""
            for _ in 0..<4 {
                word.append(consonants[random.next(below: consonants.count)])
                word.append(vowels[random.next(below: vowels.count)])
            }
        } while letters.contains { $0.contains(word) }
        self.word = word.uppercased()
    }

    /// Whether a text holds the word, also spaced, hyphenated or in another case.
    public func stands(in text: String) -> Bool { Self.letters(text).contains(word.lowercased()) }

    /// The letters of a text, folded, with everything else left out.
    private static func letters(_ text: String) -> String {
        String(String.UnicodeScalarView(Folding.fold(text).unicodeScalars.filter { $0.properties.isAlphabetic }))
    }
}
