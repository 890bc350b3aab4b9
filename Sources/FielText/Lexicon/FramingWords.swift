/// Words with which people take what was said, folded, in English and Portuguese.
enum ReactionWords {
    /// Words that make a sentence a reaction.
    static let core = WordList.set(
        """
        wow lol haha hahaha oh ah yeah yep hm hmm huh ok okay cool awesome amazing interesting funny hilarious crazy insane
        wild incredible great nice neat lovely wonderful sad terrible awful scary surprising shocking exactly true right too
        neither same agree agreed see uau nossa kkk kkkk rsrs pois incrivel interessante engracado otimo fixe triste
        terrivel exatamente verdade tambem concordo entendi
        """
    )
    /// The core words and the function words around them.
    static let all = core.union(
        WordList.set(
            """
            i me you you're are re that that's thats it it's its is was s this so very really how pretty quite such a what pity sounds guess do
            thing eu isso isto e foi que muito bem mesmo tao
            """
        )
    )
}

/// Words with which writers speak of themselves, folded, in English and Portuguese.
enum FramingWords {
    /// Words that open a sentence before a comma and say nothing.
    static let interjections = WordList.set(
        "yes yeah yep well oh ah sure indeed okay ok right actually sim bem claro pois certo ora"
    )
    /// Words that open a reference to the passages, up to the word that names them.
    static let references = [
        "based on", "according to", "from", "in", "per", "as per", "as stated in", "as mentioned in", "as described in",
        "com base", "de acordo com", "segundo", "conforme",
        "baseado",
        "na base",
    ].map { $0.split(separator: " ").map(String.init) }
    /// Words that name the passages.
    static let passages = WordList.set(
        """
        context contexts passage passages document documents text texts information source sources article articles excerpt
        excerpts contexto contextos passagem passagens documento documentos texto textos informacao informacoes fonte fontes
        artigo artigos trecho trechos excerto excertos doc snippet snippets
        """
    )
    /// Words for one passage that a number follows: "Document 2".
    static let numbered = WordList.set(
        "context passage document source excerpt chunk snippet contexto passagem documento fonte trecho excerto"
    )
    /// Verbs of what passages say.
    static let saying = WordList.set(
        """
        says say states state mentions mention indicates indicate explains explain notes note shows show tells suggests diz
        dizem afirma afirmam indica indicam menciona mencionam refere referem mostra mostram
        """
    )
    /// Verbs of what passages are about.
    static let treating = WordList.set(
        """
        discuss discusses cover covers focus focuses mention mentions refer refers talk talks deal deals only aborda abordam
        discute discutem trata tratam fala falam menciona mencionam refere referem apenas somente
        """
    )
    /// Words of doubt or regret before a "but" that need no subject.
    static let doubts = [
        ["nao", "tenho"], ["nao", "sei"], ["nao", "estou"], ["not", "sure"], ["sorry"], ["lamento"],
        ["sinto", "muito"],
        ["desculpe"], ["peco", "desculpa"],
    ]
    /// Words that make what stands before a "but" say nothing of the matter.
    static let caution = HedgeWords.core.union(
        WordList.set(
            """
            sorry afraid apologize idea expert aware familiar remember recall heard find confirm verify lamento sinto desculpe
            desculpa lembro encontrei conheco ideia especialista
            """
        )
    )
    /// Words between "I" and its verb.
    static let adverbs = WordList.set("do also really just only can do personally honestly eu tambem so")
    /// Verbs that take a statement with or without "that".
    static let opinions = WordList.set("think believe guess suppose assume imagine bet")
    /// Verbs that take a statement with "that", and also other objects.
    static let knowledge = WordList.set("know heard read understand remember recall learned found confirm say")
    /// Portuguese verbs that take a statement with "que".
    static let portugueseVerbs = WordList.set("acho penso creio acredito suponho imagino sei li soube")
    /// Questions that tell what follows, the longer ones first.
    static let tellings = [
        "did you know that", "do you know that", "did you also know that", "did you know", "voce sabia que",
        "sabia que", "sabias que",
    ].map { $0.split(separator: " ").map(String.init) }
    /// Words after such an opening that ask all the same.
    static let asking = WordList.set("who whom whose what when where why how which if whether about of any anything")
    /// Words that join another clause to the one about the writer.
    static let joints = WordList.set(
        "but because since which who that when while where if as mas porque que quando enquanto onde se pois"
    )
    /// The writer as a subject.
    static let writer = WordList.set("i i'm i've i'd i'll eu")
    /// Verbs of feeling and wishing.
    static let feelings = WordList.set(
        "like love enjoy prefer hate dislike want wish hope feel wonder agree disagree fan glad"
    )
    .union(portugueseFeelings)
    /// Portuguese verbs of feeling in the first person, which need no subject.
    static let portugueseFeelings = WordList.set("gosto adoro prefiro odeio detesto amo")
}
