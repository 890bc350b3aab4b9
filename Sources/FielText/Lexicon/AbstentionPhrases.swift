/// How people and models say that they do not know, folded; patterns as `WordPattern` reads them.
enum AbstentionPhrases {
    /// Answers that decline as a whole.
    static let whole: Set<String> = [
        "unanswerable", "unknown", "no answer", "not sure", "no idea", "not answerable", "not specified",
        "not mentioned",
        "not stated", "not provided", "not available", "not given", "n a", "no information", "do not know",
        "not enough information",
        "insufficient information", "idk", "sem resposta", "desconhecido", "nao sei", "nao informado",
        "nao especificado",
        "nao mencionado", "nao consta", "sem informacao", "sem informacoes", "nao disponivel", "irrespondivel",
        "nao ha resposta", "nao ha informacao", "nao ha informacoes", "not found", "null", "nao faco ideia",
        "desconheco",
        "nao encontrado", "nao encontrada", "informacao nao encontrada", "nao e mencionado", "nao e mencionada",
        "insufficient context", "insufficient data", "insufficient details", "not enough context",
        "informacao indisponivel", "informacao insuficiente", "contexto insuficiente", "dados insuficientes",
        "sem dados", "nada consta", "nao aplicavel", "not applicable",
    ]
    /// Words after which a sentence says something after all.
    static let contrasts: Set<String> = ["but", "however", "although", "though", "mas", "porem", "contudo", "embora"]

    /// Words that stand before an answer and its colon.
    static let labels: Set<String> = ["answer", "resposta", "response"]
    /// Words that may stand for the passages.
    static let pronouns: Set<String> = ["it", "they", "this", "these", "ele", "eles", "ela", "elas"]
    /// Words that begin what the passages do not say.
    static let denials: Set<String> = ["do", "does", "did", "nao"]

    static let patterns: [WordPattern] = (english + portuguese).map { WordPattern($0) }

