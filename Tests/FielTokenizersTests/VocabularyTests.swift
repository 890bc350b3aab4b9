import FielCore
import FielTokenizers
import Testing

@Suite("Vocabularies")
struct VocabularyTests {
    @Test("vocab.txt, tokenizer.json and the phantom-space form give the same tokenizer")
    func forms() throws {
        let vocabulary = TokenizerFixtures.small
        let phantom = vocabulary.enumerated().map { id, piece in
            piece.utf8.starts(with: "##".utf8) ? String(piece.dropFirst(2)) : id < 5 ? piece : "\u{2581}" + piece
        }
        let tokenizers = [
            try WordPieceTokenizer(vocabulary: vocabulary),
            try WordPieceTokenizer(vocabularyText: Array(vocabulary.joined(separator: "\r\n").utf8)),
            try WordPieceTokenizer(tokenizerJSON: TokenizerFixtures.tokenizerJSON()),
            try WordPieceTokenizer(phantomSpaceVocabulary: phantom),
        ]
        for tokenizer in tokenizers {
            #expect(tokenizer.vocabularySize == vocabulary.count)
            #expect(tokenizer.encode("Unaffable [MASK] é!").ids == [2, 5, 6, 7, 4, 9, 12, 3])
            #expect(tokenizer.token(6) == "##aff" && tokenizer.token(-1) == nil && tokenizer.token(15) == nil)
            #expect(tokenizer.paddingToken == 0 && tokenizer.unknownToken == 1)
        }
    }

    @Test("the phantom-space form of the whole BERT vocabulary turns back into it")
    func phantomRoundTrip() throws {
        let vocabulary = String(decoding: try TokenizerFixtures.bytes("vocab.txt"), as: UTF8.self)
            .split(separator: "\n").map(String.init)
        let phantom = vocabulary.map { piece in
            if piece.hasPrefix("##") { return String(piece.dropFirst(2)) }
            return piece.hasPrefix("[") && piece.hasSuffix("]") && piece.count > 2 ? piece : "\u{2581}" + piece
        }
        #expect(WordPieceTokenizer.continuationForm(of: phantom) == vocabulary)
    }

    @Test("of two equal pieces the later id is used, and both have their name")
    func duplicates() throws {
        let tokenizer = try WordPieceTokenizer(vocabulary: TokenizerFixtures.small + ["able"])
        #expect(tokenizer.tokens("able").ids == [15])
        #expect(tokenizer.token(8) == "able" && tokenizer.token(15) == "able")
    }

    @Test("empty lines keep their id and are never found")
    func emptyLines() throws {
        let text = TokenizerFixtures.specialTokens.joined(separator: "\n") + "\n\n\na\n"
        let tokenizer = try WordPieceTokenizer(vocabularyText: Array(text.utf8))
        #expect(tokenizer.vocabularySize == 8)
        #expect(tokenizer.tokens("a").ids == [7])
    }

    @Test("a vocabulary without a needed special token is refused by name", arguments: 0..<4)
    func missingSpecialToken(index: Int) throws {
        var vocabulary = TokenizerFixtures.small
        let name = vocabulary.remove(at: index)
        let error = #expect(throws: FielError.self) { try WordPieceTokenizer(vocabulary: vocabulary) }
        #expect(error?.code == .malformedModel && error?.message.contains(name) == true)
    }

    @Test("a mask token is not needed")
    func noMask() throws {
        let tokenizer = try WordPieceTokenizer(vocabulary: TokenizerFixtures.small.filter { $0 != "[MASK]" })
        #expect(tokenizer.tokens("a").ids.count == 1)
    }

    @Test("a line that is not UTF-8 is refused with its number")
    func notUTF8() {
        let error = #expect(throws: FielError.self) {
            try WordPieceTokenizer(vocabularyText: Array("[PAD]\n".utf8) + [0xFF, 0x0A])
        }
        #expect(error?.message.contains("line 2") == true)
    }

    @Test("a negative word length is refused")
    func negativeLength() {
        var options = WordPieceOptions()
        options.maximumWordLength = -1
        let error = #expect(throws: FielError.self) {
            try WordPieceTokenizer(vocabulary: TokenizerFixtures.small, options: options)
        }
        #expect(error?.code == .invalidArgument)
    }
}
