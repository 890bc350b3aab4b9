/// Words about the conversation itself and about what anybody might say of anything, in English and Portuguese.
///
/// A text of several such words that adds nothing else to its question has not answered it: "That is an interesting
/// question about which much has been said."
package enum CommonplaceWords {
    /// As content words: folded and stemmed.
    package static let stems = Set(LexicalOverlap.contentWords(text))

    private static let text = """
        question questions answer answers topic topics subject matter issue issues theme point thing things aspect aspects
        interesting important complex complicated fascinating relevant great good excellent deep broad wide various several
        many much lot lots different consider considered discuss discussed discussion think thinks thought say said saying says
        talk talked speak wonder wondered ask asked asking know known people person everyone somebody someone opinion opinions
        view views perspective perspectives depends depend vary varies generally often always sometimes overall indeed
        understand understanding explore regard regarding concerning context
        pergunta perguntas questão questões resposta respostas tema temas assunto assuntos tópico ponto coisa coisas aspeto aspecto
        aspectos aspetos interessante importante complexo complexa complicado fascinante relevante ótima boa excelente vários várias
        muito muita muitos muitas diversos diversas diferente diferentes considerar discutir discutido debate pensam pensa pensar
        dizer diz dizem dito falar fala falam perguntar perguntam saber sabe pessoas pessoa gente alguém opinião opiniões visão
        visões perspectiva perspetiva depende dependem varia geral geralmente frequentemente sempre entender compreender
        contexto respeito sobre
        """
}
