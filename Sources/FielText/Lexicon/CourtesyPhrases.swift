/// What people say to be polite, folded, in English and Portuguese.
enum CourtesyPhrases {
    /// Sentences that are courtesy as a whole.
    static let whole: Set<String> = [
        "thanks", "thank you", "thank you very much", "thanks a lot", "you're welcome", "you are welcome", "no problem",
        "sure", "of course", "certainly", "absolutely", "great question", "good question", "that's a great question",
        "have a nice day", "have a great day", "goodbye", "good morning", "good afternoon", "good evening", "good luck",
        "best regards", "kind regards", "cheers", "enjoy", "obrigado", "obrigada", "muito obrigado", "muito obrigada",
        "de nada", "claro", "com certeza", "com prazer", "otima pergunta", "boa pergunta", "bom dia", "boa tarde",
        "here are the details", "here are some details", "here is what i found", "here's what i found",
        "here's a breakdown",
        "let's break it down", "let's break this down", "let's take a look", "let me explain", "let me break it down",
        "aqui estao os detalhes", "aqui esta a resposta", "vamos por partes", "boa noite", "tenha um bom dia",
        "boa sorte", "legal", "que legal", "muito legal", "atenciosamente", "ate logo",
    ]
    /// Words that begin a short salutation.
    static let salutations = WordList.set(
        "hi hello hey dear greetings welcome ola oi prezado prezada caro cara saudacoes"
    )
    /// First words of sentences that offer help or take leave.
    static let openings: [[String]] = [
        "let me know if", "please let me know", "feel free to", "please feel free", "i hope this", "i hope that helps",
        "hope this",
        "hope that helps", "i'm sorry to hear", "i am sorry to hear",
        "i'm sorry to bother", "i'm sorry for",
        "i am sorry for", "sorry to hear", "i apologize", "we apologize", "i understand your", "i understand you",
        "i understand that you", "lamento", "sinto muito", "peco desculpa", "entendo que voce", "compreendo que",
        "i'm happy to help", "i'd be happy to", "i would be happy to", "i am happy to help",
        "happy to help",
        "how can i help", "is there anything else", "if you would like more",
        "if you'd like more", "if you want more", "thank you for", "thanks for", "i'm glad", "glad to help",
        "here is the answer",
        "here's the answer", "don't hesitate to", "do not hesitate to",
        "please don't hesitate", "please do not hesitate", "sorry for the", "sorry about the", "fico a disposicao",
        "ficamos a disposicao", "nao hesite", "desculpe pela", "desculpe pelo", "desculpa pela", "obrigado pela",
        "obrigada pela", "obrigado pelo", "obrigada pelo", "espero que isso", "espero que isto", "espero ter ajudado",
        "espero que ajude",
        "se precisar",
        "se voce precisar", "fique a vontade", "estou a disposicao", "obrigado por",
        "obrigada por", "qualquer duvida", "posso ajudar", "me avise se", "avise se",
    ].map { $0.split(separator: " ").map(String.init) }
    /// First words of sentences that, after an answer that declines, send the reader elsewhere or ask for more.
    static let advice: [[String]] = [
        "please", "you may", "you might", "you can", "you could", "consider", "try", "i recommend", "i suggest",
        "i would recommend", "i would suggest", "i'd recommend", "i'd suggest", "consult", "check", "refer to",
        "contact",
        "visit", "for more information", "for more details", "for further", "if you provide", "if you can",
        "if you could",
        "if you share", "por favor", "consulte", "verifique", "recomendo", "sugiro", "aconselho", "tente", "contacte",
        "contate", "visite", "pode", "podes", "voce pode", "poderia", "forneca", "indique", "para mais informacoes",
        "para mais detalhes", "se puder", "se fornecer", "sugere se", "recomenda se",
    ].map { $0.split(separator: " ").map(String.init) }
    /// First words of offers that need another word of the offer within the next four: "if you have any more questions".
    static let offers: [[String]] = [
        "if you have", "if you need", "should you have", "should you need", "se tiver", "se voce tiver", "caso tenha",
        "se restar",
    ].map { $0.split(separator: " ").map(String.init) }
    /// What such offers are about.
    static let offered = WordList.set(
        """
        question questions doubt doubts concern concerns help assistance more further clarification else duvida duvidas
        pergunta perguntas ajuda mais
        """
    )
}

/// Words of caution, folded, in English and Portuguese.
enum HedgeWords {
    /// Words that make a sentence a hedge.
    static let core = WordList.set(
        """
        depends maybe perhaps possibly probably sure certain think believe guess know hard difficult say unclear opinion
        depende talvez possivelmente provavelmente certeza acho creio dificil dizer opiniao sei
        """
    )
    /// The core words and the function words around them.
    static let all = core.union(
        WordList.set(
            """
            it i that this is it's i'm can could be to so not as far in my a bit very really well but and the of for at all me
            quite just only honestly however isso isto e eu que nao um pouco muito na minha para de tenho com ser pode mas
            """
        )
    )
}
