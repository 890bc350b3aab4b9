public import FielCore
public import FielTokenizers

/// A decoder with its tokenizer: an autoregressive language model.
///
/// Reads GGUF files and Hugging Face folders of the Llama, Mistral, Qwen2, Qwen3 and Gemma 3 families. Weights stay as
/// they are quantised in the file.
public final class CausalLanguageModel: LanguageModel {
    /// The model's name: that of its file or folder.
    public let name: String
    /// The tokenizer of the model's files.
    public var tokenizer: SubwordTokenizer { vocabulary.tokenizer }
    private let vocabulary: DecoderVocabulary
    private let decoder: Decoder

    /// Loads a GGUF file or a Hugging Face folder.
    ///
    /// - Parameters:
    ///   - path: a `.gguf` file, or a folder with `config.json`, `tokenizer.json` and `model.safetensors`.
    ///   - options: how to run it; the precision is that of activations.
    /// - Throws: `FielError` that names the file and what is wrong with it.
    public init(path: String, options: EngineOptions = EngineOptions()) throws(FielError) {
        name = path.split(separator: "/").last.map(String.init) ?? path
        decoder = try Decoder(path: path, options: options)
        vocabulary = try DecoderVocabulary.read(path)
        let (tokens, rows) = (vocabulary.tokenizer.vocabularySize, decoder.configuration.vocabularySize)
        guard tokens <= rows else {
            throw FielError(
                .malformedModel,
                "the tokenizer has \(tokens) tokens, the model \(rows)",
                at: .init(file: path)
            )
        }
    }

    // MARK: Tokens

    /// The number of tokens; ids are `0..<vocabularySize`.
    public var vocabularySize: Int { decoder.configuration.vocabularySize }

    /// The tokens that end an answer.
    public var endTokens: Set<Int32> { vocabulary.endTokens }

    /// The chat template of the model file (Jinja), where it has one.
    public var chatTemplate: String? { vocabulary.chatTemplate }

    /// The ids of a prompt, exactly; nothing is added around it.
    public func tokens(of prompt: [PromptPart]) -> [Int32] { tokenizer.tokens(of: prompt) }

    /// The bytes of text that a token stands for; none for a special token.
    public func bytes(of token: Int32) -> [UInt8] { tokenizer.bytes(of: token) }

    /// The id of a special token by its name, such as `<|im_end|>`.
    public func specialToken(named name: String) -> Int32? { tokenizer.specialToken(named: name) }

    // MARK: Contexts

    /// The most tokens that a context may hold.
    public var contextLength: Int { decoder.configuration.contextLength }

    /// The context in which nothing has been read.
    public var emptyContext: DecoderContext { .empty }

    /// The number of tokens in a context.
    public func count(of context: DecoderContext) -> Int { context.count }

    /// Reads tokens after each of several contexts, all in one pass over the model's weights.
    ///
    /// A result does not depend on the other continuations, on how its tokens were cut into continuations, or on the
    /// number of threads.
    ///
    /// - Throws: `FielError` with code `invalidArgument` where a context would grow beyond `contextLength` or a token is
    ///   not in the vocabulary, `malformedModel` where the weights are such that a result is not finite.
    public func extend(
        _ continuations: [Continuation<DecoderContext>]
    ) throws(FielError) -> [ContinuedContext<DecoderContext>] {
        try decoder.extend(continuations)
    }
}
