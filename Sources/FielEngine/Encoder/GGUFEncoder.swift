import FielCore
import FielTokenizers

/// Reads an encoder from a GGUF file, by the names that llama.cpp's converter gives to BERT.
enum GGUFEncoder {
    /// Joins sizes, tokenizer and weights.
    ///
    /// - Throws: `FielError` that names the metadata key and its value.
    static func checkpoint(_ gguf: GGUFFile) throws(FielError) -> EncoderCheckpoint {
        let metadata = GGUFMetadata(gguf)
        let architecture = try metadata.string("general.architecture")
        guard architecture == "bert" else {
            throw FielError(
                .unsupported,
                "architecture \(architecture.debugDescription) is not supported, only \"bert\"",
                at: .init(file: gguf.file.path)
            )
        }
        let shared = try embeddings(of: gguf, metadata)
        let vocabulary = GGUFMetadata(shared ?? gguf)
        let tokens = try vocabulary.strings("tokenizer.ggml.tokens")
        let positions = try metadata.integer("bert.context_length")
        let configuration = BertConfiguration(
            vocabularySize: tokens.count,
            hidden: try metadata.integer("bert.embedding_length"),
            layers: try metadata.integer("bert.block_count"),
            heads: try metadata.integer("bert.attention.head_count"),
            intermediate: try metadata.integer("bert.feed_forward_length"),
            positions: positions,
            tokenTypes: try vocabulary.optionalInteger("tokenizer.ggml.token_type_count") ?? 2,
            epsilon: Float(try metadata.number("bert.attention.layer_norm_epsilon")),
            pooling: try pooling(metadata),
            maximumTokens: try metadata.optionalInteger("fiel.maximum_tokens") ?? positions,
            unrelatedCosine: try metadata.optionalNumber("fiel.unrelated_cosine") ?? 0
        )
        return try EncoderCheckpoint(
            path: gguf.file.path,
            configuration: configuration,
            tokenizer: try tokenizer(tokens, vocabulary),
            labels: try metadata.optionalStrings("bert.classifier.output_labels") ?? [],
            tensors: gguf.tensors.merging(shared?.tensors ?? [:]) { own, _ in own },
            names: { [$0.gguf] }
        )
    }

    /// The file in the same folder whose vocabulary and embeddings this one shares; nil where it has its own.
    private static func embeddings(of gguf: GGUFFile, _ metadata: GGUFMetadata) throws(FielError) -> GGUFFile? {
        guard let name = try metadata.optionalString("fiel.embeddings_from") else { return nil }
        guard !name.isEmpty, !name.contains("/"), name != "." && name != ".." else {
            throw metadata.error(
                "fiel.embeddings_from",
                name.debugDescription,
                expected: "the name of a file beside it"
            )
        }
        return try GGUFFile(try MappedFile(path: "\(FileKind.parent(of: gguf.file.path))/\(name)"))
    }

    /// llama.cpp's pooling types: 1 is the mean, 2 the first token, 4 a classifier on the first token.
    private static func pooling(_ metadata: GGUFMetadata) throws(FielError) -> BertConfiguration.Pooling {
        switch try metadata.optionalInteger("bert.pooling_type") {
        case 1, nil: return .mean
        case 2, 4: return .cls
        case let other?: throw metadata.error("bert.pooling_type", "\(other)", expected: "1, 2 or 4")
        }
    }

    /// `bert` is WordPiece, `t5` Unigram, as llama.cpp's converter names them.
    private static func tokenizer(_ tokens: [String], _ metadata: GGUFMetadata) throws(FielError) -> EncoderTokenizer {
        let kind = try metadata.string("tokenizer.ggml.model")
        do throws(FielError) {
            switch kind {
            case "bert":
                let options = WordPieceOptions()
                return EncoderTokenizer(try WordPieceTokenizer(phantomSpaceVocabulary: tokens, options: options))
            case "t5": return try EncoderTokenizer(try SubwordTokenizer(try TokenizerParts(metadata)))
            default: throw metadata.error("tokenizer.ggml.model", kind, expected: "bert or t5")
            }
        } catch {
            throw error.located(at: .init(file: metadata.path))
        }
    }
}
