/// The parts of a BERT checkpoint, with their names in each file format.
enum BertTensor: Hashable {
    case wordEmbedding
    case positionEmbedding
    case typeEmbedding
    case embeddingNorm(Affine)
    case layer(Int, Part, Affine)
    case pooler(Affine)
    case classifier(Affine)

    enum Affine: String { case weight, bias }

    enum Part: CaseIterable {
        case query, key, value, attentionOutput, attentionNorm, up, down, outputNorm

        /// The name in GGUF files, as llama.cpp's converter gives it.
        fileprivate var gguf: String {
            switch self {
            case .query: "attn_q"
            case .key: "attn_k"
            case .value: "attn_v"
            case .attentionOutput: "attn_output"
            case .attentionNorm: "attn_output_norm"
            case .up: "ffn_up"
            case .down: "ffn_down"
            case .outputNorm: "layer_output_norm"
            }
        }

        /// The name in Hugging Face checkpoints.
        fileprivate var huggingFace: String {
            switch self {
            case .query: "attention.self.query"
            case .key: "attention.self.key"
            case .value: "attention.self.value"
            case .attentionOutput: "attention.output.dense"
            case .attentionNorm: "attention.output.LayerNorm"
            case .up: "intermediate.dense"
            case .down: "output.dense"
            case .outputNorm: "output.LayerNorm"
            }
        }
    }

    /// The name in GGUF files.
    var gguf: String {
        switch self {
        case .wordEmbedding: "token_embd.weight"
        case .positionEmbedding: "position_embd.weight"
        case .typeEmbedding: "token_types.weight"
        case .embeddingNorm(let affine): "token_embd_norm.\(affine)"
        case .layer(let index, let part, let affine): "blk.\(index).\(part.gguf).\(affine)"
        case .pooler(let affine): "cls.\(affine)"
        case .classifier(let affine): "cls.output.\(affine)"
        }
    }

    /// The name in Hugging Face checkpoints, without the `bert.` that some put before it.
    var huggingFace: String {
        switch self {
        case .wordEmbedding: "embeddings.word_embeddings.weight"
        case .positionEmbedding: "embeddings.position_embeddings.weight"
        case .typeEmbedding: "embeddings.token_type_embeddings.weight"
        case .embeddingNorm(let affine): "embeddings.LayerNorm.\(affine)"
        case .layer(let index, let part, let affine): "encoder.layer.\(index).\(part.huggingFace).\(affine)"
        case .pooler(let affine): "pooler.dense.\(affine)"
        case .classifier(let affine): "classifier.\(affine)"
        }
    }
}
