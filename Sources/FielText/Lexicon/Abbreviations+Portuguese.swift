extension Abbreviations {
    /// Portuguese titles and particles; see the English list.
    static let portugueseNeverLast = WordList.set(
        """
        dra profa prof eng enga arq exmo exma ilmo ilma sra srta srs sras dom d vossa v.exa v.ex.a v.sa sto sta des min
        p.ex ex tb obs
        """
    )
    /// Portuguese abbreviations that seldom end a sentence; see the English list.
    static let portugueseSeldomLast = WordList.set(
        "sr ex ltda cia av r al tel ref depto dpto univ aprox jr s.a s.a. s/a a.c d.c obs pag"
    )
    /// Portuguese abbreviations that a number follows; see the English list.
    static let portugueseBeforeNumbers = WordList.set(
        """
        n no nº n.o art arts inc par pag pags p pp pg fl fls vol cap fig tab ed sec sec. lei dec
        fev abr mai ago set out dez seg ter qua qui sex sab
        """
    )

    static let neverLast = englishNeverLast.union(portugueseNeverLast.subtracting(["ex", "min", "d", "tb", "dom"]))
    static let seldomLast = englishSeldomLast.union(portugueseSeldomLast)
    static let beforeNumbers = englishBeforeNumbers.union(portugueseBeforeNumbers)
}
