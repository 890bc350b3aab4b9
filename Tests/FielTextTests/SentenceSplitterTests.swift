import Testing

@testable import FielText

@Suite("Sentence splitter") struct SentenceSplitterTests {
    @Test(
        "a full stop that does not end a sentence does not cut it",
        arguments: [
            "Dr. Smith met Mrs. Jones at 3.5 km from St. Louis.",
            "The U.S. economy grew, e.g. by 3.5 per cent, i.e. more than in the U.K. before.",
            "J. R. R. Tolkien wrote it on pp. 3 and 4 of No. 5.",
            "Wait... what did you say",
            "See fig. 3 and vol. 2, cf. Brown et al. for more",
            "O Sr. Silva e a Dra. Souza moram na Av. Paulista, nº 5.",
            "O valor é de R$ 1.234,56, p. ex. em Lisboa",
            "Write to a.b@example.com or see http://example.com/a.b?c=d for file main.swift now.",
            "\"Who is it?\" he asked.",
            "He arrived at 5 p.m. on Monday.",
            "The Golden Gate\nBridge opened in 1937.",
            "Viveu no séc. XIX.", "O cód. postal é novo.", "The govt. of the day fell.", "See vol. IV of it.",
        ]
    )
    func staysWhole(text: String) {
        #expect(SentenceSplitter.sentences(in: text).map(\.text) == [text])
    }

    @Test(
        "sentences end where readers end them",
        arguments: [
            ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
            ("He left. (Then he came back.) She stayed.", ["He left.", "(Then he came back.)", "She stayed."]),
            ("He said \"Go.\" Then he left.", ["He said \"Go.\"", "Then he left."]),
            (
                "It opened in 1937.[1] It cost much. [2, 3] So it goes.",
                ["It opened in 1937.[1]", "It cost much. [2, 3]", "So it goes."]
            ),
            ("He lives in the U.S. He likes it.", ["He lives in the U.S.", "He likes it."]),
            ("O rio tem 1.007 km. Nasce em Espanha.", ["O rio tem 1.007 km.", "Nasce em Espanha."]),
            ("It is 300 ft. Nobody lives there.", ["It is 300 ft.", "Nobody lives there."]),
            ("He said no. I went.", ["He said no.", "I went."]),
            ("it is red. it is long.", ["it is red.", "it is long."]),
            ("i love it . it is nice .", ["i love it .", "it is nice ."]),
            ("Really?! Yes… Perhaps.", ["Really?!", "Yes…", "Perhaps."]),
            ("東京は首都です。大きい！はい", ["東京は首都です。", "大きい！", "はい"]),
            ("A ponte abriu em 1937. Custou 35 milhões.", ["A ponte abriu em 1937.", "Custou 35 milhões."]),
            ("Um parágrafo\n\noutro parágrafo", ["Um parágrafo", "outro parágrafo"]),
            ("Ends here.\r\nStarts here", ["Ends here.", "Starts here"]),
            ("Name: Ann\nBorn: 1937", ["Name: Ann", "Born: 1937"]),
        ] as [(String, [String])]
    )
    func ends(text: String, expected: [String]) {
        #expect(SentenceSplitter.sentences(in: text).map(\.text) == expected)
    }

    @Test(
        "the layout of Markdown is read, and its markers are left out",
        arguments: [
            ("# Title\nText here", ["Title", "Text here"]),
            ("Title\n=====\nText", ["Title", "Text"]),
            ("They are:\n- one\n- two\n  more\n* three", ["They are:", "one", "two\n  more", "three"]),
            (
                "1. First one. It is good.\n2) Second\n(3) Third\na) Fourth",
                ["First one.", "It is good.", "Second", "Third", "Fourth"]
            ),
            ("| City | Size |\n|---|---|\n| Paris | 2 |", ["City | Size", "Paris | 2"]),
            (
                "Code:\n```swift\nlet a = 1. \n\nlet b\n```\nDone.",
                ["Code:", "```swift\nlet a = 1. \n\nlet b\n```", "Done."]
            ),
            ("```\nnever closed", ["```\nnever closed"]),
            ("> quoted text\n\n---\n\nend", ["quoted text", "end"]),
            ("**Bold title**\nText.", ["**Bold title**", "Text."]),
        ] as [(String, [String])]
    )
    func layout(text: String, expected: [String]) {
        #expect(SentenceSplitter.sentences(in: text).map(\.text) == expected)
    }

