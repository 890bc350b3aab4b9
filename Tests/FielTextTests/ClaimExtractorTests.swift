import Testing

@testable import FielText

@Suite("Claims") struct ClaimExtractorTests {
    @Test(
        "a long sentence is cut where each part stands alone",
        arguments: [
            (
                "The bridge is red, and it was designed by Strauss.",
                ["The bridge is red", "it was designed by Strauss."]
            ),
            (
                "The bridge was opened in 1937; the tunnel was opened later.",
                ["The bridge was opened in 1937", "the tunnel was opened later."]
            ),
            ("He was born in Rome, but she was born in Paris.", ["He was born in Rome", "she was born in Paris."]),
            (
                "A ponte é vermelha, mas o túnel foi pintado de azul.",
                ["A ponte é vermelha", "o túnel foi pintado de azul."]
            ),
        ] as [(String, [String])]
    )
    func cuts(answer: String, expected: [String]) {
        #expect(ClaimExtractor.claims(in: answer, question: nil).map(\.text) == expected)
    }

    @Test(
        "a sentence stays whole where a part would not stand alone",
        arguments: [
            "He bought a bike, a boat, and the house that was for sale.",
            "If it rains, and he is late, we will go without him.",
            "The bridge, designed by Strauss, and painted red, is long.",
            "It was designed and built by Strauss.",
            "He wrote, directed and starred in it.",
            "Either he is right, or she is wrong, and it is late.",
            "She said (it was late, and he was tired) nothing else.",
            "O autor escreveu romances, contos e poemas em Lisboa.",
            "A guy got beaten and mugged on campus.",
            "Probe found autopilot ignored the commands to climb and tried to crash.",
        ]
    )
    func staysWhole(answer: String) {
        #expect(ClaimExtractor.claims(in: answer, question: nil).map(\.text) == [answer])
    }

    @Test(
        "two verbs of one short subject make two claims, each with the subject",
        arguments: [
            ("It opened in 1936 and cost $35 million.", ["It opened in 1936", "It cost $35 million."]),
            (
                "The bridge opened in 1937 and became famous.",
                ["The bridge opened in 1937", "The bridge became famous."]
            ),
            (
                "A ponte foi inaugurada em 1937 e custou 35 milhões.",
                ["A ponte foi inaugurada em 1937", "A ponte custou 35 milhões."]
            ),
        ] as [(String, [String])]
    )
    func sharedSubject(answer: String, expected: [String]) {
        let claims = ClaimExtractor.claims(in: answer, question: "When was the bridge opened?")
        #expect(claims.map(\.hypothesis) == expected)
        #expect(claims.allSatisfy { ScalarText(answer).slice($0.range) == $0.text })
    }

    @Test(
        "what cannot be true or false says why",
        arguments: [
            ("What do you think?", .question), ("Hello there!", .greeting),
            ("Let me know if you need more.", .greeting),
            ("I hope this helps!", .greeting), ("I'm sorry to hear that.", .greeting),
            ("I understand your frustration.", .greeting), ("Espero ter ajudado!", .greeting),
            ("I don't know.", .abstention),
            ("It depends.", .hedge), ("I am not sure about it, maybe.", .abstention), ("# Opening", .heading),
            ("Here are the facts:", .heading), ("```\nx = 1\n```", .code), ("***", nil), ("!!!", .noContent),
            ("Não sei.", .abstention), ("Depende.", .hedge), ("The bridge is red.", nil),
            ("If you have any more questions, write to us.", .greeting), ("Se tiver dúvidas, diga.", .greeting),
            ("If you have any allergies, take 5 mg instead of 10 mg.", nil),
            ("Se tiver febre acima de 38 graus, tome 500 mg de paracetamol.", nil),
            ("I'm sorry to say that the bridge closed in 1937.", nil), ("Lamento, mas a ponte fechou em 1937.", nil),
            ("Don't hesitate to ask.", .greeting), ("Sorry for the confusion.", .greeting),
            ("Sorry for the confusion, the bridge opened in 1937.", nil), ("Obrigado pela pergunta.", .greeting),
            ("Fico à disposição para ajudar.", .greeting), ("Não hesite em perguntar.", .greeting),
            ("Here are the details.", .greeting), ("Here are the details: it opened in 1937.", nil),
            ("Let's break it down.", .greeting),
            ("EU law protects consumers.", nil), ("It is legal.", nil), ("Que legal!", .greeting),
        ] as [(String, Claim.NotCheckable?)]
    )
    func notCheckable(answer: String, reason: Claim.NotCheckable?) {
        let claims = ClaimExtractor.claims(in: answer, question: "What is it?")
        #expect(claims.first?.reason == reason)
        #expect(claims.allSatisfy { $0.isCheckable == ($0.reason == nil) })
    }