    /// What an answer calls the texts that it was given.
    private static let given =
        "context|contexts|passage|passages|text|texts|paragraph|excerpt|excerpts|snippet|snippets"
    /// Words that may as well name what the answer is about: "Article 5 does not cover minors" is no abstention.
    private static let named = "document|documents|article|articles|source|sources|information|material|materials"
    private static let sources = given + "|" + named
    private static let provided = "provided|given|retrieved|supplied|available|above"
    /// What only texts do.
    private static let says = """
        say|mention|specify|state|indicate|answer|tell|address|discuss|reveal|describe|explain|clarify|disclose
        """
    /// What other things do as well.
    private static let holds = "provide|contain|include|give|offer|cover|have|supply|name"
    /// What may follow the name of the texts before their verb: "the text above", but not "the text field".
    private static let qualifier = """
        provided|given|supplied|retrieved|available|above|below|here|itself|alone|you|i|we|that|which|of|about|on|for|in|from|\
        and|or|as|also|only|unfortunately|simply|explicitly
        """
    /// What an answer asks for when it asks for particulars.
    private static let particulars = """
        exact|exactly|specific|specifically|precise|who|whom|whose|when|where|why|how|which|what|whether|if|information|\
        details|reason
        """
    private static let said = """
        mentioned|specified|stated|provided|given|indicated|answered|addressed|described|discussed|disclosed|\
        named
        """
    private static let held = "available|included|contained|found"
    private static let knowledge = """
        information|answer|answers|detail|details|data|mention|evidence|indication|anything|enough|sufficient|context
        """
    private static let finds = "answer|determine|find|say|tell|confirm|locate"
    private static let english = [
        "^ i|we ~ do not know",
        "^ i|we ~ do not really|actually|exactly know",
        "sorry ~ i|we ~ do|can not",
        "^ i|we ~ do not ~ have ~ information|data|details|answer|access|knowledge|context",
        "^ ~ i|we am|are ~ not ~ sure|certain|aware",
        "i am ~ unable to",
        "we are ~ unable to ~ \(finds)",
        "i|we am|are ~ not able to ~ \(finds)",
        "i can|could not ~ \(finds)|help|assist",
        "i can|could not ~ provide|give ~ \(knowledge)",
        "i can|could not ~ provide|give that|this|it $",
        "i|we have not found ~ \(knowledge)|any|mention",
        "we can|could not ~ \(finds)",
        "we are|can|could ~ unable|not ~ provide|give ~ \(knowledge)",
        "^ i|we ~ do not ~ have ~ exact|specific|precise",
        "i|we have no ~ information|idea|knowledge|answer|data",
        "\(given) do|does|did not ~ \(says)|\(holds)",
        "\(given) \(qualifier) ~ do|does|did not ~ \(says)|\(holds)",
        "\(sources) ~ do|does|did not ~ allow|permit ~ to|us|me|\(finds)",
        "\(sources) lack|lacks ~ \(knowledge)",
        "search|retrieved|retrieval|returned results ~ do|does|did not ~ \(says)|\(holds)",
        "knowledge base ~ do|does|did not ~ \(says)|\(holds)",
        "^ it|they|this do|does|did not ~ \(says) ~ \(particulars)",
        "^ do|does|did not ~ \(says) ~ \(particulars)",
        "\(named) do|does|did not ~ \(says)",
        "\(named) do|does|did not ~ \(holds) ~ \(knowledge)",
        "\(provided) \(named) ~ do|does|did not ~ \(says)|\(holds)",
        "\(named) \(provided) ~ do|does|did not ~ \(says)|\(holds)",
        "\(given) ~ is|are not ~ sufficient|enough|clear|specific",
        "\(named) is|are not ~ sufficient|enough|clear|specific",
        "\(sources) ~ is|are insufficient|silent",
        "\(given) ~ contains|provides|gives|has|offers|makes no ~ \(knowledge)",
        "\(named) ~ contains|provides|gives|has|offers|makes no ~ information|mention|answer|details|indication",
        "there is|are|was no|not ~ \(knowledge) ~ \(sources)",
        "^ there is no|not ~ information|mention|answer|details",
        "^ there is|are no|not ~ data available|provided|about|regarding",
        "^ there is|are insufficient|not ~ information|context|details|data ~ to ~ \(finds)",
        "^ there is|are insufficient|not ~ information|context|details ~ about|available|$",
        "^ ~ insufficient ~ information|context|details|data ~ to ~ answer|determine|say",
        "^ ~ information|answer|answers|details is|are|was|were not ~ available|provided|given|found|included|known $",
        "^ information|answer|details not ~ available|provided|given|found|included $",
        "^ not ~ \(said)|\(held) in|by ~ \(sources)",
        "^ nothing ~ in ~ \(sources)",
        "^ no|not|insufficient ~ information|answer|details|mention ~ provided|given|available|found",
        "^ no|not|insufficient ~ \(knowledge) ~ in ~ \(sources)",
        "^ no|not|insufficient ~ data available|found",
        "is|are|was|were not ~ \(said) in|by ~ \(sources)",
        "is|are|was|were not ~ \(held) in|by ~ \(given)",
        "is|are|was|were not ~ \(held) in|by ~ \(provided) \(named)",
        "not ~ \(said) in the ~ \(sources)",
        "not ~ \(held) in the ~ \(given)",
        "can not be ~ answered|determined|inferred|known|established ~ \(sources)",
        "^ this|the|that|your ~ question ~ can not be answered",
        "^ it|this|that can not be ~ answered|determined|inferred",
        "^ can not be determined|inferred|answered",
        "answer is not ~ in ~ \(sources)",
        "neither|none|no ~ \(sources) ~ mention|mentions|name|names|state|states|say|says|specify|specifies",
        "outside|beyond the scope of ~ \(sources)",
        "question is ~ unanswerable|unclear",
        "^ it is ~ not|unclear ~ specified|stated|known|mentioned|possible|clear|from ~ \(sources)",
        "it is not possible to ~ answer|determine|say|tell",
        "^ based|according ~ to|on ~ \(sources) ~ i|it can not",
        "impossible to ~ answer|determine|say|tell",
        "as an|a ~ ai|model ~ i ~ do|can|am ~ not|unable",
    ]
    private static let dados =
        "contexto|contextos|texto|textos|excerto|excertos"
    private static let nomeados = """
        documento|documentos|artigo|artigos|fonte|fontes|informacao|informacoes|passagem|passagens|trecho|trechos|paragrafo
        """
    private static let fornecidos =
        "fornecido|fornecidos|fornecida|fornecidas|acima|disponivel|disponiveis|apresentado|apresentados"
    private static let fontes = dados + "|" + nomeados
    private static let diz = """
        diz|dizem|menciona|mencionam|especifica|especificam|informa|informam|indica|indicam|responde|respondem|esclarece|\
        revela|revelam|explica|cita|citam|fala|falam|refere|referem|nomeia|nomeiam|diga|digam|mencione|mencionem|especifique|\
        especifiquem|mencionar|especificar|indicar|informar|referir|informe|informem|indique|indiquem|esclareca|revele|refira|refiram
        """
    private static let tem =
        "contem|fornece|fornecem|inclui|incluem|tem|traz|trazem|apresenta|apresentam|da|contenha|forneca|inclua"
    private static let saber = "responder|determinar|saber|afirmar|dizer|identificar|inferir|concluir"
    private static let conhecimento =
        "informacao|informacoes|resposta|respostas|mencao|dados|detalhes|elementos|indicacao|nada"
    private static let dito = """
        mencionado|mencionada|especificado|especificada|informado|informada|dito|fornecido|fornecida|fornecidas|indicado|\
        indicada|incluido|incluida|contido|contida|encontrado|encontrada|encontradas
        """
    private static let pormenores =
        "exato|exata|exatamente|exacto|exacta|quem|quando|onde|como|qual|quais|porque|quanto|se|detalhes|informacoes|pormenores"
    private static let portuguese = [
        "^ eu|nos nao ~ sei|sabemos",
        "^ nao ~ sei|sabemos",
        "^ infelizmente|desculpe|lamento ~ nao ~ sei|posso|consigo|tenho|ha|encontrei|foi",
        "nao ~ tenho|temos|possuo|possuimos ~ informacao|informacoes|certeza|dados|acesso|resposta|conhecimento",
        "nao ~ consigo|posso ~ responder|determinar|encontrar|afirmar|dizer|confirmar|informar|ajudar",
        "nao ~ consigo|posso ~ fornecer|dar ~ \(conhecimento)",
        "nao me|nos foi|e possivel ~ \(saber)",
        "nao foi|e possivel ~ \(saber)|encontrar|confirmar|fornecer|informar",
        "nao ha|tenho|temos como|forma|maneira ~ \(saber)|confirmar",
        "^ ~ desconheco|desconhecemos ~ resposta|\(conhecimento)|quem|quando|onde|qual",
        "nao ~ conseguimos|podemos ~ \(saber)|encontrar|confirmar|informar",
        "nao ~ encontrei|encontramos|encontro|achei ~ informacao|informacoes|resposta|dados|mencao|nada",
        "nao ha|existe|existem|constam ~ informacao|informacoes|resposta|mencao|detalhes|indicacao|referencia",
        "nao ha|existem|constam dados ~ suficientes|disponiveis|sobre",
        "nao ha|existem|constam dados ~ \(fontes)",
        "\(dados) ~ nao ~ \(diz)|\(tem)",
        "\(nomeados) nao ~ \(diz)",
        "\(nomeados) nao ~ \(tem) ~ \(conhecimento)",
        "\(nomeados) \(fornecidos) ~ nao ~ \(diz)|\(tem)",
        "^ ele|ela|eles|elas nao ~ \(diz) ~ \(pormenores)",
        "^ nao \(diz) ~ \(pormenores)",
        "nao ~ consta|constam ~ \(fontes)",
        "^ ~ informacao|informacoes|resposta nao ~ disponivel|disponiveis|\(dito) $",
        "^ ~ informacao|informacoes|resposta ~ indisponivel|indisponiveis $",
        "\(fontes) ~ nao ~ permite|permitem ~ \(saber)",
        "nenhum|nenhuma ~ \(fontes) ~ \(diz)",
        "nao ~ disponho|dispomos ~ informacao|informacoes|dados",
        "nao se encontra|encontram ~ \(fontes)",
        "^ sem informacao|informacoes|dados ~ disponivel|disponiveis|suficiente|suficientes|sobre",
        "\(fontes) ~ nao e|sao|esta ~ suficiente|suficientes|clara|claro",
        "\(fontes) ~ insuficiente|insuficientes",
        "nao ~ e|foi|esta|estao|sao|foram ~ \(dito)|disponivel|presente|presentes ~ \(fontes)",
        "nao ~ pode|podem ser ~ respondida|respondido|determinado|determinada|inferido|inferida",
        "pergunta ~ nao ~ pode|tem ~ resposta|respondida",
        "impossivel ~ responder|determinar|dizer|saber",
        "nao e possivel ~ responder|determinar|saber|afirmar|dizer|identificar|inferir",
    ]
}
