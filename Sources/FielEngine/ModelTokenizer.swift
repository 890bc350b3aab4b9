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

    /// Reads a `tokenizer.json` of a generating model: BPE or Unigram.
    ///
    /// - Throws: `FielError` that names the file and what is wrong with it.
    public static func readSubwords(from path: String) throws(FielError) -> SubwordTokenizer {
        let file = try MappedFile(path: path)
        do throws(FielError) {
            return try SubwordTokenizer(tokenizerJSON: Array(file.bytes))
        } catch {
            throw error.located(at: .init(file: path))
        }
    }
}
