import Testing

@testable import FielText

@Suite("Tokenized text") struct PretokenizedTextTests {
    @Test(
        "what a tokenizer has set apart is joined",
        arguments: [
            ("i ' m not sure , but they have 23 , 768 shops .", "i'm not sure, but they have 23,768 shops."),
            ("It 's late ; we do n't know , and don ' t care !", "It's late; we don't know, and don't care!"),
            ("The trust -LRB- founded in 1985 -RRB- opens at 10 : 30 .", "The trust (founded in 1985) opens at 10:30."),
            ("He said `` yes '' twice ( or so ) .", "He said \"yes\" twice (or so)."),
            ("She 'll wait ... and they 've gone ?", "She'll wait... and they've gone?"),
            ("A ponte , que é longa , abriu em 1966 .", "A ponte, que é longa, abriu em 1966."),
        ]
    )
    func joined(text: String, expected: String) {
        #expect(PretokenizedText.joined(text) == expected)
        #expect(PretokenizedText.joined(expected) == expected)
    }

    @Test(
        "text as people write it stays as it is",
        arguments: [
            "- [ ] buy milk\n- [x] call Ann", "He said 'yes' and 'no'. (Really.)", "```swift\nlet a = [1, 2]\n```",
            "It uses .NET and ''.",
            "In 1990, 300 people came :) and left :D", "a's, the '90s, o 's' final", "Preço: 1.234,56 € (com IVA)",
            "Use `x` -- or y?",
        ]
    )
    func unchanged(text: String) {
        #expect(PretokenizedText.joined(text) == text)
    }

    @Test("claims of tokenized text are read as people write them, and stand in the answer as it is")
    func claims() {
        let answer = "i ' m not sure , but they have 23 , 768 shops . They do n't sell tea ."
        let claims = ClaimExtractor.claims(in: answer, question: nil)
        #expect(claims.map(\.hypothesis) == ["They have 23,768 shops.", "They don't sell tea."])
        #expect(claims.map(\.text) == ["i ' m not sure , but they have 23 , 768 shops .", "They do n't sell tea ."])
        #expect(claims.allSatisfy { ScalarText(answer).slice($0.range) == $0.text })
    }

    @Test("a stretch of an edited text is found again in the text before the edits")
    func original() {
        let text = ScalarText("ab cd ef")
        let edited = EditedText(text, [TextEdit(2..<3, ""), TextEdit(3..<5, "wxyz"), TextEdit(8..<8, "!")])
        #expect(edited.text == "abwxyz ef!")
        #expect(edited.original(of: 0..<2) == 0..<2)
        #expect(edited.original(of: 2..<6) == 3..<5)
        #expect(edited.original(of: 3..<4) == 3..<5)
        #expect(edited.original(of: 7..<9) == 6..<8)
        #expect(edited.original(of: 0..<10) == 0..<8)
    }
}
