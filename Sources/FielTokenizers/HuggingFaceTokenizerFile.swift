public import FielCore

extension WordPieceTokenizer {
    /// Makes a tokenizer from a `tokenizer.json` of Hugging Face.
    ///
    /// The file must describe BERT: BertNormalizer, BertPreTokenizer, WordPiece with `##`, and `[CLS] A [SEP] B [SEP]`
    /// around texts. Its truncation and padding are not applied.
    ///
    /// - Parameter bytes: The file.
    /// - Throws: `FielError` with code `malformedModel` where the file breaks its format, `unsupported` with the field
    ///   and its value where it describes another tokenizer.
    public init(tokenizerJSON bytes: [UInt8]) throws(FielError) {
        let file = HuggingFaceTokenizerFile(try OrderedJSON(parsing: bytes))
        try self.init(
            vocabulary: try file.vocabulary(),
            options: try file.options(),
            recognized: try file.addedTokens()
        )
    }
}

/// The parts of a `tokenizer.json`, checked one by one.
struct HuggingFaceTokenizerFile {
    private let root: OrderedJSON

    init(_ root: OrderedJSON) { self.root = root }

    /// The pieces in the order of their ids.
    func vocabulary() throws(FielError) -> [String] {
        guard case .object(let members)? = root["model"]?["vocab"] else {
            throw FielError(.malformedModel, "model.vocab of the tokenizer is not an object")
        }
        var pieces = [String?](repeating: nil, count: members.count)
        for member in members {
            let value = member.value
            guard let id = value.integer, pieces.indices.contains(id) else {
                throw FielError(.malformedModel, "model.vocab has an id that is not in 0..<\(members.count): \(value)")
            }
            guard pieces[id] == nil else { throw FielError(.malformedModel, "model.vocab has the id \(id) twice") }
            pieces[id] = member.name
        }
        return pieces.compactMap(\.self)
    }

    /// The normalizer's steps, the model's limits and the names of the special tokens.
    func options() throws(FielError) -> WordPieceOptions {
        try expect("normalizer", "type", "BertNormalizer")
        try expect("pre_tokenizer", "type", "BertPreTokenizer")
        try expect("model", "type", "WordPiece")
        try expect("model", "continuing_subword_prefix", "##")
        var options = WordPieceOptions()
        options.cleansText = try flag("clean_text") ?? true
        options.separatesCJK = try flag("handle_chinese_chars") ?? true
        options.lowercases = try flag("lowercase") ?? true
        options.stripsAccents = try flag("strip_accents")
        options.unknownToken = try unknownToken()
        options.maximumWordLength = try wordLength()
        (options.classificationToken, options.separatorToken) = try template()
        options.paddingToken = root["padding"]?["pad_token"]?.string ?? options.paddingToken
        return options
    }

    /// The names that stand for tokens wherever they appear in a text, with the ids that the file gives them.
    func addedTokens() throws(FielError) -> [(name: String, id: Int32)] {
        var tokens: [(name: String, id: Int32)] = []
        for token in root["added_tokens"]?.array ?? [] {
            guard let name = token["content"]?.string else {
                throw FielError(.malformedModel, "an entry of added_tokens has no content: \(token)")
            }
            for flag in ["single_word", "lstrip", "rstrip", "normalized"] where token[flag] == .bool(true) {
                throw FielError(.unsupported, "added_tokens has \(flag) true for \"\(name)\"; only false is supported")
            }
            guard let id = token["id"]?.integer, let id = Int32(exactly: id) else {
                throw FielError(.malformedModel, "added_tokens has no proper id for \"\(name)\"")
            }
            tokens.append((name, id))
        }
        return tokens
    }

    private func required(_ part: String, _ field: String) throws(FielError) -> OrderedJSON {
        guard let value = root[part]?[field] else {
            throw FielError(.unsupported, "\(part).\(field) of the tokenizer is missing")
        }
        return value
    }

    private func expect(_ part: String, _ field: String, _ expected: String) throws(FielError) {
        let value = try required(part, field)
        guard value.string == expected else {
            throw FielError(.unsupported, "\(part).\(field) of the tokenizer is \(value), not \"\(expected)\"")
        }
    }

    private func flag(_ field: String) throws(FielError) -> Bool? {
        switch root["normalizer"]?[field] {
        case nil, .null: return nil
        case .bool(let value): return value
        case let other?: throw FielError(.malformedModel, "normalizer.\(field) of the tokenizer is \(other)")
        }
    }

    private func unknownToken() throws(FielError) -> String {
        let value = try required("model", "unk_token")
        guard let name = value.string else {
            throw FielError(.malformedModel, "model.unk_token of the tokenizer is \(value)")
        }
        return name
    }

    private func wordLength() throws(FielError) -> Int {
        let value = try required("model", "max_input_chars_per_word")
        guard let length = value.integer, length >= 0 else {
            throw FielError(.malformedModel, "model.max_input_chars_per_word of the tokenizer is \(value)")
        }
        return length
    }

    /// The names of the tokens around texts, from either form in which the file may give them.
    private func template() throws(FielError) -> (classification: String, separator: String) {
        let processor = root["post_processor"] ?? .null
        switch processor["type"]?.string {
        case "BertProcessing":
            if let first = processor["cls"]?[0]?.string, let last = processor["sep"]?[0]?.string {
                return (first, last)
            }
        case "TemplateProcessing":
            let single = processor["single"]?[0]?["SpecialToken"]?["id"]?.string
            let last = processor["single"]?[2]?["SpecialToken"]?["id"]?.string
            if let single, let last, processor.matchesBert(single, last) { return (single, last) }
        default: break
        }
        throw FielError(.unsupported, "post_processor of the tokenizer is \(processor), not [CLS] A [SEP] B [SEP]")
    }
}

extension OrderedJSON {
    /// Whether a template is `[CLS] A [SEP]`, and `[CLS] A [SEP] B [SEP]` with types 0 and 1.
    fileprivate func matchesBert(_ classification: String, _ separator: String) -> Bool {
        let first = [
            Self.part("SpecialToken", classification, 0), Self.part("Sequence", "A", 0),
            Self.part("SpecialToken", separator, 0),
        ]
        let second = [Self.part("Sequence", "B", 1), Self.part("SpecialToken", separator, 1)]
        return self["single"]?.matches(first) == true && self["pair"]?.matches(first + second) == true
    }

    private static func part(_ kind: String, _ name: String, _ type: Int) -> (kind: String, name: String, type: Int) {
        (kind, name, type)
    }

    private func matches(_ parts: [(kind: String, name: String, type: Int)]) -> Bool {
        guard let array, array.count == parts.count else { return false }
        return zip(array, parts).allSatisfy { node, part in
            node[part.kind]?["id"]?.string == part.name && node[part.kind]?["type_id"]?.integer == part.type
        }
    }
}
