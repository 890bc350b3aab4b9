package import FielText

/// The Snowball stemmers: one form for the inflections of a word.
///
/// The algorithms are those that the Snowball project publishes (M. F. Porter and R. Boulton, snowballstem.org), as of its
/// release 3.1: `english` (Porter2) and `portuguese`. A stem need not be a word, and a stem's stem need not be itself.
package enum Snowball {
    /// The stem of a word.
    ///
    /// - Parameters:
    ///   - word: in lower case, with its accents as composed letters; other characters count as consonants.
    ///   - language: whose rules are followed.
    package static func stem(_ word: String, in language: Language) -> String {
        var letters = Array(word.unicodeScalars)
        switch language {
        case .english: letters = EnglishStemmer.stem(letters)
        case .portuguese: letters = PortugueseStemmer.stem(letters)
        }
        var stem = String.UnicodeScalarView()
        for letter in letters { stem.append(letter) }
        return String(stem)
    }

    /// Where the region begins that follows the first consonant behind a vowel; the end of the word where there is none.
    ///
    /// From the start of a word this gives Snowball's R1, from there its R2.
    static func region(
        of letters: [Unicode.Scalar],
        from start: Int,
        isVowel: (Unicode.Scalar) -> Bool
    ) -> Int {
        guard let vowel = letters[start...].firstIndex(where: isVowel),
            let consonant = letters[(vowel + 1)...].firstIndex(where: { !isVowel($0) })
        else { return letters.count }
        return consonant + 1
    }
}

extension [Unicode.Scalar] {
    /// Puts letters in the place of those from `start` on.
    mutating func end(from start: Int, with letters: String = "") {
        replaceSubrange(start..., with: letters.unicodeScalars)
    }

    /// Whether the letters before `end` are those of a suffix's word, whole.
    func begins(before end: Int, as words: Set<[Unicode.Scalar]>) -> Bool { words.contains(Array(self[..<end])) }

    /// The letter before a place.
    func letter(before place: Int) -> Unicode.Scalar? { place > 0 ? self[place - 1] : nil }
}
