/// Names of months, folded, in English and Portuguese.
enum Months {
    /// The number of a month, 1...12; nil for other words.
    static func number(_ key: String) -> Int? {
        table[key]
    }

    /// The number of a month in a text; "may", "march", "set" and "out" are words too, and months with a capital or after "de".
    static func number(_ word: Word, after previous: Word?) -> Int? {
        guard let month = table[word.key] else { return nil }
        let isWord = ["may", "march", "mar", "set", "out", "dez", "ago"].contains(word.key)
        let followsDe = previous.map { ["de", "of"].contains($0.key) } ?? false
        return !isWord || word.isCapitalised || followsDe ? month : nil
    }

    /// Names of the days of the week.
    static let days = WordList.set(
        """
        monday tuesday wednesday thursday friday saturday sunday domingo segunda-feira terca-feira quarta-feira quinta-feira
        sexta-feira sabado
        """
    )

    private static let table: [String: Int] = {
        let names = [
            ["january", "jan", "janeiro"], ["february", "feb", "fevereiro", "fev"], ["march", "mar", "marco"],
            ["april", "apr", "abril", "abr"], ["may", "maio", "mai"], ["june", "jun", "junho"],
            ["july", "jul", "julho"],
            ["august", "aug", "agosto", "ago"], ["september", "sep", "sept", "setembro", "set"],
            ["october", "oct", "outubro", "out"], ["november", "nov", "novembro"],
            ["december", "dec", "dezembro", "dez"],
        ]
        var table: [String: Int] = [:]
        for (index, forms) in names.enumerated() {
            for form in forms { table[form] = index + 1 }
        }
        return table
    }()
}
