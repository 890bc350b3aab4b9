import FielCore
import FielTokenizers
import Testing

@Suite("Any text can be tokenized")
struct TokenizerPropertyTests {
    @Test("offsets lie inside the text, never fall, and the count is the number of tokens")
    func randomTexts() throws {
        let tokenizer = try TokenizerFixtures.bert.get()
        var numbers = SeededNumbers(state: 11)
        for _ in 0..<1000 {
            let count = Int.random(in: 0...40, using: &numbers)
            let text = String(
                decoding: (0..<count).map { _ in UInt8.random(in: 0...255, using: &numbers) },
                as: UTF8.self
            )
            expectSoundOffsets(text, tokenizer)
        }
        for _ in 0..<1000 {
            var scalars = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...20, using: &numbers) {
                let bound: UInt32 = [0x80, 0x370, 0x3000, 0x20000, 0x110000].randomElement(using: &numbers) ?? 0x80
                if let scalar = Unicode.Scalar(UInt32.random(in: 0..<bound, using: &numbers)) { scalars.append(scalar) }
            }
            expectSoundOffsets(String(scalars), tokenizer)
        }
    }

    private func expectSoundOffsets(_ text: String, _ tokenizer: WordPieceTokenizer) {
        let found = tokenizer.tokens(text)
        let length = text.unicodeScalars.count
        #expect(found.offsets.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= length && !$0.isEmpty })
        #expect(zip(found.offsets, found.offsets.dropFirst()).allSatisfy { $0.lowerBound <= $1.lowerBound })
        #expect(found.ids.count == found.offsets.count && found.ids.count == found.typeIDs.count)
        #expect(tokenizer.count(text) == found.ids.count)
    }

    @Test("a word of ten megabytes is one unknown token", .timeLimit(.minutes(1)))
    func longWord() throws {
        let tokenizer = try TokenizerFixtures.bert.get()
        let length = 10_000_000
        let found = tokenizer.tokens(String(repeating: "x", count: length))
        #expect(found.ids == [tokenizer.unknownToken])
        #expect(found.offsets == [0..<length])
    }

    @Test("a megabyte of combining marks on one letter is that letter", .timeLimit(.minutes(1)))
    func longMarkRun() throws {
        let tokenizer = try TokenizerFixtures.bert.get()
        let marks = String(repeating: "\u{301}\u{323}", count: 250_000)
        let found = tokenizer.tokens("e" + marks)
        #expect(found.ids == tokenizer.tokens("e").ids)
        #expect(found.offsets == [0..<1])
    }

    @Test("a text repeated is its tokens repeated, and its offsets moved")
    func repetition() throws {
        let tokenizer = try TokenizerFixtures.bert.get()
        let once = tokenizer.tokens("Unaffable café, 漢字 [SEP]\n")
        let length = "Unaffable café, 漢字 [SEP]\n".unicodeScalars.count
        let many = tokenizer.tokens(String(repeating: "Unaffable café, 漢字 [SEP]\n", count: 2000))
        #expect(many.ids == (0..<2000).flatMap { _ in once.ids })
        #expect(
            many.offsets.suffix(once.offsets.count).map { $0.lowerBound - 1999 * length }
                == once.offsets.map(\.lowerBound)
        )
    }

    @Test("canonically equivalent texts stay the scalars they are", arguments: [("\u{E9}", 10), ("e\u{301}", 11)])
    func canonicalEquivalence(text: String, id: Int32) throws {
        var options = WordPieceOptions()
        options.stripsAccents = false
        let tokenizer = try WordPieceTokenizer(vocabulary: TokenizerFixtures.small, options: options)
        let found = tokenizer.tokens(text)
        #expect(found.ids == [id])
        #expect(found.offsets == [0..<text.unicodeScalars.count])
    }

    @Test("special tokens in a text stand for themselves only where that is wanted")
    func specialTokens() throws {
        var options = WordPieceOptions()
        let bytes = try TokenizerFixtures.bytes("vocab.txt")
        let parity = try WordPieceTokenizer(vocabularyText: bytes, options: options)
        #expect(parity.tokens("a[SEP]b").ids.map(parity.token) == ["a", "[SEP]", "b"])
        #expect(parity.tokens("é[SEP]b").offsets == [0..<1, 1..<6, 6..<7])
        options.recognizesSpecialTokens = false
        let plain = try WordPieceTokenizer(vocabularyText: bytes, options: options)
        #expect(!plain.tokens("a[SEP]b").ids.contains(plain.separatorToken))
        #expect(plain.tokens("[CLS]").ids.map(plain.token).first == "[")
    }

    @Test("a word at the limit of length is spelled, one above is unknown")
    func wordLength() throws {
        let tokenizer = try WordPieceTokenizer(vocabulary: TokenizerFixtures.small)
        #expect(tokenizer.count(String(repeating: "a", count: 100)) == 100)
        #expect(tokenizer.tokens(String(repeating: "a", count: 101)).ids == [tokenizer.unknownToken])
    }

    @Test("a word that cannot be spelled to its end is one unknown token over the whole word")
    func unknown() throws {
        let tokenizer = try WordPieceTokenizer(vocabulary: TokenizerFixtures.small)
        #expect(tokenizer.tokens("unaffable!").ids.map(tokenizer.token) == ["un", "##aff", "##able", "!"])
        #expect(tokenizer.tokens("unaffably!").ids.map(tokenizer.token) == ["[UNK]", "!"])
        #expect(tokenizer.tokens("unaffably!").offsets == [0..<9, 9..<10])
    }
}
