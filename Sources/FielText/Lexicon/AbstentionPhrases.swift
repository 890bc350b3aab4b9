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
        "nao ha resposta", "nao ha informacao", "nao ha informacoes",
    ]
    /// Words after which a sentence says something after all.
    static let contrasts: Set<String> = ["but", "however", "although", "though", "mas", "porem", "contudo", "embora"]

    static let patterns: [WordPattern] = (english + portuguese).map { WordPattern($0) }

    private static let sources = """
        context|contexts|passage|passages|text|texts|document|documents|article|articles|source|sources|paragraph|excerpt|\
        excerpts|information|material|materials|snippet|snippets
        """
    private static let tells = """
        say|mention|specify|state|provide|contain|include|give|indicate|answer|tell|address|discuss|reveal|describe|offer|\
        cover|explain|clarify|disclose|have|allow|supply|name
        """
    private static let told = """
        mentioned|specified|stated|provided|given|indicated|available|answered|addressed|described|included|contained|\
        discussed|found|disclosed
        """
    private static let english = [
        "^ i|we ~ do not know",
        "^ i|we ~ do not really|actually|exactly know",
        "sorry ~ i|we ~ do|can not",
        "^ i|we ~ do not ~ have ~ information|data|details|answer|access|knowledge|context",
        "^ ~ i|we am|are ~ not ~ sure|certain|aware",
        "i|we am|are ~ unable to",
        "i|we am|are ~ not able to ~ answer|determine|find|provide|say|tell",
        "i|we can|could not ~ answer|determine|find|say|tell|provide|give|help|confirm|locate|assist",
        "i|we have no ~ information|idea|knowledge|answer|data",
        "\(sources) ~ do|does|did not ~ \(tells)",
        "\(sources) ~ is|are not ~ sufficient|enough|clear|specific",
        "\(sources) ~ is|are insufficient|silent",
        "\(sources) ~ contains|provides|gives|has|offers|makes no ~ information|mention|answer|details|indication|data",
        "there is|are|was no|not ~ information|mention|answer|indication|details|evidence|data ~ \(sources)",
        "^ there is no|not ~ information|mention|answer|details|data",
        "^ no|not|insufficient ~ information|answer|details|mention|data ~ provided|given|available|found|in",
        "is|are|was|were not ~ \(told) in ~ \(sources)",
        "is|are|was|were not ~ \(told) by ~ \(sources)",
        "not ~ \(told) in the ~ \(sources)",
        "can not be ~ answered|determined|inferred|known|established ~ \(sources)",
        "^ this|the|that|your ~ question ~ can not be answered",
        "^ it|this|that can not be ~ answered|determined|inferred",
        "question is ~ unanswerable|unclear",
        "^ it is ~ not|unclear ~ specified|stated|known|mentioned|possible|clear|from ~ \(sources)",
        "it is not possible to ~ answer|determine|say|tell",
        "^ based|according ~ to|on ~ \(sources) ~ i|it can not",
        "impossible to ~ answer|determine|say|tell",
        "as an ai ~ i ~ do|can|am ~ not|unable",
    ]
    private static let fontes = """
        contexto|contextos|texto|textos|documento|documentos|passagem|passagens|artigo|trecho|trechos|fonte|fontes|informacao|\
        informacoes|paragrafo
        """
    private static let portuguese = [
        "^ eu|nos nao ~ sei|sabemos",
        "^ nao ~ sei|sabemos",
        "^ infelizmente|desculpe|lamento ~ nao ~ sei|posso|consigo|tenho|ha|encontrei|foi",
        "nao ~ tenho|temos ~ informacao|informacoes|certeza|dados|acesso|resposta|conhecimento",
        "nao ~ consigo|posso|conseguimos|podemos|foi|e ~ "
            + "responder|determinar|encontrar|afirmar|dizer|confirmar|fornecer|informar|ajudar",
        "nao ~ encontrei|encontramos ~ informacao|informacoes|resposta|dados|mencao|nada",
        "nao ha|existe|existem|constam ~ informacao|informacoes|resposta|mencao|dados|detalhes|indicacao|referencia",
        "\(fontes) ~ nao ~ diz|dizem|menciona|mencionam|especifica|informa|informam|contem|fornece|fornecem|indica|indicam|"
            + "responde|traz|apresenta|esclarece|revela|explica|permite|permitem|cita|fala",
        "\(fontes) ~ nao e|sao|esta ~ suficiente|suficientes|clara|claro",
        "\(fontes) ~ insuficiente|insuficientes",
        "nao ~ e|foi|esta|estao|sao|foram ~ mencionado|mencionada|especificado|especificada|informado|informada|dito|"
            + "fornecido|fornecida|indicado|indicada|disponivel ~ \(fontes)",
        "nao ~ pode|podem ser ~ respondida|respondido|determinado|determinada|inferido|inferida",
        "pergunta ~ nao ~ pode|tem ~ resposta|respondida",
        "impossivel ~ responder|determinar|dizer|saber",
        "nao e possivel ~ responder|determinar|saber|afirmar|dizer|identificar|inferir",
    ]
}
