import FielCore
import FielTokenizers
import Foundation

/// Files of `fixtures/subwords`.
enum SubwordFixtures {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "fixtures/subwords")

    static let families = ["gpt2", "smollm", "llama3", "qwen2", "gemma", "llama2", "t5", "xlm-r"]

    /// A line of a golden file.
    struct Line: Decodable {
        var text: String
        var ids: [Int32]
        /// The start and end of each token; SentencePiece gives none.
        var offsets: [Int]?
    }

    /// The tokenizer of a `*.parts.json`, as a GGUF file would give it.
    struct Parts: Decodable {
        var model: String
        var tokens: [String]
        var scores: [Float]
        var types: [Int]

        var parts: TokenizerParts {
            var parts = TokenizerParts(model: model, tokens: tokens)
            parts.scores = scores
            parts.types = types
            return parts
        }
    }

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }

    static func tokenizer(_ family: String) throws -> SubwordTokenizer {
        try SubwordTokenizer(tokenizerJSON: bytes("\(family).json"))
    }

    static func parts() throws -> Parts {
        try JSONDecoder().decode(Parts.self, from: Data(bytes("llama.parts.json")))
    }

    static func golden(_ family: String) throws -> [Line] {
        try bytes("\(family).golden.jsonl").split(separator: UInt8(ascii: "\n")).map { line in
            try JSONDecoder().decode(Line.self, from: Data(line))
        }
    }

    /// A tokenizer file of byte-level BPE with few merges, with replaced parts.
    static func byteLevelJSON(
        merges: String = #"["a", "b"], ["ab", "c"]"#,
        added: String = "",
        replacing: (String, String)? = nil
    ) -> [UInt8] {
        let letters = (0..<256).map { "\"\(alphabet[$0].escaped)\": \($0)" }.joined(separator: ", ")
        let text = """
            {"added_tokens": [\(added)], "normalizer": null,
             "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "use_regex": true},
             "model": {"type": "BPE", "unk_token": null, "ignore_merges": false,
                       "vocab": {\(letters), "ab": 256, "abc": 257}, "merges": [\(merges)]}}
            """
        guard let replacing else { return Array(text.utf8) }
        return Array(text.replacingOccurrences(of: replacing.0, with: replacing.1).utf8)
    }

    /// GPT-2's characters for bytes, told apart from the implementation: printable Latin-1, then U+0100 and up.
    private static let alphabet: [Unicode.Scalar] = {
        var next: UInt32 = 0x100
        return (UInt8(0)...255).map { byte in
            if (33...126).contains(byte) || (161...172).contains(byte) || byte >= 174 { return Unicode.Scalar(byte) }
            defer { next += 1 }
            return Unicode.Scalar(next) ?? "?"
        }
    }()
}

extension Unicode.Scalar {
    fileprivate var escaped: String { self == "\"" || self == "\\" ? "\\\(self)" : String(self) }
}
