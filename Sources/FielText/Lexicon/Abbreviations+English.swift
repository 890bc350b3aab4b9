/// Words whose full stop need not end a sentence, folded and without that full stop.
enum Abbreviations {
    /// A sentence never ends here: a name or an example must follow.
    static let englishNeverLast = WordList.set(
        """
        dr mr mrs ms mx prof rev hon gen col capt cmdr lt sgt cpl maj adm gov sen rep pres supt messrs mmes fr
        e.g eg i.e ie cf vs viz
        """
    )
    /// A sentence ends here only when a word follows that often begins one.
    static let englishSeldomLast = WordList.set(
        """
        inc ltd co corp llc plc bros jr sr st mt ft ave blvd rd dept univ assn est approx ca al et etc esp incl intl natl
        ph.d a.m p.m am pm u.s u.k u.n b.c a.d u.s.a op cit ibid misc ext min max avg
        """
    )
    /// No sentence ends here when a number follows.
    static let englishBeforeNumbers = WordList.set(
        """
        no nos p pp vol vols fig figs eq eqs ch chap sec sect art par para ed eds tab ref refs ver v c ca b d r
        jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun
        """
    )
}
