import FielCore
import FielTokenizers
import Testing

@Suite("Prompts become tokens")
struct PromptTokenTests {
    private static let added = """
        {"id": 258, "content": "<|end|>", "special": true, "lstrip": false, "rstrip": false, "normalized": false},
        {"id": 259, "content": "<think>", "special": false, "lstrip": false, "rstrip": false, "normalized": false},
        {"id": 260, "content": "  ", "special": false, "lstrip": false, "rstrip": false, "normalized": false},
        {"id": 262, "content": "<|end|>>", "special": true, "lstrip": true, "rstrip": true, "normalized": true}
        """
    private let tokenizer: SubwordTokenizer

    init() throws {
        tokenizer = try SubwordTokenizer(tokenizerJSON: SubwordFixtures.byteLevelJSON(added: Self.added))
    }

    private func names(_ prompt: [PromptPart]) -> [String?] { tokenizer.tokens(of: prompt).map(tokenizer.name(of:)) }

    @Test("the parts of a prompt are one text")
    func oneText() {
        #expect(names([.template("a"), .text("b"), .template("c")]) == ["abc"])
        #expect(names([]) == [])
        #expect(names([.text(""), .template("")]) == [])
    }

    @Test("names stand for tokens in templates only, where they lie in them as wholes")
    func names() {
        #expect(names([.template("a<|end|>b")]) == ["a", "<|end|>", "b"])
        #expect(names([.template("<|en"), .template("d|>")]) == ["<|end|>"])
        for prompt: [PromptPart] in [
            [.text("<|end|>")], [.template("<|end|"), .text(">")], [.text("<"), .template("|end|>")],
            [.template("<|e"), .text("n"), .template("d|>")],
        ] {
            let found = names(prompt)
            #expect(!found.contains("<|end|>"))
            #expect(tokenizer.tokens(of: prompt).flatMap(tokenizer.bytes(of:)) == Array("<|end|>".utf8))
        }
        #expect(names([.text("<|end|>"), .template("<|end|>")]).filter { $0 == "<|end|>" }.count == 1)
    }

    @Test("names of tokens that are not special are text in data; white space is a token everywhere")
    func notSpecial() {
        #expect(names([.template("<think>")]) == ["<think>"])
        #expect(!names([.text("<think>")]).contains("<think>"))
        #expect(names([.text("a  b")]) == ["a", "  ", "b"])
    }

    @Test("no text spells a special token, even where the vocabulary could", arguments: ["t5", "xlm-r"])
    func unigramNames(family: String) throws {
        let tokenizer = try SubwordFixtures.tokenizer(family)
        let end = try #require(tokenizer.specialToken(named: "</s>"))
        #expect(tokenizer.encode("a</s>b", recognizingSpecialTokens: true).ids.contains(end))
        #expect(!tokenizer.encode("a</s>b", recognizingSpecialTokens: false).ids.contains(end))
        #expect(!tokenizer.tokens(of: [.text("\u{FF1C}/s\u{FF1E}")]).contains(end))
    }

    @Test("special tokens have a name and no bytes; others have the bytes of their name")
    func vocabulary() {
        #expect(tokenizer.vocabularySize == 263)
        #expect(tokenizer.specialToken(named: "<|end|>") == 258)
        #expect(tokenizer.specialToken(named: "<|start|>") == nil)
        #expect(tokenizer.bytes(of: 258) == [])
        #expect(tokenizer.bytes(of: 259) == Array("<think>".utf8))
        #expect(tokenizer.bytes(of: 257) == Array("abc".utf8))
        #expect(tokenizer.bytes(of: 0) == [0])
        for id: Int32 in [261, 263, -1, .min, .max] {
            #expect(tokenizer.name(of: id) == nil)
            #expect(tokenizer.bytes(of: id) == [])
        }
    }

    @Test(
        "a word of a megabyte takes no more than a moment",
        .timeLimit(.minutes(1)),
        arguments: ["abc", "a", "\u{301}e"]
    )
    func longWord(unit: String) {
        let text = String(repeating: unit, count: 1_000_000 / unit.utf8.count)
        #expect(tokenizer.tokens(of: [.text(text)]).flatMap(tokenizer.bytes(of:)).count == text.utf8.count)
    }

    @Test("any text can be tokenized, with offsets inside it that never fall", arguments: SubwordFixtures.families)
    func randomTexts(family: String) throws {
        let tokenizer = try SubwordFixtures.tokenizer(family)
        var numbers = SeededNumbers(state: 3)
        for _ in 0..<300 {
            var scalars = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...20, using: &numbers) {
                let bound: UInt32 = [0x80, 0x370, 0x3000, 0x20000, 0x110000].randomElement(using: &numbers) ?? 0x80
                if let scalar = Unicode.Scalar(UInt32.random(in: 0..<bound, using: &numbers)) { scalars.append(scalar) }
            }
            let found = tokenizer.encode(String(scalars), recognizingSpecialTokens: false)
            #expect(found.offsets.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= scalars.count && !$0.isEmpty })
            #expect(zip(found.offsets, found.offsets.dropFirst()).allSatisfy { $0.lowerBound <= $1.lowerBound })
            #expect(found.ids == tokenizer.tokens(of: [.text(String(scalars))]))
        }
    }
}
