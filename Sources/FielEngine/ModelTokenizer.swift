public import FielCore
public import FielTokenizers

/// The tokenizer of a model file, without the model's weights.
public enum ModelTokenizer {
    /// Reads the tokenizer of a GGUF file or a Hugging Face folder.
    ///
    /// - Throws: `FielError` that names the file and what is wrong with it.
    public static func read(from path: String) throws(FielError) -> WordPieceTokenizer {
        try EncoderCheckpoint.open(path).tokenizer
    }
}
