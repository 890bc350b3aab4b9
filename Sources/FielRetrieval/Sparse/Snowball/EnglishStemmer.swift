/// Snowball's `english`, also known as Porter2.
struct EnglishStemmer {
    /// `y` stands here as `Y` where it is a consonant.
    private(set) var word: [Unicode.Scalar]
    /// Where the regions begin in which suffixes may be cut; cutting does not move them.
    private let r1, r2: Int
    private let marksConsonants: Bool

    static func stem(_ letters: [Unicode.Scalar]) -> [Unicode.Scalar] {
        if let exception = exceptions[letters] { return exception }
        guard letters.count > 2 else { return letters }
        var stemmer = EnglishStemmer(letters)
        stemmer.cutPlural()
        stemmer.cutParticiple()
        stemmer.changeFinalY()
        stemmer.apply(Self.compounds, from: stemmer.r1)
        stemmer.apply(Self.derivations, from: stemmer.r1)
        stemmer.apply(Self.endings, from: stemmer.r2)
        stemmer.cutFinalLetter()
        return stemmer.marksConsonants ? stemmer.word.map { $0 == "Y" ? "y" : $0 } : stemmer.word
    }

    private init(_ letters: [Unicode.Scalar]) {
        var word = letters.first == "'" ? Array(letters.dropFirst()) : letters
        var marks = false
        for place in word.indices where word[place] == "y" && (place == 0 || Self.isVowel(word[place - 1])) {
            word[place] = "Y"
            marks = true
        }
        let prefix = Self.prefixes.first { $0[0] == word.first && $0.elementsEqual(word.prefix($0.count)) }
        let r1 = prefix?.count ?? Snowball.region(of: word, from: 0, isVowel: Self.isVowel)
        r2 = Snowball.region(of: word, from: r1, isVowel: Self.isVowel)
        (self.word, self.r1) = (word, r1)
        marksConsonants = marks
    }

    static func isVowel(_ letter: Unicode.Scalar) -> Bool {
        switch letter {
        case "a", "e", "i", "o", "u", "y": true
        default: false
        }
    }

    // MARK: Step 1

    /// Step 1a: possessives and plurals.
    private mutating func cutPlural() {
        if let suffix = Self.possessives.longest(in: word) { word.end(from: suffix.start) }
        guard let (start, plural) = Self.plurals.longest(in: word) else { return }
        switch plural {
        case .stays: break
        case .sses: word.end(from: start, with: "ss")
        case .ies: word.end(from: start, with: start > 1 ? "i" : "ie")
        case .s: if word[..<max(start - 1, 0)].contains(where: Self.isVowel) { word.end(from: start) }
        }
    }

    /// Step 1b: past tenses, participles and the adverbs made of them.
    private mutating func cutParticiple() {
        guard let (start, participle) = Self.participles.longest(in: word) else { return }
        switch participle {
        case .eed:
            if start >= r1, !word.begins(before: start, as: Self.stemsOfEed) { word.end(from: start, with: "ee") }
            return
        case .ing where start == 2 && word[1] == "y" && !Self.isVowel(word[0]):
            return word.end(from: 1, with: "ie")
        case .ing where word.begins(before: start, as: Self.stemsOfIng): return
        case .ing, .other: break
        }
        guard word[..<start].contains(where: Self.isVowel) else { return }
        word.end(from: start)
        repairStem()
    }

    /// Gives a stem its e back, or takes the second of two equal letters.
    private mutating func repairStem() {
        if let (start, repair) = Self.repairs.longest(in: word) {
            switch repair {
            case .addsE: word.append("e")
            case .undoubles: if start != 1 || !["a", "e", "o"].contains(word[0]) { word.removeLast() }
            }
        } else if word.count == r1, endsShort(before: word.count) {
            word.append("e")
        }
    }

    /// Step 1c.
    private mutating func changeFinalY() {
        guard word.count > 2, word.last == "y" || word.last == "Y", !Self.isVowel(word[word.count - 2]) else { return }
        word.end(from: word.count - 1, with: "i")
    }

    // MARK: Steps 2 to 5

    /// Steps 2 to 4: the longest suffix, where it stands in the region and its condition holds.
    private mutating func apply(_ table: SuffixTable<Change>, from region: Int) {
        guard let (start, change) = table.longest(in: word), start >= region else { return }
        switch change {
        case .becomes(let letters): word.end(from: start, with: letters)
        case .goesInR2: if start >= r2 { word.end(from: start) }
        case .goes(after: let letters, leaving: let rest):
            if let letter = word.letter(before: start), letters.contains(letter) { word.end(from: start, with: rest) }
        }
    }

    /// Step 5: a last e or the second l.
    private mutating func cutFinalLetter() {
        let start = word.count - 1
        switch word.last {
        case "e" where start >= r2 || start >= r1 && !endsShort(before: start): word.removeLast()
        case "l" where start >= r2 && word.letter(before: start) == "l": word.removeLast()
        default: break
        }
    }

    /// Whether the letters before `end` close with a short syllable.
    private func endsShort(before end: Int) -> Bool {
        let letters = word[..<end]
        guard end >= 2, let last = letters.last else { return false }
        let isOpen = !Self.isVowel(last) && Self.isVowel(letters[end - 2])
        if end == 2 { return isOpen }
        return isOpen && !["w", "x", "Y"].contains(last) && !Self.isVowel(letters[end - 3])
            || letters.suffix(4).elementsEqual("past".unicodeScalars)
    }
}
