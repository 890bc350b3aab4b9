import FielCore
import Testing
@testable import FielTokenizers

@Suite("Hugging Face tokenizer files")
struct TokenizerFileTests {
    @Test(
        "a file of another tokenizer is refused with the field",
        arguments: [
            (#""type": "BertNormalizer""#, #""type": "NFKC""#, "normalizer.type"),
            (#""type": "BertPreTokenizer""#, #""type": "Whitespace""#, "pre_tokenizer.type"),
            (#""type": "WordPiece", "unk"#, #""type": "BPE", "unk"#, "model.type"),
            ("subword_prefix\": \"##", "subword_prefix\": \"@@", "continuing_subword_prefix"),
            (#"{"type": "TemplateProcessing""#, #"{"type": "RobertaProcessing""#, "post_processor"),
            (#""id": "B", "type_id": 1"#, #""id": "B", "type_id": 0"#, "post_processor"),
            (#""lstrip": false"#, #""lstrip": true"#, "lstrip"),
            (#""model": {"type""#, #""model": {"kind""#, "model.type"),
        ]
    )
    func unsupported(part: String, other: String, field: String) {
        let bytes = TokenizerFixtures.tokenizerJSON(replacing: (part, other))
        let error = #expect(throws: FielError.self) { try WordPieceTokenizer(tokenizerJSON: bytes) }
        #expect(error?.code == .unsupported && error?.message.contains(field) == true, "\(String(describing: error))")
    }

    @Test(
        "a file that contradicts itself is refused",
        arguments: [
            (#""un": 5"#, #""un": 6"#), (#""un": 5"#, #""un": 5000"#), (#""un": 5"#, #""un": -1"#),
            (#""un": 5"#, #""un": 5.5"#), (#""un": 5"#, #""un": "5""#), (#""lowercase": true"#, #""lowercase": 1"#),
            (#""max_input_chars_per_word": 100"#, #""max_input_chars_per_word": -1"#),
            (#""vocab": {"#, #""words": {"#), (#""unk_token": "[UNK]""#, #""unk_token": 1"#),
            (#"{"id": 4, "content""#, #"{"id": "4", "content""#), (#""content": "[PAD]""#, #""content": 3"#),
        ]
    )
    func contradictory(part: String, other: String) {
        let bytes = TokenizerFixtures.tokenizerJSON(replacing: (part, other))
        let error = #expect(throws: FielError.self) { try WordPieceTokenizer(tokenizerJSON: bytes) }
        #expect(error?.code == .malformedModel, "\(String(describing: error))")
    }

    @Test("an added token with another id than in the vocabulary is refused")
    func addedToken() {
        let bytes = TokenizerFixtures.tokenizerJSON(replacing: (#"{"id": 4, "content""#, #"{"id": 9, "content""#))
        #expect(throws: FielError.self) { try WordPieceTokenizer(tokenizerJSON: bytes) }
    }

    @Test("keys that are canonically equivalent are two pieces")
    func canonicalKeys() throws {
        let bytes = TokenizerFixtures.tokenizerJSON(replacing: (#""strip_accents": null"#, #""strip_accents": false"#))
        let tokenizer = try WordPieceTokenizer(tokenizerJSON: bytes)
        #expect(tokenizer.tokens("\u{E9} e\u{301}").ids == [10, 11])
    }

    @Test("a cut or damaged file gives an error and never a crash")
    func damaged() {
        let whole = TokenizerFixtures.tokenizerJSON()
        for length in stride(from: 0, to: whole.count, by: 7) {
            #expect(throws: FielError.self) { try WordPieceTokenizer(tokenizerJSON: Array(whole.prefix(length))) }
        }
        var numbers = SeededNumbers(state: 5)
        for _ in 0..<500 {
            var bytes = whole
            bytes[Int.random(in: 0..<bytes.count, using: &numbers)] = UInt8.random(in: 0...255, using: &numbers)
            _ = try? WordPieceTokenizer(tokenizerJSON: bytes)
        }
    }

    @Test(
        "JSON strings are read exactly",
        arguments: [
            (#""a\u00e9\n\"\\\/""#, "a\u{E9}\n\"\\/"), (#""\ud83d\ude00""#, "\u{1F600}"), (#""\u0000""#, "\0"),
            ("\"e\u{301}\"", "e\u{301}"),
        ]
    )
    func strings(text: String, expected: String) throws {
        let found = try #require(try OrderedJSON(parsing: Array(text.utf8)).string)
        #expect(Array(found.utf8) == Array(expected.utf8))
    }

    @Test(
        "what is not JSON is refused",
        arguments: [
            "", "{", "[1,]", "{\"a\" 1}", "tru", "\"a", #""\ud83d""#, #""\u12""#, #""\u+123""#, #""\x""#, "1 2", "--1",
            "\"\n\"",
            String(repeating: "[", count: 100_000),
        ]
    )
    func notJSON(text: String) {
        #expect(throws: FielError.self) { try OrderedJSON(parsing: Array(text.utf8)) }
    }
}
