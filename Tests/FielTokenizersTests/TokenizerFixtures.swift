import FielCore
import Foundation
@testable import FielTokenizers

/// Files of `fixtures/tokenizer`, and a vocabulary small enough to read.
enum TokenizerFixtures {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "fixtures/tokenizer")

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }

    static func lines<Line: Decodable>(_ name: String, as type: Line.Type) throws -> [Line] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try bytes(name).split(separator: UInt8(ascii: "\n")).map { line in
            try decoder.decode(type, from: Data(line))
        }
    }

    /// The tokenizer of uncased BERT.
    static let bert = Result { try WordPieceTokenizer(vocabularyText: bytes("vocab.txt")) }

    static let specialTokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    static let small = specialTokens + ["un", "##aff", "##able", "able", "e", "\u{E9}", "e\u{301}", "!", "a", "##a"]

    /// A tokenizer file of the small vocabulary, or of the given one, as Hugging Face writes it.
    static func tokenizerJSON(_ vocabulary: [String] = small, replacing: (String, String)? = nil) -> [UInt8] {
        let pieces = vocabulary.enumerated().map { "\"\($1)\": \($0)" }.joined(separator: ", ")
        let added = (0..<5).map { id in
            """
            {"id": \(id), "content": "\(specialTokens[id])", "single_word": false, "lstrip": false, "rstrip": false,
             "normalized": false, "special": true}
            """
        }
        let start = #"{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}"#
        let end = #"{"SpecialToken": {"id": "[SEP]", "type_id": 0}}"#
        let second = #"{"Sequence": {"id": "B", "type_id": 1}}, {"SpecialToken": {"id": "[SEP]", "type_id": 1}}"#
        let text = """
            {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [\(added.joined(separator: ","))],
             "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                            "strip_accents": null, "lowercase": true},
             "pre_tokenizer": {"type": "BertPreTokenizer"},
             "post_processor": {"type": "TemplateProcessing", "single": [\(start), \(end)],
                                "pair": [\(start), \(end), \(second)]},
             "decoder": {"type": "WordPiece"},
             "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                       "max_input_chars_per_word": 100, "vocab": {\(pieces)}}}
            """
        guard let replacing else { return Array(text.utf8) }
        return Array(text.replacingOccurrences(of: replacing.0, with: replacing.1).utf8)
    }
}

/// Numbers that are the same in every run (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
