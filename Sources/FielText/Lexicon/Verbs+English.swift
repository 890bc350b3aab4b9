/// Verb forms that a rule can know without a grammar, folded.
enum Verbs {
    /// English forms of to be.
    static let englishBe = WordList.set("am is are was were isn't aren't wasn't weren't")
    /// English auxiliaries that open a question.
    static let englishAuxiliaries = englishBe.union(
        WordList.set(
            """
            do does did has have had can could will would shall should may might must don't doesn't didn't hasn't haven't
            hadn't can't couldn't won't wouldn't shouldn't cannot
            """
        )
    )
    /// Irregular English verbs: base form to simple past.
    static let englishPasts = WordList.table(
        """
        arise=arose be=was bear=bore beat=beat become=became begin=began bend=bent bind=bound bite=bit blow=blew break=broke
        bring=brought build=built buy=bought catch=caught choose=chose come=came cost=cost cut=cut deal=dealt dig=dug do=did
        draw=drew drive=drove eat=ate fall=fell feed=fed feel=felt fight=fought find=found fly=flew forget=forgot get=got
        give=gave go=went grow=grew hang=hung have=had hear=heard hide=hid hit=hit hold=held keep=kept know=knew lay=laid
        lead=led leave=left lend=lent lose=lost make=made mean=meant meet=met pay=paid put=put quit=quit read=read ride=rode
        ring=rang rise=rose run=ran say=said see=saw seek=sought sell=sold send=sent set=set shoot=shot show=showed shut=shut
        sing=sang sink=sank sit=sat sleep=slept speak=spoke spend=spent spread=spread stand=stood steal=stole strike=struck
        swear=swore swim=swam take=took teach=taught tell=told think=thought throw=threw understand=understood wear=wore
        win=won write=wrote refer=referred prefer=preferred occur=occurred stop=stopped plan=planned
        """
    )
    /// Irregular English participles that are not simple pasts too.
    static let englishParticiples = WordList.set(
        """
        born borne beaten become begun bitten blown broken chosen come done drawn driven eaten fallen flown forgotten gotten
        given gone grown hidden known risen rung run seen shown sung sunk spoken stolen sworn swum taken thrown worn written
        bound brought built bought caught cut found fed fought held kept laid led left lost made meant met paid put read said
        sold sent set shot struck taught told won located situated based named called
        """
    )
    /// Regular English verbs that often stand in questions.
    static let englishRegular = WordList.set(
        """
        open close die live start end finish happen occur play work move marry invent discover create found establish
        release publish launch receive reach join graduate retire return visit appear air premiere introduce produce sign
        land arrive attack invade defeat elect belong mean refer want need use call name contain include employ weigh earn
        """
    )
    /// Third-person forms that are seldom nouns.
    static let englishPresents = WordList.set(
        """
        has does says goes becomes gets gives takes makes knows thinks sees comes wants seems appears contains includes
        consists belongs means refers remains provides requires allows involves describes explains shows suggests depends
        lives plays works takes stars features serves
        """
    )
    /// Simple pasts, irregular ones; those equal to nouns or base forms too.
    static let englishIrregularPasts = Set(englishPasts.values)

    /// Whether a folded English word is a verb form that can stand with a subject, to the best of a word list.
    static func isEnglishFinite(_ key: String) -> Bool {
        englishAuxiliaries.contains(key) || englishPresents.contains(key) || isEnglishPast(key)
            || key.hasSuffix("'s") && StopWords.english.contains(key)
            || key.hasSuffix("'re") || key.hasSuffix("'ve") || key.hasSuffix("'ll")
    }

    /// Whether a folded English word looks like a simple past.
    static func isEnglishPast(_ key: String) -> Bool {
        let notVerbs = [
            "read", "set", "put", "lead", "hundred", "indeed", "speed", "breed", "need", "seed", "sacred", "red",
        ]
        return !notVerbs.contains(key)
            && (englishIrregularPasts.contains(key) || (key.hasSuffix("ed") && key.utf8.count > 4))
    }

    private static let notParticiples = WordList.set("united hundred indeed need seed feed weed deed speed breed bleed")

    /// Whether a folded English word looks like a past participle.
    static func isEnglishParticiple(_ key: String) -> Bool {
        englishParticiples.contains(key)
            || (key.hasSuffix("ed") && key.utf8.count > 3 && !notParticiples.contains(key))
    }

    /// The simple past of a folded English base form.
    static func englishPast(of base: String) -> String {
        if let past = englishPasts[base] { return past }
        if base.hasSuffix("e") { return base + "d" }
        let scalars = Array(base.unicodeScalars)
        let vowels: Set<Unicode.Scalar> = ["a", "e", "i", "o", "u"]
        if scalars.count > 1, scalars.last == "y", !vowels.contains(scalars[scalars.count - 2]) {
            return base.dropLast() + "ied"
        }
        return base + "ed"
    }

    /// The third person of a folded English base form.
    static func englishPresent(of base: String) -> String {
        if base == "have" { return "has" }
        if base.hasSuffix("o") || base.hasSuffix("s") || base.hasSuffix("sh") || base.hasSuffix("ch")
            || base.hasSuffix("x")
        {
            return base + "es"
        }
        if base.hasSuffix("y"), !["play", "say", "pay", "buy", "stay"].contains(base) {
            return base.dropLast() + "ies"
        }
        return base + "s"
    }
}
