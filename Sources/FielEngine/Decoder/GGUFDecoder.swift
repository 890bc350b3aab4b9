import CFielKernels
import FielCore

/// Reads a decoder from a GGUF file, by the names that llama.cpp's converter gives.
enum GGUFDecoder {
    /// The architectures that are read.
    static let architectures = ["llama", "qwen2", "qwen3", "gemma3"]

    /// Joins sizes and weights.
    ///
    /// - Throws: `FielError` that names the metadata key and its value.
    static func checkpoint(_ gguf: GGUFFile) throws(FielError) -> DecoderCheckpoint {
        let metadata = GGUFMetadata(gguf)
        let architecture = try metadata.string("general.architecture")
        guard architectures.contains(architecture) else {
            throw FielError(
                .unsupported,
                "architecture \(architecture.debugDescription) is not supported, only "
                    + architectures.joined(separator: ", "),
                at: .init(file: gguf.file.path)
            )
        }
        return try DecoderCheckpoint(
            path: gguf.file.path,
            configuration: try configuration(gguf, metadata, architecture),
            tensors: gguf.tensors,
            name: \.gguf
        )
    }

    private static func configuration(
        _ gguf: GGUFFile,
        _ metadata: GGUFMetadata,
        _ family: String
    ) throws(FielError) -> DecoderConfiguration {
        guard let embeddings = gguf.tensors[DecoderTensor.embeddings.gguf], embeddings.shape.count == 2 else {
            throw FielError(.malformedModel, "has no matrix token_embd.weight", at: .init(file: gguf.file.path))
        }
        guard try metadata.optionalInteger("\(family).expert_count") ?? 0 == 0 else {
            throw FielError(.unsupported, "is a mixture of experts", at: .init(file: gguf.file.path))
        }
        let hidden = try metadata.integer("\(family).embedding_length")
        let layers = try metadata.integer("\(family).block_count")
        let heads = try metadata.integer("\(family).attention.head_count")
        guard heads > 0 else {
            throw metadata.error("\(family).attention.head_count", "\(heads)", expected: "1 or more")
        }
        let headSize = try metadata.optionalInteger("\(family).attention.key_length") ?? hidden / heads
        let valueSize = try metadata.optionalInteger("\(family).attention.value_length") ?? headSize
        guard valueSize == headSize else {
            throw metadata.error("\(family).attention.value_length", "\(valueSize)", expected: "\(headSize), as keys")
        }
        let rotated = try metadata.optionalInteger("\(family).rope.dimension_count") ?? headSize
        let window = try metadata.optionalInteger("\(family).attention.sliding_window")
        var sizes = DecoderConfiguration(
            vocabularySize: embeddings.shape[0],
            contextLength: try metadata.integer("\(family).context_length"),
            hidden: hidden,
            layers: layers,
            heads: heads,
            keyValueHeads: try metadata.optionalInteger("\(family).attention.head_count_kv") ?? heads,
            headSize: headSize,
            intermediate: try metadata.integer("\(family).feed_forward_length"),
            epsilon: Float(try metadata.number("\(family).attention.layer_norm_rms_epsilon")),
            rotation: .init(
                base: try metadata.optionalNumber("\(family).rope.freq_base") ?? (family == "gemma3" ? 1e6 : 1e4),
                divisors: try divisors(gguf, metadata, family, rotated)
            ),
            rotatedDimensions: rotated,
            attentionScale: 1 / Float(headSize).squareRoot(),
            window: window.flatMap { $0 > 0 ? $0 : nil },
            windowed: Array(repeating: false, count: max(0, min(layers, 100_000)))
        )
        sizes.pairsAdjacent = family == "llama"
        if family == "gemma3" { sizes.takeGemma3Defaults() }
        return sizes
    }

    /// What rotation frequencies are divided by: one factor for all, or a tensor with one each (Llama 3).
    private static func divisors(
        _ gguf: GGUFFile,
        _ metadata: GGUFMetadata,
        _ family: String,
        _ rotated: Int
    ) throws(FielError) -> [Double] {
        let key = "\(family).rope.scaling.type"
        switch try metadata.optionalString(key) {
        case nil, "none", "":
            guard let tensor = gguf.tensors[DecoderTensor.rotationDivisors.gguf] else { return [] }
            return try tensor.floats(on: .scalar).map(Double.init)
        case "linear":
            let factor = try metadata.number("\(family).rope.scaling.factor")
            return Array(repeating: factor, count: max(0, min(1_024, rotated / 2)))
        case let kind?:
            throw FielError(
                .unsupported,
                "metadata \(key) is \(kind.debugDescription), only linear scaling is supported",
                at: .init(file: metadata.path)
            )
        }
    }
}

extension DecoderConfiguration {
    /// What llama.cpp and `transformers` fix for Gemma 3: five layers with a window to one without, and the activation.
    mutating func takeGemma3Defaults() {
        gate = .gelu_tanh
        embeddingScale = Float(hidden).squareRoot()
        windowed = (0..<windowed.count).map { window != nil && ($0 + 1) % 6 != 0 }
        windowRotation = Rotation(base: 1e4)
    }
}