    @Test(
        "yes and no can be judged where the question wants them",
        arguments: [
            ("Is the bridge red?", "Yes", "The bridge is red.", "The bridge is not red."),
            ("Is the bridge red?", "No.", "The bridge is not red.", "The bridge is red."),
            ("A ponte é vermelha?", "Sim", "A ponte é vermelha.", "A ponte não é vermelha."),
            ("A ponte é vermelha?", "Não.", "A ponte não é vermelha.", "A ponte é vermelha."),
            ("Is 17 a prime number?", "Yes", "17 is a prime number.", "17 is not a prime number."),
        ]
    )
    func yesNo(question: String, answer: String, hypothesis: String, opposite: String) {
        let claims = ClaimExtractor.claims(in: answer, question: question)
        #expect(claims.map(\.hypothesis) == [hypothesis])
        #expect(claims.map(\.opposite) == [opposite])
        #expect(claims.allSatisfy { $0.isCheckable })
    }

    @Test(
        "what is no bare yes or no has no opposite",
        arguments: ["It is red.", "Yes, it is red.", "Perhaps.", "1937"]
    )
    func noOpposite(answer: String) {
        let claims = ClaimExtractor.claims(in: answer, question: "Is the bridge red?")
        #expect(claims.allSatisfy { $0.opposite == nil })
    }

