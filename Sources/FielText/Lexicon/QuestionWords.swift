/// Words that say what a question asks for, folded.
enum QuestionWords {
    static let englishOpeners = WordList.set("who whom whose what when where why how which").union(
        Verbs.englishAuxiliaries
    )
    static let portugueseOpeners = WordList.set(
        "quem quando onde qual quais quanto quantos quanta quantas que por como em e sera"
    )
    .union(Verbs.portugueseBe)

    /// Nouns after "what", "which", "que" or "qual" that ask for a time.
    static let times = WordList.set(
        """
        year month day date time century decade era season hour period ano mes dia data hora horas seculo decada epoca
        periodo estacao
        """
    )
    /// Nouns that ask for a place.
    static let places = WordList.set(
        """
        city country state town place location continent region province county capital island river street address planet
        cidade pais estado lugar local localidade continente regiao provincia ilha rio rua endereco planeta
        """
    )
    /// Nouns that ask for a person.
    static let persons = WordList.set(
        """
        person man woman president author writer actor actress singer king queen player scientist inventor director
        artist composer poet leader pessoa homem mulher presidente autor autora escritor escritora ator atriz cantor cantora
        rei rainha jogador cientista inventor diretor artista compositor poeta lider
        """
    )
    /// Nouns that ask for a number.
    static let quantities = WordList.set(
        """
        number amount age percentage population height length weight distance cost price speed size rate temperature numero
        quantidade percentual porcentagem percentagem populacao altura comprimento peso distancia custo preco valor velocidade
        tamanho taxa temperatura area
        """
    )
}
