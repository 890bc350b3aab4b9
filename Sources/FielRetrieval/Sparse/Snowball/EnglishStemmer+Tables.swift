/// The suffixes and exceptions of Snowball's `english`.
extension EnglishStemmer {
    enum Plural { case sses, ies, s, stays }
    enum Participle { case eed, ing, other }
    enum Repair { case addsE, undoubles }

    enum Change {
        case becomes(String)
        case goesInR2
        /// The suffix goes where one of these letters stands before it, and leaves these in its place.
        case goes(after: Set<Unicode.Scalar>, leaving: String)
    }

    // MARK: Step 1

    static let possessives = SuffixTable<Void>("' 's 's'")
    static let plurals = SuffixTable<Plural>(["sses": .sses, "ied ies": .ies, "s": .s, "us ss": .stays])
    static let participles = SuffixTable<Participle>(["eed eedly": .eed, "ing": .ing, "ed edly ingly": .other])
    static let repairs = SuffixTable<Repair>(["at bl iz": .addsE, "bb dd ff gg mm nn pp rr tt": .undoubles])

    /// Words on eed that keep it: what stands before it.
    static let stemsOfEed = letters(of: "succ proc exc")
    /// Words on ing that keep it: what stands before it.
    static let stemsOfIng = letters(of: "even cann inn earr herr out")

    // MARK: Steps 2 to 4

    static let compounds = SuffixTable<Change>([
        "tional": .becomes("tion"), "enci": .becomes("ence"), "anci": .becomes("ance"), "abli": .becomes("able"),
        "entli": .becomes("ent"), "izer ization": .becomes("ize"), "ational ation ator": .becomes("ate"),
        "alism aliti alli": .becomes("al"), "fulli fulness": .becomes("ful"), "ousli ousness": .becomes("ous"),
        "iveness iviti": .becomes("ive"), "biliti bli": .becomes("ble"), "ogist": .becomes("og"),
        "lessli": .becomes("less"), "ogi": .goes(after: ["l"], leaving: "og"),
        "li": .goes(after: ["c", "d", "e", "g", "h", "k", "m", "n", "r", "t"], leaving: ""),
    ])

    static let derivations = SuffixTable<Change>([
        "tional": .becomes("tion"), "ational": .becomes("ate"), "alize": .becomes("al"),
        "icate iciti ical": .becomes("ic"), "ful ness": .becomes(""), "ative": .goesInR2,
    ])

    static let endings = SuffixTable<Change>([
        "al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize": .becomes(""),
        "ion": .goes(after: ["s", "t"], leaving: ""),
    ])

    // MARK: Words

    /// Beginnings behind which R1 starts at once.
    static let prefixes = letters(of: "arsen commun emerg gener inter later organ past univers")

    /// Words that are not stemmed by rule.
    static let exceptions: [[Unicode.Scalar]: [Unicode.Scalar]] = {
        let stems = [
            "skis": "ski", "skies": "sky", "idly": "idl", "gently": "gentl", "ugly": "ugli", "early": "earli",
            "only": "onli", "singly": "singl",
        ]
        let kept = "sky news howe atlas cosmos bias andes".split(separator: " ").map { (String($0), String($0)) }
        let pairs = stems.map { ($0.key, $0.value) } + kept
        return Dictionary(
            pairs.map { (Array($0.0.unicodeScalars), Array($0.1.unicodeScalars)) },
            uniquingKeysWith: { first, _ in first }
        )
    }()

    private static func letters(of words: String) -> Set<[Unicode.Scalar]> {
        Set(words.split(separator: " ").map { Array($0.unicodeScalars) })
    }
}
