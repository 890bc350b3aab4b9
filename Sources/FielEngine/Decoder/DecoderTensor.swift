/// The weights of a decoder, and what they are called in files.
enum DecoderTensor: Sendable, Hashable {
    /// The parts of a layer.
    enum Part: Sendable, Hashable {
        case inputNorm, query, key, value, queryNorm, keyNorm, output, attentionPostNorm
        case feedForwardNorm, gate, up, down, feedForwardPostNorm
    }

    /// A weight, or the bias beside it.
    enum Kind: String, Sendable, Hashable {
        case weight, bias
    }

    case embeddings
    case layer(Int, Part, Kind)
    case finalNorm
    /// Logits from hidden states; where it is missing the embeddings serve.
    case head
    /// Divisors of rotation frequencies.
    case rotationDivisors

    /// The name in a GGUF file (llama.cpp `gguf-py/gguf/constants.py`).
    var gguf: String {
        switch self {
        case .embeddings: "token_embd.weight"
        case .finalNorm: "output_norm.weight"
        case .head: "output.weight"
        case .rotationDivisors: "rope_freqs.weight"
        case .layer(let index, let part, let kind): "blk.\(index).\(part.gguf).\(kind.rawValue)"
        }
    }

    /// The name in a checkpoint of Hugging Face `transformers`.
    ///
    /// - Parameter sandwiched: whether layers normalise after attention and after the feed-forward part as well (Gemma):
    ///   `post_attention_layernorm` then has another meaning.
    func huggingFace(sandwiched: Bool) -> String {
        switch self {
        case .embeddings: "model.embed_tokens.weight"
        case .finalNorm: "model.norm.weight"
        case .head: "lm_head.weight"
        case .rotationDivisors: "model.rope_freqs.weight"
        case .layer(let index, let part, let kind):
            "model.layers.\(index).\(part.huggingFace(sandwiched: sandwiched)).\(kind.rawValue)"
        }
    }
}

extension DecoderTensor.Part {
    fileprivate var gguf: String {
        switch self {
        case .inputNorm: "attn_norm"
        case .query: "attn_q"
        case .key: "attn_k"
        case .value: "attn_v"
        case .queryNorm: "attn_q_norm"
        case .keyNorm: "attn_k_norm"
        case .output: "attn_output"
        case .attentionPostNorm: "post_attention_norm"
        case .feedForwardNorm: "ffn_norm"
        case .gate: "ffn_gate"
        case .up: "ffn_up"
        case .down: "ffn_down"
        case .feedForwardPostNorm: "post_ffw_norm"
        }
    }

    fileprivate func huggingFace(sandwiched: Bool) -> String {
        switch self {
        case .inputNorm: "input_layernorm"
        case .query: "self_attn.q_proj"
        case .key: "self_attn.k_proj"
        case .value: "self_attn.v_proj"
        case .queryNorm: "self_attn.q_norm"
        case .keyNorm: "self_attn.k_norm"
        case .output: "self_attn.o_proj"
        case .attentionPostNorm: sandwiched ? "post_attention_layernorm" : "none"
        case .feedForwardNorm: sandwiched ? "pre_feedforward_layernorm" : "post_attention_layernorm"
        case .gate: "mlp.gate_proj"
        case .up: "mlp.up_proj"
        case .down: "mlp.down_proj"
        case .feedForwardPostNorm: "post_feedforward_layernorm"
        }
    }
}
