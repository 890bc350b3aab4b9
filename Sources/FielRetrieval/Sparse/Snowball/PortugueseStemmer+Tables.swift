/// The suffixes of Snowball's `portuguese`.
extension PortugueseStemmer {
    enum StandardSuffix {
        case becomes(String)
        case ir
        case amente
        /// The suffix goes, and after it one of these.
        case goes(SuffixTable<Void>)
    }

    // MARK: Step 1

    static let standardSuffixes = SuffixTable<StandardSuffix>([
        "eza ezas ico ica icos icas ismo ismos ável ível ista istas oso osa osos osas": .becomes(""),
        "amento amentos imento imentos adora ador aça~o adoras adores aço~es ante antes ância": .becomes(""),
        "logia logias": .becomes("log"), "uça~o uço~es": .becomes("u"), "ência ências": .becomes("ente"),
        "ira iras": .ir, "amente": .amente, "mente": .goes(SuffixTable<Void>("ante avel ível")),
        "idade idades": .goes(SuffixTable<Void>("abil ic iv")), "iva ivo ivas ivos": .goes(at),
    ])

    static let at = SuffixTable<Void>("at")
    static let iv = SuffixTable<Void>("iv")
    /// What goes before `amente` alone; before `iv`, `at` goes too.
    static let adverbs = SuffixTable<Void>("os ic ad")

    // MARK: Steps 2 and 4

    static let verbSuffixes = SuffixTable<Void>(
        """
        ada ida ado ido adas idas ados idos
        ando endo indo ar er ir ares eres ires ardes erdes irdes armos ermos irmos
        as es is ais eis amos emos imos ámos am em
        ei aste este iste astes estes istes eu iu ou aram eram iram
        ia ias íeis íamos iam ava avas áveis ávamos avam
        ara era ira aras eras iras áreis éreis íreis áramos éramos íramos
        arei erei irei arás erás irás ará erá irá aremos eremos iremos areis ereis ireis ara~o era~o ira~o
        aria eria iria arias erias irias aríamos eríamos iríamos aríeis eríeis iríeis ariam eriam iriam
        asse esse isse asses esses isses ássemos êssemos íssemos ásseis ésseis ísseis assem essem issem
        arem erem irem
        """
    )

    static let residues = SuffixTable<Void>("os a i o á í ó")
}
