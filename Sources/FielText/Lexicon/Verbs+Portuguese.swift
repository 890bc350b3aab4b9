extension Verbs {
    /// Portuguese forms of ser, estar and ficar, folded; "e" stands for "é" and is told apart from "and" by its accent.
    static let portugueseBe = WordList.set(
        "foi foram era eram sao sera serao seria estava estavam esta estao fica ficam ficava ficou ficaram"
    )
    /// Other Portuguese verb forms that are frequent or irregular, folded.
    static let portugueseOthers = WordList.set(
        """
        tem tinha tinham teve tiveram ha havia houve pode podem podia podiam deve devem devia vai vao faz fazem fez fizeram
        disse disseram deu deram veio vieram quis pos viu viram existe existem possui possuem custa custam significa consiste
        contem inclui incluem pertence recebe vive vivem mora moram ocorre ocorrem acontece chama chamam localiza situa
        representa refere usa usam permite
        """
    )

    /// Whether a word is the Portuguese verb "é".
    static func isPortugueseIs(_ text: String) -> Bool {
        text == "é" || text == "É"
    }

    /// Whether a Portuguese word is a verb form that can stand with a subject, to the best of a word list.
    static func isPortugueseFinite(_ word: Word) -> Bool {
        isPortugueseIs(word.text) || portugueseBe.contains(word.key) || portugueseOthers.contains(word.key)
            || isPortuguesePast(word.key)
    }

    /// Whether a folded Portuguese word looks like a third person of the simple past.
    static func isPortuguesePast(_ key: String) -> Bool {
        let nouns = WordList.notVerbs
        guard key.utf8.count > 4, !nouns.contains(key) else { return key == "foi" || key == "deu" || key == "fez" }
        return key.hasSuffix("ou") || key.hasSuffix("eu") || key.hasSuffix("iu") || key.hasSuffix("aram")
            || key.hasSuffix("eram") || key.hasSuffix("iram")
    }

    /// Whether a folded Portuguese word looks like a past participle.
    static func isPortugueseParticiple(_ key: String) -> Bool {
        guard key.utf8.count > 4 else { return false }
        let irregular = WordList.portugueseParticiples
        return ["ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas"].contains { key.hasSuffix($0) }
            || irregular.contains(key)
    }
}

extension WordList {
    /// Portuguese words that end as a simple past does and are none.
    fileprivate static let notVerbs = set(
        "museu europeu judeu ateu apogeu liceu plebeu trofeu jubileu mausoleu coliseu"
    )
    /// Irregular Portuguese participles.
    fileprivate static let portugueseParticiples = set(
        "escrito escrita feito feita dito vista visto aberto aberta morto morta eleito eleita preso presa pago paga"
    )
}
