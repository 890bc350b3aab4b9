import FielCore
import FielMetrics
import Testing

@Suite("Evidence selection")
struct EvidenceSelectionTests {
    private let passages = (0..<8).map { number in
        "Bridge number \(number) was opened in 19\(30 + number). It is painted red. A ferry crossed the bay before it."
    }

    /// The premises that a claim is held against.
    private func premises(_ claim: String, _ contexts: [String], windows: Int = 3, sentences: Int = 3) async throws
        -> [PassageStretch]
    {
        var selection = EvidenceSelection()
        (selection.windows, selection.sentences) = (windows, sentences)
        let sample = PreparedSample(Sample(question: nil, contexts: contexts, answer: claim), counter: WordEntailment())
        return try await Groundedness(selection: selection)
            .inquiry(about: sample.checkable, windows: sample.windows, contexts: contexts)
            .answer(WordEntailment(), LetterEmbedder())[0].premises
    }

    @Test("a claim is held against its nearest windows and the nearest of their sentences")
    func nearest() async throws {
        let found = try await premises("Bridge number 5 was opened in 1935.", passages)
        #expect(found.count == 6)
        #expect(found[0].text == passages[5])
        #expect(found[3].text == "Bridge number 5 was opened in 1935.")
        #expect(found[3].context == 5 && found[3].range == 0..<35)
    }

    @Test("a sentence that is a window is judged once")
    func once() async throws {
        let found = try await premises("It is painted red.", ["It is painted red.", "The sea is blue. It is deep."])
        #expect(
            found.map(\.text).sorted() == [
                "It is deep.", "It is painted red.", "The sea is blue.", "The sea is blue. It is deep.",
            ]
        )
    }

    @Test("no more is judged than was asked for, and everything where that is asked for")
    func limits() async throws {
        let claim = "Bridge number 5 was opened in 1935."
        #expect(try await premises(claim, passages, windows: 2, sentences: 0).count == 2)
        #expect(try await premises(claim, passages, windows: 100, sentences: 100).count == 8 + 24)
        #expect(try await premises(claim, ["", " "]).isEmpty)
    }
}
