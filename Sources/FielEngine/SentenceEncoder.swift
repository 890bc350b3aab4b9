public import FielCore

/// Sentence embeddings from an encoder: pooled token vectors of length 1 (Reimers & Gurevych 2019, arXiv 1908.10084).
public final class SentenceEncoder: TextEmbedder {
    /// What was loaded.
    public let info: ModelInfo
    /// The model's tokenizer.
    public let tokenizer: EncoderTokenizer
    private let encoder: BertEncoder
    private let workers: Workers

    /// Loads a GGUF file or a Hugging Face folder.
    ///
    /// - Parameters:
    ///   - path: a `.gguf` file, or a folder with `config.json` and `model.safetensors`.
    ///   - options: how to run it.
    /// - Throws: `FielError` that names the file and what is wrong with it.
    public init(path: String, options: EngineOptions = EngineOptions()) throws(FielError) {
        let checkpoint = try EncoderCheckpoint.open(path)
        encoder = try BertEncoder(checkpoint, options: options)
        tokenizer = checkpoint.tokenizer
        info = ModelInfo(checkpoint, options)
        workers = options.workers
    }

    /// The most tokens that the model reads at once, special tokens included.
    public var maximumTokens: Int { info.maximumTokens }

    /// The number of tokens of each text, without special tokens.
    public func tokenCounts(_ texts: [String]) -> [Int] { workers.map(texts, tokenizer.count) }

    /// Embeds each text by itself; what is longer than `maximumTokens` is cut at its end, as the reference does.
    ///
    /// - Parameter texts: any texts, the empty one included.
    /// - Returns: one embedding a text, in order.
    public func embed(_ texts: [String]) async throws(FielError) -> [Embedding] {
        let inputs = workers.map(texts) { tokenizer.input($0, maximumTokens: maximumTokens) }
        let vectors = try encoder.pooled(inputs)
        return zip(inputs, vectors).map { input, vector in
            Embedding(
                vector: Self.normalized(vector),
                tokens: input.ids.count,
                truncated: input.truncated,
                unrelatedCosine: encoder.configuration.unrelatedCosine
            )
        }
    }

    /// The vector scaled to length 1; a zero vector stays as it is.
    private static func normalized(_ vector: ArraySlice<Float>) -> [Float] {
        let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        return length > 0 ? vector.map { Float(Double($0) / length) } : Array(vector)
    }
}
