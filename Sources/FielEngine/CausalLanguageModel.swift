public import FielCore

/// A decoder with its tokenizer: an autoregressive language model.
///
/// Reads GGUF files and Hugging Face folders of the Llama, Mistral, Qwen2, Qwen3 and Gemma 3 families. Weights stay as
/// they are quantised in the file.
public final class CausalLanguageModel: Sendable {
    private let decoder: Decoder

    /// Loads a GGUF file or a Hugging Face folder.
    ///
    /// - Parameters:
    ///   - path: a `.gguf` file, or a folder with `config.json`, `tokenizer.json` and `model.safetensors`.
    ///   - options: how to run it; the precision is that of activations.
    /// - Throws: `FielError` that names the file and what is wrong with it.
    public init(path: String, options: EngineOptions = EngineOptions()) throws(FielError) {
        decoder = try Decoder(path: path, options: options)
    }

    /// The number of tokens; ids are `0..<vocabularySize`.
    public var vocabularySize: Int { decoder.configuration.vocabularySize }

    /// The most tokens that a context may hold.
    public var contextLength: Int { decoder.configuration.contextLength }

    /// The context in which nothing has been read.
    public var emptyContext: DecoderContext { .empty }

    /// The number of tokens in a context.
    public func count(of context: DecoderContext) -> Int { context.count }

    /// Reads tokens after each of several contexts, all in one pass over the model's weights.
    ///
    /// - Throws: `FielError` with code `invalidArgument` where a context would grow beyond `contextLength` or a token is
    ///   not in the vocabulary, `malformedModel` where the weights are such that a result is not finite.
    public func extend(
        _ continuations: [Continuation<DecoderContext>]
    ) throws(FielError) -> [ContinuedContext<DecoderContext>] {
        try decoder.extend(continuations)
    }
}
