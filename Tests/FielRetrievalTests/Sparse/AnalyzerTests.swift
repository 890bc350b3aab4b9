import FielRetrieval
import FielText
import Testing

@Suite("Analyzer") struct AnalyzerTests {
    private static func terms(_ text: String, _ language: Language, stops: Bool, stems: Bool) -> [String] {
        var analysis = LanguageAnalysis(language)
        (analysis.dropsStopWords, analysis.stems) = (stops, stems)
        return Analyzer(analysis).terms(text)
    }

    @Test("without a language every word is kept, folded")
    func plain() {
        #expect(
            Analyzer().terms("The Cafés' DÉJÀ-vu, não é? 3.5 水x") == [
                "the", "cafes", "deja", "vu", "nao", "e", "3.5", "水", "x",
            ]
        )
    }

    @Test("of ASCII, letters, digits and the underscore make up words")
    func ascii() {
        for value in UInt8(0)..<0x80 {
            let scalar = Unicode.Scalar(value)
            let belongs = [.uppercaseLetter, .lowercaseLetter, .decimalNumber, .connectorPunctuation]
                .contains(scalar.properties.generalCategory)
            #expect(Analyzer().terms("a\(scalar) b").first == (belongs ? "a\(scalar)".lowercased() : "a"))
        }
    }

    @Test("stop words and stems are chosen one by one")
    func choices() {
        let text = "The runners were running"
        #expect(Self.terms(text, .english, stops: false, stems: false) == ["the", "runners", "were", "running"])
        #expect(Self.terms(text, .english, stops: true, stems: false) == ["runners", "running"])
        #expect(Self.terms(text, .english, stops: false, stems: true) == ["the", "runner", "were", "run"])
        #expect(Self.terms(text, .english, stops: true, stems: true) == ["runner", "run"])
    }

    @Test("only the language's own stop words are left out")
    func ownStopWords() {
        #expect(Self.terms("com the não of", .english, stops: true, stems: false) == ["com", "nao"])
        #expect(Self.terms("com the NÃO of", .portuguese, stops: true, stems: false) == ["the", "of"])
    }

    @Test("stop words go before stems are taken: a word whose stem looks like a stop word stays")
    func stopsBeforeStems() {
        // "wills" has the stem "will", which is a stop word itself.
        #expect(Self.terms("wills will", .english, stops: true, stems: true) == ["will"])
    }

    @Test("stems are taken with their accents, which go last")
    func accentsLast() {
        // The suffix that Snowball knows is "ação", not "acao".
        #expect(Self.terms("Publicação publicações", .portuguese, stops: true, stems: true) == ["public", "public"])
        #expect(Self.terms("publicacao", .portuguese, stops: true, stems: true) != ["public"])
        #expect(Self.terms("irmã irmão", .portuguese, stops: true, stems: true) == ["irma", "irma"])
    }

    @Test("letters with marks of their own, capitals and typographic apostrophes are stemmed as the plain ones")
    func spellings() {
        for text in ["PUBLICAÇÕES", "publicac\u{327}o\u{303}es", "PUBLICAC\u{327}O\u{303}ES"] {
            #expect(Self.terms(text, .portuguese, stops: true, stems: true) == ["public"])
        }
        #expect(Self.terms("Dog\u{2019}s DOG'S dogs", .english, stops: true, stems: true) == ["dog", "dog", "dog"])
    }
}
