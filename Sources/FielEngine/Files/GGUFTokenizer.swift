import FielCore
import FielTokenizers

extension TokenizerParts {
    /// Reads the parts that a GGUF file keeps under `tokenizer.ggml`.
    ///
    /// - Throws: `FielError` that names the metadata key and its value.
    init(_ metadata: GGUFMetadata) throws(FielError) {
        self.init(
            model: try metadata.string("tokenizer.ggml.model"),
            tokens: try metadata.strings("tokenizer.ggml.tokens")
        )
        preTokenizer = try metadata.optionalString("tokenizer.ggml.pre")
        scores = try metadata.optionalNumbers("tokenizer.ggml.scores")?.map { Float($0) }
        types = try metadata.optionalIntegers("tokenizer.ggml.token_type")
        merges = try metadata.optionalStrings("tokenizer.ggml.merges")
        addsSpacePrefix = try metadata.optionalBool("tokenizer.ggml.add_space_prefix")
        charactersMap = try metadata.optionalIntegers("tokenizer.ggml.precompiled_charsmap")?
            .map { UInt8(truncatingIfNeeded: $0) }
        unknownToken = try metadata.token("unknown", among: tokens.count)
        for name in ["eos", "eot", "eom", "bos", "padding"] {
            if let id = try metadata.token(name, among: tokens.count) { specialTokens.append(id) }
        }
    }
}

extension GGUFMetadata {
    /// The id under `tokenizer.ggml.NAME_token_id`, where the file has it.
    ///
    /// - Throws: `FielError` with code `malformedModel` where it is not below the number of tokens.
    func token(_ name: String, among count: Int) throws(FielError) -> Int32? {
        let key = "tokenizer.ggml.\(name)_token_id"
        guard let id = try optionalInteger(key) else { return nil }
        guard (0..<count).contains(id), let small = Int32(exactly: id) else {
            throw error(key, "\(id)", expected: "0 to \(count - 1)")
        }
        return small
    }
}
