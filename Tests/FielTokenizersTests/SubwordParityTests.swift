import FielCore
import FielTokenizers
import Testing

@Suite("Subword parity with Hugging Face tokenizers and SentencePiece")
struct SubwordParityTests {
    @Test("composed texts have the peer's ids and offsets", arguments: SubwordFixtures.families)
    func golden(family: String) throws {
        let tokenizer = try SubwordFixtures.tokenizer(family)
        let lines = try SubwordFixtures.golden(family)
        #expect(lines.count > 200)
        for line in lines {
            let found = tokenizer.encode(line.text, recognizingSpecialTokens: true)
            #expect(found.ids == line.ids, "\(line.text.debugDescription)")
            #expect(
                found.offsets.flatMap { [$0.lowerBound, $0.upperBound] } == line.offsets,
                "\(line.text.debugDescription)"
            )
            #expect(tokenizer.tokens(of: [.template(line.text)]) == line.ids)
        }
    }

    @Test("the parts of a GGUF file have the ids of SentencePiece's own BPE")
    func sentencePiece() throws {
        let tokenizer = try SubwordTokenizer(try SubwordFixtures.parts().parts)
        let lines = try SubwordFixtures.golden("llama")
        #expect(lines.count > 200)
        for line in lines {
            #expect(tokenizer.tokens(of: [.text(line.text)]) == line.ids, "\(line.text.debugDescription)")
        }
    }

    @Test("a byte-level tokenizer gives a text's own bytes back", arguments: ["gpt2", "smollm", "llama3"])
    func roundTrip(family: String) throws {
        let tokenizer = try SubwordFixtures.tokenizer(family)
        for line in try SubwordFixtures.golden(family) {
            let ids = tokenizer.tokens(of: [.text(line.text)])
            #expect(ids.flatMap(tokenizer.bytes(of:)) == Array(line.text.utf8), "\(line.text.debugDescription)")
        }
    }

    @Test("byte fallback gives a text's own bytes back, with a space before it where the tokenizer sets one")
    func fallbackRoundTrip() throws {
        let tokenizer = try SubwordTokenizer(try SubwordFixtures.parts().parts)
        for line in try SubwordFixtures.golden("llama") where !line.text.isEmpty && !line.text.contains("\u{2581}") {
            #expect(
                line.ids.flatMap(tokenizer.bytes(of:)) == Array(" \(line.text)".utf8),
                "\(line.text.debugDescription)"
            )
        }
    }
}
