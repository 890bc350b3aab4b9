import Testing

@testable import FielText

@Suite("Sentences that decline in part") struct StretchTests {
    @Test(
        "a clause that declines takes nothing else out of judgement, and is not judged",
        arguments: [
            (
                "It opened in 1955, but the context does not say who designed it.",
                ["It opened in 1955"], ["the context does not say who designed it."]
            ),
            (
                "It was designed by Gustave Eiffel; the documents do not mention the date.",
                ["It was designed by Gustave Eiffel"], ["the documents do not mention the date."]
            ),
            (
                "Although the text does not mention the day, the bridge opened in 1955.",
                ["the bridge opened in 1955."], ["Although the text does not mention the day"]
            ),
            (
                "While the context does not give the day, it states that the bridge opened in 1955.",
                ["it states that the bridge opened in 1955."], ["While the context does not give the day"]
            ),
            (
                "It opened in 1937 (the exact time is not specified in the context).",
                ["It opened in 1937"], ["(the exact time is not specified in the context)."]
            ),
            (
                "The bridge opened in 1955, but it does not specify the exact day.",
                ["The bridge opened in 1955"], ["it does not specify the exact day."]
            ),
            (
                "The cost is not mentioned in the context, but it opened in 1955.",
                ["it opened in 1955."], ["The cost is not mentioned in the context"]
            ),
            (
                "The bridge opened in 1955 and the text does not say who designed it.",
                ["The bridge opened in 1955"], ["the text does not say who designed it."]
            ),
            (
                "A ponte foi inaugurada em 1955, mas não há informação sobre o arquiteto.",
                ["A ponte foi inaugurada em 1955"], ["não há informação sobre o arquiteto."]
            ),
            (
                "Embora o texto não mencione o dia, a ponte abriu em 1955.",
                ["a ponte abriu em 1955."], ["Embora o texto não mencione o dia"]
            ),
            (
                "The bridge opened in 1955 — the context does not say who designed it.",
                ["The bridge opened in 1955"], ["the context does not say who designed it."]
            ),
            (
                "Apesar de o texto não mencionar o dia, a ponte abriu em 1955.",
                ["a ponte abriu em 1955."], ["Apesar de o texto não mencionar o dia"]
            ),
            ("1937, but the text does not give the day.", ["1937"], ["the text does not give the day."]),
        ] as [(String, [String], [String])]
    )
    func parts(answer: String, said: [String], declined: [String]) {
        let claims = ClaimExtractor.claims(in: answer, question: "When was the bridge opened?")
        #expect(claims.filter(\.isCheckable).map(\.text) == said)
        #expect(claims.filter { $0.reason == .abstention }.map(\.text) == declined)
        #expect(claims.allSatisfy { ScalarText(answer).slice($0.range) == $0.text })
        #expect(!Abstention.isAbstention(answer))
    }

    @Test("an aside that declines inside a sentence leaves it whole, to be judged")
    func aside() {
        let answer = "The bridge (whose architect the text does not name) opened in 1955."
        let claims = ClaimExtractor.claims(in: answer, question: nil)
        #expect(claims.map(\.text) == [answer])
        #expect(claims.allSatisfy { $0.isCheckable })
    }

    @Test(
        "advice is not judged after an answer that declines",
        arguments: ["I don't know. You may want to check the official website.", "Não sei. Consulte o site oficial."]
    )
    func advice(answer: String) {
        #expect(ClaimExtractor.claims(in: answer, question: nil).map(\.reason) == [.abstention, .greeting])
    }
}
