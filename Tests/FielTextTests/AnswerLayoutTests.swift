import FielText
import Testing

@Suite("Answers whose layout is all they have") struct AnswerLayoutTests {
    @Test(
        "an answer that is one bold line, heading or fence of text is judged",
        arguments: [
            ("**1937**", "The bridge was opened in 1937."), ("## 1937", "The bridge was opened in 1937."),
            ("**The bridge opened in 1955**", "The bridge opened in 1955"),
            ("**Answer: 1937**", "The bridge was opened in 1937."),
            ("The answer is:\n\n**1955**", "The bridge was opened in 1955."),
            ("A resposta é:\n\n**1955**", "The bridge was opened in 1955."),
            ("```\n1937\n```", "The bridge was opened in 1937."),
            ("## Opening\n\nIt is red.\n\n**It opened in 1937**", "It opened in 1937"),
        ]
    )
    func judged(answer: String, hypothesis: String) {
        let claims = ClaimExtractor.claims(in: answer, question: "When was the bridge opened?")
        #expect(claims.last?.hypothesis == hypothesis)
        #expect(claims.last?.isCheckable == true)
        #expect(CitedSentence.sentences(in: answer).count { !$0.text.hasSuffix(":") } >= 1)
    }

    @Test(
        "a heading with content below, a last one that says nothing, and code are not",
        arguments: [
            ("**1937**\nIt opened.", "**1937**", .heading), ("## O ano de 1937\nAbriu.", "O ano de 1937", .heading),
            ("It is red.\n\n**Summary**", "**Summary**", .heading), ("```\nx = 1\n```", "```\nx = 1\n```", .code),
            ("```swift\n1937\n```", "```swift\n1937\n```", .code),
            ("Run this.\n```\n1937\n```", "```\n1937\n```", .code),
        ] as [(String, String, Claim.NotCheckable)]
    )
    func layout(answer: String, text: String, reason: Claim.NotCheckable) {
        let claims = ClaimExtractor.claims(in: answer, question: "When was the bridge opened?")
        #expect(claims.first { $0.text == text }?.reason == reason)
    }

    @Test(
        "an entry with a label is not joined with the question, unless the label only announces the answer",
        arguments: [
            ("Key facts:\n- Height: 300 m\n- **Year: 1889**", "**Year: 1889**"),
            ("Factos:\n- Altura: 300 m", "Altura: 300 m"), ("Answer: 300 m", "The tower is 300 m."),
            ("**Resposta:** 300 m", "The tower is 300 m."), ("Answer: The tower is old.", "The tower is old."),
        ]
    )
    func labels(answer: String, hypothesis: String) {
        let claims = ClaimExtractor.claims(in: answer, question: "How tall is the tower?")
        #expect(claims.last?.hypothesis == hypothesis)
    }
}