    @Test(
        "the items of a list stand for themselves, whatever marks them",
        arguments: [
            "a. It is tall.\nb. It is red.", "I. It is tall.\nII. It is red.", "i) It is tall.\nii) It is red.",
            "1.1. It is tall.\n1.2. It is red.", "**1.** It is tall.\n**2.** It is red.", "1.It is tall.\n2.It is red.",
            "1- It is tall.\n2- It is red.", "1 - It is tall.\n2 - It is red.", "I - It is tall.\nII - It is red.",
            "✅ It is tall.\n✅ It is red.", "🔹 It is tall.\n🔹 It is red.", "→ It is tall.\n→ It is red.",
            "➤ It is tall.\n➤ It is red.", "— It is tall.\n— It is red.", "1️⃣ It is tall.\n2️⃣ It is red.",
            "<ul><li>It is tall.</li><li>It is red.</li></ul>", "It is tall.<br>It is red.",
            "It is tall. 2. It is red.",
        ]
    )
    func items(text: String) {
        #expect(SentenceSplitter.sentences(in: text).map(\.text) == ["It is tall.", "It is red."])
    }

    @Test(
        "items inside a paragraph end where their numbers begin",
        arguments: [
            ("It has two: 1. It is tall. 2. It is red.", ["It has two:", "It is tall.", "It is red."]),
            (
                "A torre tem: 1. Altura de 300 m. 2. 3 pisos.",
                ["A torre tem:", "Altura de 300 m.", "3 pisos."]
            ),
            ("The score was: 1. Then he left.", ["The score was: 1.", "Then he left."]),
        ] as [(String, [String])]
    )
    func inlineItems(text: String, expected: [String]) {
        #expect(SentenceSplitter.sentences(in: text).map(\.text) == expected)
    }

    @Test(
        "what only looks like the mark of an item is text",
        arguments: [
            "c. 1900 it was built.", "J. Smith built it.", "I. Newton was born in 1643.", "10 - 12 people came.",
            "2 < 3 and it is <b>red</b>.", "1937 - The bridge opened.", "II Guerra Mundial",
        ]
    )
    func noItems(text: String) {
        #expect(SentenceSplitter.sentences(in: text).map(\.text) == [text])
    }

    @Test("a table needs no bars at its sides")
    func openTable() {
        let units = SentenceSplitter.units(
            in: ScalarText("Name | Height\n--- | ---\nTower | 300 m\nPier | 20 m\n\nIt is | red.")
        )
        #expect(units.map(\.kind) == [.heading, .tableRow, .tableRow, .sentence])
    }

    @Test("nothing is made from nothing", arguments: ["", " ", "\n\r\n\t", "---", "- ", "|", "#", "\u{200B}"])
    func empty(text: String) {
        for sentence in SentenceSplitter.sentences(in: text) {
            #expect(!sentence.range.isEmpty)
        }
    }

    @Test("offsets count Unicode scalars, whatever the Characters are")
    func scalarOffsets() {
        let text = "👩‍👩‍👧 é e\u{301}.\r\nA 2nd \u{1F1F5}\u{1F1F9} one."
        let sentences = SentenceSplitter.sentences(in: text)
        #expect(sentences.map(\.text) == ["👩‍👩‍👧 é e\u{301}.", "A 2nd \u{1F1F5}\u{1F1F9} one."])
        #expect(sentences.map(\.range) == [0..<11, 13..<26])
    }

    @Test("a megabyte is split in linear time")
    func linear() {
        let text = String(repeating: "It opened in 1937, e.g. in the U.S. And (so) on? Yes...\n", count: 18_000)
        let clock = ContinuousClock()
        var count = 0
        let half = clock.measure { count = SentenceSplitter.sentences(in: String(text.prefix(text.count / 2))).count }
        let whole = clock.measure { count = SentenceSplitter.sentences(in: text).count }
        #expect(count == 18_000 * 3)
        #expect(whole < half * 4 + .seconds(1))
        let hard = [
            "<li>", "I.\n", ": 1. ", ".", ". ", ".)", "[", "?!", "\"", "\n", "\r", "```\n", "| ", "- \n", "..\u{2026} ",
        ]
        for piece in hard {
            let time = clock.measure { _ = SentenceSplitter.sentences(in: String(repeating: piece, count: 60_000)) }
            #expect(time < .seconds(15), "\(piece.debugDescription) repeated")
        }
    }
}