    @Test(
        "a fragment is joined with its question, a sentence is not",
        arguments: [
            ("1937", "The bridge was opened in 1937."), ("In May.", "The bridge was opened In May."),
            ("The bridge was opened in 1937.", "The bridge was opened in 1937."),
            ("It opened late.", "It opened late."), ("EU funds", "The bridge was opened EU funds."),
            ("Well, in 1937.", "The bridge was opened In 1937."),
        ]
    )
    func fragments(answer: String, hypothesis: String) {
        #expect(
            ClaimExtractor.claims(in: answer, question: "When was the bridge opened?").map(\.hypothesis) == [hypothesis]
        )
    }

    @Test(
        "a sentence with a verb that no list has is no fragment",
        arguments: [
            "Snow closes the pass in January.", "Maria drives a lorry.", "A filial emprega uma centena de pessoas.",
            "The keeper feeds his dogs.",
        ]
    )
    func unknownVerbs(answer: String) {
        #expect(ClaimExtractor.claims(in: answer, question: "What is known about it?").map(\.hypothesis) == [answer])
    }

    @Test(
        "words before a determiner are not always verbs",
        arguments: [
            "about 40 miles an hour", "three times a day", "nearly half the cost", "in the north of the city",
            "roughly the same",
            "quase os mesmos", "along the coast", "a bridge near the sea",
        ]
    )
    func fragmentsWithDeterminers(answer: String) {
        #expect(Fragment.isFragment(WordScanner.words(in: answer)))
    }

    @Test("after a sentence no other is a fragment, but the items of a list are")
    func afterSentence() {
        let question = "Que altura tem a barragem?"
        let sentences = ClaimExtractor.claims(
            in: "Tem 71 metros de altura. A albufeira serve três vilas.",
            question: question
        )
        #expect(sentences.last?.hypothesis == "A albufeira serve três vilas.")
        let items = ClaimExtractor.claims(
            in: "- Tem 71 metros de altura.\n- A albufeira serve três vilas.",
            question: question
        )
        #expect(items.last?.hypothesis == "A albufeira serve três vilas.")
        let list = ClaimExtractor.claims(in: "They are here:\n- Paris\n- Rome", question: "Which cities are there?")
        #expect(list.last?.hypothesis != "Rome")
    }

    @Test(
        "a reaction to a statement says nothing, an answer to a question does",
        arguments: [
            "That's interesting!", "wow, lol", "Me too.", "that ' s funny .", "Que interessante!", "É verdade.",
        ]
    )
    func reactions(answer: String) {
        let toStatement = ClaimExtractor.claims(in: answer, question: "I like old bridges.")
        #expect(toStatement.map(\.reason) == [.reaction])
        let toQuestion = ClaimExtractor.claims(in: answer, question: "What do you say of bridges?")
        #expect(toQuestion.map(\.reason) == [nil])
    }

    @Test(
        "what a writer thinks is judged, not that it is thought",
        arguments: [
            ("I think the bridge is red.", "The bridge is red."),
            ("i do not know much about it, but i do know that it opened in 1937.", "It opened in 1937."),
            ("Yes, it was opened in 1937.", "It was opened in 1937."), ("I know that he is tall.", "He is tall."),
            ("Acho que a ponte é vermelha.", "A ponte é vermelha."), ("I read the book about the bridge in 1990.", nil),
            ("i ' m not sure , but i do know that it was opened in 1937 .", "It was opened in 1937."),
            ("I'm not sure but they were founded in Munich.", "They were founded in Munich."),
            ("Did you know that the bridge is red?", "The bridge is red."),
            ("Sabia que a ponte é vermelha?", "A ponte é vermelha."),
            ("did you know the bridge has two towers ?", "The bridge has two towers."),
            ("I like cream because it has fat.", nil),
            ("Based on the provided context, it opened in 1937.", "It opened in 1937."),
            ("According to the passages, the bridge is red.", "The bridge is red."),
            ("De acordo com o texto, a ponte é vermelha.", "A ponte é vermelha."),
            ("The document states that it opened in 1937.", "It opened in 1937."),
            ("Here's what I found: the bridge opened in 1937.", "The bridge opened in 1937."),
            ("Não tenho certeza, mas a ponte abriu em 1937.", "A ponte abriu em 1937."),
            ("Sorry, but the bridge is closed.", "The bridge is closed."),
            ("Lamento, mas a ponte fechou em 1937.", "A ponte fechou em 1937."),
            ("I have a red car but my wife drives a truck.", nil),
            ("Based on the context, EU rules changed.", "EU rules changed."),
            ("According to the mayor, it opened in 1937.", nil), ("In the article of 1937, the bridge is red.", nil),
            ("The text that says so was written in 1937.", nil),
            ("I know the man who was there in 1990.", nil), ("No, it was opened in 1937.", "It was opened in 1937."),
            ("No, thanks.", nil),
            ("Não, o museu está encerrado à segunda-feira.", "O museu está encerrado à segunda-feira."),
        ] as [(String, String?)]
    )
    func frames(answer: String, statement: String?) {
        #expect(ClaimExtractor.claims(in: answer, question: nil).last?.hypothesis == statement ?? answer)
    }

    @Test(
        "what is said of the writer cannot be judged, unless it has facts",
        arguments: [
            ("I'm not a fan of soccer.", true), ("I love Lisbon.", true), ("I haven't won many.", true),
            ("Adoro pontes antigas.", true), ("I like the album that came out in 1993.", false),
            ("I was born in Lisbon in 1950.", false), ("We offer refunds.", false),
            ("It is my bridge.", false),
            ("I don't think the bridge is red.", false),
        ]
    )
    func personal(answer: String, isPersonal: Bool) {
        #expect(ClaimExtractor.claims(in: answer, question: nil).map(\.reason) == [isPersonal ? .personal : nil])
    }

    @Test("a contraction of em and os is no pronoun")
    func contraction() {
        let claims = ClaimExtractor.claims(in: "Nos Estados Unidos.", question: "Onde fica o Grand Canyon?")
        #expect(claims.map(\.hypothesis) == ["O Grand Canyon fica Nos Estados Unidos."])
        #expect(ClaimExtractor.claims(in: "Nós também.", question: "Onde fica?").map(\.hypothesis) == ["Nós também."])
    }

    @Test("few words are joined with a topic, not with a statement")
    func topics() {
        #expect(ClaimExtractor.claims(in: "Paris", question: "capital of France")[0].hypothesis != "Paris")
        #expect(ClaimExtractor.claims(in: "Paris", question: "I was in France last year.")[0].hypothesis == "Paris")
    }

    @Test("without a question a fragment stands for itself")
    func noQuestion() {
        #expect(ClaimExtractor.claims(in: "1937", question: nil).map(\.hypothesis) == ["1937"])
    }

    @Test("each list item is a claim of its own, without its marker")
    func lists() {
        let claims = ClaimExtractor.claims(in: "Facts:\n- It is red.\n2. It is long.", question: nil)
        #expect(claims.map(\.text) == ["Facts:", "It is red.", "It is long."])
        #expect(claims.map(\.isCheckable) == [false, true, true])
    }
}

