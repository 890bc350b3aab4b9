import FielCore
import FielText
import Testing

@Suite("Citations")
struct CitationTests {
    @Test(
        "marks belong to their sentence and are no part of its text",
        arguments: [
            ("It is red [1].", "It is red.", [1]), ("It is red. [1]", "It is red.", [1]),
            ("It is red [2, 1][2].", "It is red.", [2, 1]), ("It [1] is red.", "It is red.", [1]),
            ("It is red [2-4].", "It is red.", [2, 3, 4]), ("It is red [^7].", "It is red.", [7]),
            ("It is red [1-99999].", "It is red.", [1, 99999]), ("It is red [4-2].", "It is red.", [4, 2]),
            ("It is [red].", "It is [red].", []), ("It is red [].", "It is red [].", []),
            ("It is red [1", "It is red [1", []),
        ] as [(String, String, [Int])]
    )
    func marks(answer: String, text: String, citations: [Int]) {
        let found = CitedSentence.sentences(in: answer)
        #expect(found.map(\.text) == [text])
        #expect(found.map(\.citations) == [citations])
        #expect(found.first?.range == 0..<answer.unicodeScalars.count)
    }

    @Test("each sentence has its own")
    func sentences() {
        let found = CitedSentence.sentences(in: "# Colours [9]\n\nIt is red [1]. It is long.\n\n- It is old. [2]")
        #expect(found.map(\.citations) == [[1], [], [2]])
        #expect(CitedSentence.withoutMarks("It is red [1]. It is old. [2]") == "It is red. It is old.")
    }

    @Test("random text never breaks it, and marks are all that goes")
    func random() {
        var random = SeededGenerator(seed: 11)
        let pieces = ["[", "]", "1", "23", "-", ",", " ", ".", "é", "\n", "99999999999999999999", "^", "[4]"]
        for _ in 0..<2000 {
            let text = (0..<12).map { _ in pieces[random.next(below: pieces.count)] }.joined()
            let bare = CitedSentence.withoutMarks(text)
            #expect(bare.unicodeScalars.count <= text.unicodeScalars.count)
            _ = CitedSentence.sentences(in: text)
        }
    }
}
