import FielCore
import FielTokenizers
import Testing

@Suite("Files of subword tokenizers")
struct SubwordFileTests {
    private func failure(_ bytes: [UInt8]) -> FielError? {
        do {
            _ = try SubwordTokenizer(tokenizerJSON: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test("a file in good order is read, with merges in either form")
    func forms() throws {
        for merges in [#"["a", "b"], ["ab", "c"]"#, #""a b", "ab c""#] {
            let tokenizer = try SubwordTokenizer(tokenizerJSON: SubwordFixtures.byteLevelJSON(merges: merges))
            #expect(tokenizer.tokens(of: [.text("abc")]) == [257])
        }
    }

    @Test(
        "another kind of tokenizer is refused by the part that is not known",
        arguments: [
            (#""type": "BPE""#, #""type": "WordLevel""#, "WordLevel"),
            (#""normalizer": null"#, #""normalizer": {"type": "NFKD"}"#, "NFKD"),
            (#""add_prefix_space": false"#, #""add_prefix_space": true"#, "ByteLevel"),
            (#""type": "ByteLevel""#, #""type": "UnicodeScripts""#, "UnicodeScripts"),
            (#""unk_token": null"#, #""unk_token": null, "dropout": 0.1"#, "dropout"),
            (#""unk_token": null"#, #""unk_token": null, "end_of_word_suffix": "</w>""#, "end_of_word_suffix"),
            (
                #""added_tokens": []"#,
                #""added_tokens": [{"id": 258, "content": "x", "single_word": true}]"#, "single_word"
            ),
        ]
    )
    func refused(old: String, new: String, part: String) throws {
        let error = try #require(failure(SubwordFixtures.byteLevelJSON(replacing: (old, new))))
        #expect(error.code == .unsupported)
        #expect(error.message.contains(part), "\(error)")
    }

    @Test(
        "a file that contradicts itself is malformed",
        arguments: [
            (#""ab": 256"#, #""ab": 0"#), (#""ab": 256"#, #""ab": 100000000"#), (#""ab": 256"#, #""ab": -1"#),
            (#"["a", "b"]"#, #"["a", "z z"]"#), (#"["a", "b"]"#, #"["a"]"#), (#"["a", "b"]"#, #""ab""#),
            (#""unk_token": null"#, #""unk_token": "none""#),
            (#""added_tokens": []"#, #""added_tokens": [{"id": 256, "content": "x"}]"#),
            (#""added_tokens": []"#, #""added_tokens": [{"id": 99999999999, "content": "x"}]"#),
            (#""added_tokens": []"#, #""added_tokens": [{"id": 2000000000, "content": "x"}]"#),
        ]
    )
    func malformed(old: String, new: String) throws {
        let error = try #require(failure(SubwordFixtures.byteLevelJSON(replacing: (old, new))))
        #expect(error.code == .malformedModel)
    }

    @Test("files cut or changed anywhere are read or refused, never a crash", arguments: ["gemma", "xlm-r"])
    func mutations(family: String) throws {
        let bytes = try SubwordFixtures.bytes("\(family).json")
        var numbers = SeededNumbers(state: 17)
        for _ in 0..<12 {
            #expect(failure(Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &numbers)))) != nil)
            var changed = bytes
            for _ in 0..<4 {
                let place = Int.random(in: changed.indices, using: &numbers)
                changed[place] = UInt8.random(in: 0x20...0x7E, using: &numbers)
            }
            let tokenizer = try? SubwordTokenizer(tokenizerJSON: changed)
            _ = tokenizer?.tokens(of: [.template("ﬁne e\u{301} text <unk> \u{FF1C} 123")])
        }
    }

    @Test("parts that lack something or contradict each other are malformed; unknown kinds are unsupported")
    func parts() throws {
        let good = try SubwordFixtures.parts().parts
        func code(_ change: (inout TokenizerParts) -> Void) -> FielError.Code? {
            var parts = good
            change(&parts)
            do {
                _ = try SubwordTokenizer(parts)
                return nil
            } catch {
                return error.code
            }
        }
        #expect(code { _ in } == nil)
        #expect(code { $0.scores = nil } == .malformedModel)
        #expect(code { $0.scores?.removeLast() } == .malformedModel)
        #expect(code { $0.types?.removeLast() } == .malformedModel)
        #expect(code { $0.scores?[5] = .nan } == .malformedModel)
        #expect(code { $0.unknownToken = -1 } == .malformedModel)
        #expect(code { $0.unknownToken = .max } == .malformedModel)
        #expect(code { $0.model = "bert" } == .unsupported)
        #expect(code { $0.model = "gpt2" } == .unsupported)
        #expect(
            code {
                $0.model = "gpt2"
                $0.preTokenizer = "qwen2"
            } == .malformedModel
        )
    }
}