@Suite("Abstention") struct AbstentionTests {
    @Test(
        "answers that decline are told",
        arguments: [
            "I don't know.", "I do not know the answer to that.", "I'm sorry, but I don't know.",
            "The context does not say when it was opened.",
            "The provided documents don't contain any information about this.",
            "I'm sorry, but I cannot answer that question.",
            "There is no information in the passage about its cost.", "Unanswerable", "not enough information", "N/A",
            "Based on the given context, it is not possible to determine the year.", "It is not mentioned in the text.",
            "I'm unable to answer. The context does not mention it.",
            "The question cannot be answered from the context.",
            "Sorry, I don't have access to that information. Let me know if you need anything else!",
            "Não sei.", "Não há informação sobre isso no texto.", "O contexto não menciona o custo da ponte.",
            "Desculpe, não posso responder a essa pergunta.", "Não é possível determinar o ano com base no contexto.",
            "Infelizmente, não tenho essa informação.", "A informação não está disponível no texto.",
            "The document does not provide any details about the cost.", "The provided article does not cover this.",
            "The article does not mention him.", "We are unable to provide an answer.", "I cannot help with that.",
            "No information about this is found in the documents.", "The text does not give his age.",
            "O documento não tem informação sobre isso.", "O texto não permite determinar o ano.",
            "Não faço ideia.", "Infelizmente, não disponho dessa informação.",
            "Nenhuma das passagens refere o diretor.",
            "Os documentos não referem quem é o diretor.", "Essa informação não se encontra no texto.",
            "Sem informação disponível.", "Not found", "The answer is not in the context.", "Cannot be determined.",
            "Neither passage names the director.", "The director is not named in the text.",
            "That is outside the scope of the provided documents.",
            "Os documentos fornecidos não contêm o preço.", "Não há dados suficientes.",
            "Answer: I don't know.", "Not found in the provided documents.", "Insufficient context.",
            "There is insufficient information to answer the question.", "That information is not available.",
            "Information not provided.", "The search results don't include the opening date.",
            "The retrieved results do not mention it.", "The knowledge base doesn't include this.",
            "The provided snippets lack information about the cost.", "Nothing in the context says when it opened.",
            "I haven't found anything about the bridge.", "As a language model, I don't have that information.",
            "Resposta: não sei.", "Sem informação suficiente.", "Informação indisponível.",
            "Não consta dos documentos.", "O nome do arquiteto não consta no contexto.",
            "Não possuo informações sobre isso.", "A informação não foi fornecida.",
            "A data não está presente nos documentos.", "Não há como saber.",
            "Peço desculpa, mas não encontro a resposta.", "Desconheço a resposta.",
            "The context only discusses the bridge's history; it does not mention its cost.",
            "O contexto apenas fala da ponte, mas não menciona o custo.",
            "I am unable to find it in the documents. Please provide more context.",
            "I don't know. You may want to check the official website.",
            "Não temos informação. Consulte o site oficial.",
            "The text does not say when he lived and worked in Paris.",
        ]
    )
    func declines(answer: String) {
        #expect(Abstention.isAbstention(answer))
    }

    @Test(
        "answers that say something are not",
        arguments: [
            "", "The bridge opened in 1937.", "No.", "He did not know the answer and failed the test.",
            "The context does not say when it opened, but it cost $35 million in total.",
            "I don't know. It was probably in 1937.",
            "The document was signed in 1919.", "I do not, but I do know that she was born there.",
            "Nobody knows who built it.", "O texto diz que a ponte abriu em 1937.",
            "Não, a ponte abriu em 1937.", "The information is stored in memory.", "She was not able to find her keys.",
            "Article 5 does not cover minors.", "These materials do not contain asbestos.",
            "The document does not have a signature.", "The source code does not include tests.",
            "No data is stored in the cloud.", "There is no data on the server.", "Neither bridge has a toll.",
            "No text messages are sent at night.",
            "We cannot give refunds after 30 days.",
            "We are unable to ship to Canada.", "O artigo 60 não permite emendas.",
            "O documento não permite alterações.", "Não há dados guardados na nuvem.",
            "Não podemos fornecer reembolsos.", "The text field does not allow more than 30 characters.",
            "I can't give you a refund after 30 days.", "Não é preciso informar o CPF.", "O trecho não tem portagem.",
            "There is insufficient evidence that the drug helps.", "There is not enough data to train the model.",
            "The information is not available on Sundays.",
            "The bridge is red. Please check the official website.", "Check the official website.",
            "I don't know. You may want to check the website, which says 1937.",
        ]
    )
    func says(answer: String) {
        #expect(!Abstention.isAbstention(answer))
    }
}
