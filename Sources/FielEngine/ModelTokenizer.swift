public import FielCore
public import FielTokenizers

/// The tokenizer of a model file, without the model's weights.
public enum ModelTokenizer: Sendable {
    /// That of an encoder.
    case wordPiece(WordPieceTokenizer)
    /// That of a language model: BPE or Unigram.
    case subwords(SubwordTokenizer)

    /// Reads the tokenizer of a GGUF file, of a Hugging Face folder, or of a `tokenizer.json`.
    ///
    /// - Throws: `FielError` that names the file and what is wrong with it.
    public static func read(from path: String) throws(FielError) -> ModelTokenizer {
        if path.hasSuffix(".json") { return try read(json: path) }
        if FileKind.isDirectory(path) {
            let isEncoder = try JSONFields(file: "\(path)/config.json")["model_type"]?.string == "bert"
            return isEncoder
                ? try EncoderCheckpoint.open(path).tokenizer.model
                : .subwords(try DecoderVocabulary.read(path).tokenizer)
        }
        let file = try MappedFile(path: path)
        guard GGUFFile.recognizes(file) else { return try EncoderCheckpoint.open(path).tokenizer.model }
        let kind = try GGUFMetadata(try GGUFFile(file)).optionalString("general.architecture")
        return kind == "bert"
            ? try EncoderCheckpoint.open(path).tokenizer.model
            : .subwords(try DecoderVocabulary.read(path).tokenizer)
    }

    private static func read(json path: String) throws(FielError) -> ModelTokenizer {
        let bytes = try MappedFile(path: path).contents
        do throws(FielError) {
            return .subwords(try SubwordTokenizer(tokenizerJSON: bytes))
        } catch {
            guard error.code == .unsupported, let encoder = try? WordPieceTokenizer(tokenizerJSON: bytes) else {
                throw error.located(at: .init(file: path))
            }
            return .wordPiece(encoder)
        }
    }
}
