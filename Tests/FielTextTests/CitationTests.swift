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

    @Test(
        "other forms of marks are none of the text either, and name passages where they number them",
        arguments: [
            ("It is red [doc_3, chunk 7].", [3]), ("It is red (see passage 3).", [3]), ("It is red [3†L12-L15].", [3]),
            ("It is red【4:0†source】.", []), ("It is red [1; 2].", [1, 2]), ("It is red [#3].", [3]),
            ("It is red [citation:3].", [3]), ("It is red [S3].", [3]), ("It is red [1, p. 23].", [1]),
            ("It is red [ID: 45].", []), ("It is red <cite>3</cite>.", [3]), ("It is red<sup>2</sup>.", [2]),
            ("It is red [1, 2, 3, 4, 5, 6, 7, 8, 9].", [1, 2, 3, 4, 5, 6, 7, 8, 9]), ("It is red (Fonte 2).", [2]),
            ("It is red (Source: Document 3, page 12).", [3]), ("It is red. (Source: Document 3).", [3]),
            ("It is red. [Document 3]", [3]), ("It is red [Source: bridge.pdf].", []),
            ("It is red (ver Documento 2, página 4).", [2]),
        ] as [(String, [Int])]
    )
    func forms(answer: String, citations: [Int]) {
        let found = CitedSentence.sentences(in: answer)
        #expect(found.map(\.text) == ["It is red."])
        #expect(found.map(\.citations) == [citations])
        #expect(ClaimExtractor.claims(in: answer, question: nil).map(\.hypothesis) == ["It is red."])
    }

    @Test(
        "brackets that may hold something of the matter are text",
        arguments: [
            "It has (2) towers {2}.", "The interval is [1.5, 2.5].", "It opens at [10:30].", "It is 3 km<sup>2</sup>.",
            "It weighs 10<sup>6</sup> kg.", "It is short (3 pages).", "The lamp (ID: 45) is red.", "It is old [sic].",
        ]
    )
    func noMarks(answer: String) {
        #expect(CitedSentence.withoutMarks(answer) == answer)
    }

    @Test(
        "a passage that is named before a statement is no part of it",
        arguments: [
            ("According to Document 2, the bridge is red.", "the bridge is red."),
            ("De acordo com o Documento 2, a ponte é vermelha.", "a ponte é vermelha."),
            ("Document 2 states that the bridge is red.", "the bridge is red."),
            ("In Article 5, minors are protected.", "In Article 5, minors are protected."),
        ]
    )
    func leads(answer: String, text: String) {
        let claims = ClaimExtractor.claims(in: answer, question: nil)
        #expect(claims.map(\.text) == [text])
        #expect(claims.map(\.hypothesis) == [text])
        let marked = ClaimExtractor.claims(in: "According to [1], the bridge is red.", question: nil)
        #expect(marked.map(\.hypothesis) == ["The bridge is red."])
    }

    @Test(
        "a list of sources is no statement",
        arguments: [
            "Sources:\n- bridge.pdf\n- tower.pdf", "**Sources:** [1], [3]", "Fontes: Documento 1, página 3.",
            "Source: Document 3, page 12", "## References\n1. Smith, J. (2010). Bridges.", "[Document 3]",
        ]
    )
    func sources(lines: String) {
        let answer = "It is red.\n\n" + lines
        #expect(ClaimExtractor.claims(in: answer, question: nil).map(\.text) == ["It is red."])
        #expect(CitedSentence.sentences(in: answer).map(\.text).filter { !$0.isEmpty } == ["It is red."])
        #expect(Abstention.isAbstention("I don't know.\n\n" + lines))
        let goesOn = ClaimExtractor.claims(in: answer + "\n\nIt is long.", question: nil)
        #expect(goesOn.map(\.text) == ["It is red.", "It is long."])
    }

    @Test("a source of another kind is a statement")
    func otherSources() {
        let claims = ClaimExtractor.claims(in: "It is long.\nSource: Serra da Estrela", question: nil)
        #expect(claims.map(\.text) == ["It is long.", "Source: Serra da Estrela"])
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
