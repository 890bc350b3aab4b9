import FielCore
import FielTokenizers
import Testing

@Suite("Truncation")
struct TruncationTests {
    private func tokenizer() throws -> WordPieceTokenizer {
        try WordPieceTokenizer(vocabulary: TokenizerFixtures.small)
    }

    @Test(
        "a text is cut at its end and keeps the tokens around it",
        arguments: [(6, 4, 0), (5, 3, 1), (2, 0, 4), (0, 0, 4)]
    )
    func single(maximum: Int, kept: Int, removed: Int) throws {
        let tokenizer = try tokenizer()
        let found = tokenizer.encode("a e a !", maximumTokens: maximum)
        let whole = tokenizer.tokens("a e a !")
        #expect(
            found.encoding.ids == [tokenizer.classificationToken] + whole.ids.prefix(kept) + [tokenizer.separatorToken]
        )
        #expect(found.encoding.offsets == [0..<0] + whole.offsets.prefix(kept) + [0..<0])
        #expect(found.removedFromFirst == removed && found.removed == removed)
    }

    @Test(
        "of a pair the first text is cut, and the second only when it does not fit alone",
        arguments: [(8, 0, 0), (7, 1, 0), (5, 3, 0), (4, 3, 1), (0, 3, 2)]
    )
    func pair(maximum: Int, first: Int, second: Int) throws {
        let tokenizer = try tokenizer()
        let found = tokenizer.encode("a a a", "e !", maximumTokens: maximum)
        #expect(found.removedFromFirst == first && found.removedFromSecond == second)
        #expect(found.encoding.ids.count == max(3, maximum))
        #expect(found.encoding.typeIDs.filter { $0 == 1 }.count == 3 - second)
        #expect(found.encoding.ids.last == tokenizer.separatorToken)
    }

    @Test("with room for all, truncation changes nothing")
    func roomy() throws {
        let tokenizer = try tokenizer()
        #expect(tokenizer.encode("a a", "e", maximumTokens: 512).encoding == tokenizer.encode("a a", "e"))
        #expect(tokenizer.encode("a a", maximumTokens: 512).encoding == tokenizer.encode("a a"))
    }
}
