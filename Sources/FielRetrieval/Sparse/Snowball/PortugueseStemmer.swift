/// Snowball's `portuguese`.
struct PortugueseStemmer {
    /// Nasal vowels stand here as two letters, `a~` and `o~`, of which the tilde counts as a consonant.
    private(set) var word: [Unicode.Scalar]
    /// Where the regions begin in which suffixes may be cut; cutting does not move them.
    private let rv, r1, r2: Int

    static func stem(_ letters: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var stemmer = PortugueseStemmer(letters)
        if stemmer.cutStandardSuffix() || stemmer.cutVerbSuffix() {
            stemmer.cutInRV("i", after: "c")
        } else {
            _ = stemmer.cut(Self.residues, from: stemmer.rv)
        }
        stemmer.cutResidualVowel()
        return Self.joiningTildes(stemmer.word)
    }

    private init(_ letters: [Unicode.Scalar]) {
        let word = letters.flatMap { letter -> [Unicode.Scalar] in
            switch letter {
            case "ã": ["a", "~"]
            case "õ": ["o", "~"]
            default: [letter]
            }
        }
        let r1 = Snowball.region(of: word, from: 0, isVowel: Self.isVowel)
        r2 = Snowball.region(of: word, from: r1, isVowel: Self.isVowel)
        (self.word, self.r1) = (word, r1)
        rv = Self.verbRegion(of: word)
    }

    private static func isVowel(_ letter: Unicode.Scalar) -> Bool {
        switch letter {
        case "a", "e", "i", "o", "u", "á", "â", "é", "ê", "í", "ó", "ô", "ú": true
        default: false
        }
    }

    /// Behind the next vowel where the second letter is a consonant, behind the next consonant where the first two are
    /// vowels, else behind the third letter; the end of the word where there is no such place.
    private static func verbRegion(of word: [Unicode.Scalar]) -> Int {
        guard word.count > 2 else { return word.count }
        let place: Int? =
            switch (isVowel(word[0]), isVowel(word[1])) {
            case (_, false): word[2...].firstIndex(where: isVowel)
            case (true, true): word[2...].firstIndex { !isVowel($0) }
            case (false, true): 2
            }
        return place.map { $0 + 1 } ?? word.count
    }

    private static func joiningTildes(_ word: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var joined: [Unicode.Scalar] = []
        for letter in word {
            switch (joined.last, letter) {
            case ("a", "~"): joined[joined.count - 1] = "ã"
            case ("o", "~"): joined[joined.count - 1] = "õ"
            default: joined.append(letter)
            }
        }
        return joined
    }

    // MARK: Steps

    /// Step 1; returns whether the word has changed.
    private mutating func cutStandardSuffix() -> Bool {
        guard let (start, suffix) = Self.standardSuffixes.longest(in: word) else { return false }
        switch suffix {
        case .becomes(let letters):
            guard start >= r2 else { return false }
            word.end(from: start, with: letters)
        case .ir:
            guard start >= rv, word.letter(before: start) == "e" else { return false }
            word.end(from: start, with: "ir")
        case .amente:
            guard start >= r1 else { return false }
            word.end(from: start)
            if !cut(Self.adverbs, from: r2), cut(Self.iv, from: r2) { _ = cut(Self.at, from: r2) }
        case .goes(let before):
            guard start >= r2 else { return false }
            word.end(from: start)
            _ = cut(before, from: r2)
        }
        return true
    }

    /// Step 2; returns whether the word has changed.
    private mutating func cutVerbSuffix() -> Bool {
        guard word.count >= rv, let (start, _) = Self.verbSuffixes.longest(in: word, notBefore: rv) else {
            return false
        }
        word.end(from: start)
        return true
    }

    /// Step 5: a last e, with the u of gu or the i of ci; a last ç.
    private mutating func cutResidualVowel() {
        switch word.last {
        case "ç": word.end(from: word.count - 1, with: "c")
        case "e", "é", "ê":
            guard word.count > rv else { return }
            word.removeLast()
            cutInRV("u", after: "g")
            cutInRV("i", after: "c")
        default: break
        }
    }

    /// Step 3 and the end of step 5: a last letter behind another, where it stands in RV.
    private mutating func cutInRV(_ letter: Unicode.Scalar, after other: Unicode.Scalar) {
        guard word.count > max(rv, 1), word.last == letter, word[word.count - 2] == other else { return }
        word.removeLast()
    }

    /// Cuts the longest suffix of a table; returns whether there was one and it stood in the region.
    private mutating func cut(_ suffixes: SuffixTable<Void>, from region: Int) -> Bool {
        guard let (start, _) = suffixes.longest(in: word), start >= region else { return false }
        word.end(from: start)
        return true
    }
}
