import FielCore
import FielTokenizers

/// Reads an encoder from a folder as Hugging Face `transformers` and `sentence-transformers` write it.
enum HuggingFaceFolder {
    /// Joins sizes, tokenizer and weights.
    ///
    /// - Throws: `FielError` that names the file, the field and its value.
    static func checkpoint(in folder: String) throws(FielError) -> EncoderCheckpoint {
        let config = try JSONFields(file: "\(folder)/config.json")
        let kind = try config.string("model_type")
        guard kind == "bert" else {
            throw FielError(
                .unsupported,
                "model_type \(kind.debugDescription) is not supported, only \"bert\"",
                at: config.location
            )
        }
        let activation = try config.string("hidden_act")
        guard activation == "gelu" else {
            throw FielError(
                .unsupported,
                "hidden_act \(activation.debugDescription) is not supported, only \"gelu\"",
                at: config.location
            )
        }
        let positions = try config.integer("max_position_embeddings")
        let configuration = BertConfiguration(
            vocabularySize: try config.integer("vocab_size"),
            hidden: try config.integer("hidden_size"),
            layers: try config.integer("num_hidden_layers"),
            heads: try config.integer("num_attention_heads"),
            intermediate: try config.integer("intermediate_size"),
            positions: positions,
            tokenTypes: try config.integer("type_vocab_size"),
            epsilon: Float(try config.number("layer_norm_eps")),
            pooling: try pooling(folder, config),
            maximumTokens: try maximumTokens(folder) ?? positions
        )
        return try EncoderCheckpoint(
            path: folder,
            configuration: configuration,
            tokenizer: try tokenizer(in: folder),
            labels: labels(config),
            tensors: try SafetensorsFolder.tensors(in: folder),
            names: { [$0.huggingFace, "bert.\($0.huggingFace)"] }
        )
    }

    /// Mean pooling for a sentence encoder or where the checkpoint asks for it; otherwise the first token.
    private static func pooling(_ folder: String, _ config: JSONFields) throws(FielError) -> BertConfiguration.Pooling {
        if let name = config["fiel_pooling"]?.string {
            guard let pooling = BertConfiguration.Pooling(rawValue: name) else {
                throw config.error("fiel_pooling", name, expected: "mean or cls")
            }
            return pooling
        }
        let settings = "\(folder)/1_Pooling/config.json"
        guard FileKind.exists(settings) else { return config["id2label"] == nil ? .mean : .cls }
        return try JSONFields(file: settings)["pooling_mode_cls_token"] == .bool(true) ? .cls : .mean
    }

    private static func maximumTokens(_ folder: String) throws(FielError) -> Int? {
        let settings = "\(folder)/sentence_bert_config.json"
        guard FileKind.exists(settings) else { return nil }
        return try JSONFields(file: settings).integer("max_seq_length")
    }

    private static func labels(_ config: JSONFields) -> [String] {
        guard let names = config["id2label"]?.object else { return [] }
        return (0..<names.count).compactMap { names["\($0)"]?.string }
    }

    private static func tokenizer(in folder: String) throws(FielError) -> EncoderTokenizer {
        let json = "\(folder)/tokenizer.json"
        let path = FileKind.exists(json) ? json : "\(folder)/vocab.txt"
        let bytes = try MappedFile(path: path).contents
        do throws(FielError) {
            return path == json
                ? try EncoderTokenizer(json: bytes)
                : EncoderTokenizer(try WordPieceTokenizer(vocabularyText: bytes, options: WordPieceOptions()))
        } catch {
            throw error.located(at: .init(file: path))
        }
    }
}
