public import FielCore
public import FielTokenizers

/// The tokenizer of a model file, without the model's weights.
public enum ModelTokenizer: Sendable {
    /// That of an encoder, which sets special tokens around a text.
    case encoder(EncoderTokenizer)
    /// That of a language model: BPE or Unigram.
    case generator(SubwordTokenizer)

    /// Reads the tokenizer of a GGUF file, of a Hugging Face folder, or of a `tokenizer.json`.
    ///
    /// A `tokenizer.json` of subwords is read as a language model's.
    ///
    /// - Throws: `FielError` that names the file and what is wrong with it.
    public static func read(from path: String) throws(FielError) -> ModelTokenizer {
        if path.hasSuffix(".json") { return try read(json: path) }
        return try isEncoder(path)
            ? .encoder(try EncoderCheckpoint.open(path).tokenizer)
            : .generator(try DecoderVocabulary.read(path).tokenizer)
    }

    private static func isEncoder(_ path: String) throws(FielError) -> Bool {
        if FileKind.isDirectory(path) {
            return try JSONFields(file: "\(path)/config.json")["model_type"]?.string == "bert"
        }
        let file = try MappedFile(path: path)
        guard GGUFFile.recognizes(file) else { return true }
        return try GGUFMetadata(try GGUFFile(file)).optionalString("general.architecture") == "bert"
    }

    private static func read(json path: String) throws(FielError) -> ModelTokenizer {
        let bytes = try MappedFile(path: path).contents
        do throws(FielError) {
            return .generator(try SubwordTokenizer(tokenizerJSON: bytes))
        } catch {
            guard error.code == .unsupported, let encoder = try? WordPieceTokenizer(tokenizerJSON: bytes) else {
                throw error.located(at: .init(file: path))
            }
            return .encoder(EncoderTokenizer(encoder))
        }
    }
}
