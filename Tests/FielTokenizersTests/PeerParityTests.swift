import FielCore
import FielTokenizers
import Foundation
import Testing

@Suite("Parity with Hugging Face tokenizers")
struct PeerParityTests {
    struct Options: Decodable, Hashable {
        var lowercase: Bool?
        var stripAccents: Bool?
        var cleanText: Bool?
        var handleChineseChars: Bool?

        var wordPiece: WordPieceOptions {
            var options = WordPieceOptions()
            options.lowercases = lowercase ?? true
            options.stripsAccents = stripAccents
            options.cleansText = cleanText ?? true
            options.separatesCJK = handleChineseChars ?? true
            return options
        }
    }

    struct Line: Decodable {
        var text: String
        var pair: String?
        var ids: [Int32]
        var offsets: [Int]
        var options: Options?
    }

    private func expectParity(_ line: Line, _ tokenizer: WordPieceTokenizer) {
        let found = line.pair.map { tokenizer.encode(line.text, $0) } ?? tokenizer.encode(line.text)
        #expect(found.ids == line.ids, "\(line.text.debugDescription)")
        #expect(
            found.offsets.flatMap { [$0.lowerBound, $0.upperBound] } == line.offsets,
            "\(line.text.debugDescription)"
        )
    }

    @Test("5,450 composed texts and pairs have the peer's ids and offsets")
    func golden() throws {
        let tokenizer = try TokenizerFixtures.bert.get()
        let lines = try TokenizerFixtures.lines("golden.jsonl", as: Line.self)
        #expect(lines.count == 5450)
        for line in lines { expectParity(line, tokenizer) }
    }

    @Test("other normalizer settings have the peer's ids and offsets")
    func options() throws {
        let vocabulary = try TokenizerFixtures.bytes("vocab.txt")
        let groups = Dictionary(grouping: try TokenizerFixtures.lines("options.jsonl", as: Line.self), by: \.options)
        #expect(groups.count == 6)
        for (options, lines) in groups {
            let options = try #require(options).wordPiece
            let tokenizer = try WordPieceTokenizer(vocabularyText: vocabulary, options: options)
            for line in lines { expectParity(line, tokenizer) }
        }
    }

    @Test("of a pair, the second text and its separator have type 1")
    func types() throws {
        let tokenizer = try TokenizerFixtures.bert.get()
        #expect(tokenizer.encode("a b", "c").typeIDs == [0, 0, 0, 0, 1, 1])
        #expect(tokenizer.encode("a b").typeIDs == [0, 0, 0, 0])
    }
}
