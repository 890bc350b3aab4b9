import FielCore
import FielTokenizers

/// What a decoder's files say of its tokens: the tokenizer, where answers end, and how conversations are written.
struct DecoderVocabulary: Sendable {
    let tokenizer: SubwordTokenizer
    let endTokens: Set<Int32>
    let chatTemplate: String?

    /// Special tokens that end a turn in the formats of the families; files often name only one of them.
    private static let turnEnds = [
        "<|im_end|>", "<|eot_id|>", "<|end_of_text|>", "<|endoftext|>", "<end_of_turn>", "<eos>",
    ]

    /// Joins the parts; tokens by whose names turns end count as ends in any case.
    private init(_ tokenizer: SubwordTokenizer, ends: [Int32], chatTemplate: String?) {
        self.tokenizer = tokenizer
        self.chatTemplate = chatTemplate
        endTokens = Set(ends + Self.turnEnds.compactMap(tokenizer.specialToken(named:)))
    }

    /// Reads the tokenizer of a GGUF file, or of a Hugging Face folder.
    ///
    /// - Throws: `FielError` that names the file and what is wrong with it.
    static func read(_ path: String) throws(FielError) -> DecoderVocabulary {
        if FileKind.isDirectory(path) { return try read(folder: path) }
        if path.hasSuffix(".safetensors") { return try read(folder: FileKind.parent(of: path)) }
        return try read(GGUFMetadata(try GGUFFile.open(path)))
    }

    // MARK: GGUF

    private static func read(_ metadata: GGUFMetadata) throws(FielError) -> DecoderVocabulary {
        let parts = try TokenizerParts(metadata)
        var ends: [Int32] = []
        for name in ["eos", "eot", "eom"] {
            if let id = try metadata.token(name, among: parts.tokens.count) { ends.append(id) }
        }
        let template = try metadata.optionalString("tokenizer.chat_template")
        return try located(metadata.path) { () throws(FielError) in
            DecoderVocabulary(try SubwordTokenizer(parts), ends: ends, chatTemplate: template)
        }
    }

    // MARK: Hugging Face

    private static func read(folder: String) throws(FielError) -> DecoderVocabulary {
        let path = "\(folder)/tokenizer.json"
        let bytes = try MappedFile(path: path).contents
        let tokenizer = try located(path) { () throws(FielError) in try SubwordTokenizer(tokenizerJSON: bytes) }
        var ends: [Int32] = []
        for name in ["config.json", "generation_config.json"] where FileKind.exists("\(folder)/\(name)") {
            ends += try endTokens(try JSONFields(file: "\(folder)/\(name)"))
        }
        return DecoderVocabulary(tokenizer, ends: ends, chatTemplate: try chatTemplate(folder))
    }

    /// `eos_token_id`: one id, or several.
    private static func endTokens(_ config: JSONFields) throws(FielError) -> [Int32] {
        let field = "eos_token_id"
        guard let value = config[field], value != .null else { return [] }
        let numbers = value.array ?? [value]
        let ids = numbers.compactMap { $0.number.flatMap { Int32(exactly: $0) } }.filter { $0 >= 0 }
        guard ids.count == numbers.count else { throw config.error(field, value.kind, expected: "one or more ids") }
        return ids
    }

    private static func chatTemplate(_ folder: String) throws(FielError) -> String? {
        let own = "\(folder)/chat_template.jinja"
        if FileKind.exists(own) { return String(decoding: try MappedFile(path: own).contents, as: UTF8.self) }
        let config = "\(folder)/tokenizer_config.json"
        return FileKind.exists(config) ? try JSONFields(file: config)["chat_template"]?.string : nil
    }

    private static func located<R>(_ path: String, _ body: () throws(FielError) -> R) throws(FielError) -> R {
        do { return try body() } catch { throw error.located(at: .init(file: path)) }
    }
}
