/// Words in marks that name passages, folded, in English and Portuguese.
enum CitationWords {
    /// What passages are called.
    static let passages = WordList.set(
        """
        doc docs document documents source sources passage passages context contexts excerpt excerpts snippet snippets fonte
        fontes documento documentos passagem passagens trecho trechos excerto excertos contexto contextos
        """
    )
    /// Places in a passage.
    static let locators = WordList.set(
        """
        chunk chunks page pages p pp pg pagina paginas pag pags line lines l linha linhas id
        """
    )
    /// What a mark in round brackets begins with; an "id" there may be one of the matter.
    static let places = passages.union(locators).subtracting(["id", "l", "line", "lines", "linha", "linhas"])
    /// Words that begin a list of what was used, with a colon.
    static let sources = WordList.set(
        "source sources fonte fontes references citations referencias bibliography bibliografia"
    )
    /// Words that lead to a passage or join two.
    static let joints = WordList.set("see cf from in and of the ver veja vide e em de do da")
    /// Letters that stand before a number, as in "S3".
    static let letters = WordList.set("s d l p c")
    /// All words that a mark may hold.
    static let all = places.union(locators).union(joints).union(
        WordList.set("citation citations cite ref refs reference references note nota citacao referencia")
    )
}
