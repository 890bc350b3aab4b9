import FielCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Reads a decoder from a folder as Hugging Face `transformers` writes it.
enum HuggingFaceDecoder {
    /// The model types that are read.
    static let modelTypes = ["llama", "mistral", "qwen2", "qwen3", "gemma3_text"]

    /// Joins sizes and weights.
    ///
    /// - Throws: `FielError` that names the file, the field and its value.
    static func checkpoint(in folder: String) throws(FielError) -> DecoderCheckpoint {
        let config = try JSONFields(file: "\(folder)/config.json")
        let kind = try config.string("model_type")
        guard modelTypes.contains(kind) else {
            throw FielError(
                .unsupported,
                "model_type \(kind.debugDescription) is not supported, only \(modelTypes.joined(separator: ", "))",
                at: config.location
            )
        }
        let sandwiched = kind == "gemma3_text"
        return try DecoderCheckpoint(
            path: folder,
            configuration: try configuration(config, kind),
            tensors: try SafetensorsFolder.tensors(in: folder),
            name: { $0.huggingFace(sandwiched: sandwiched) }
        )
    }

    private static func configuration(_ config: JSONFields, _ kind: String) throws(FielError) -> DecoderConfiguration {
        let isGemma = kind == "gemma3_text"
        let hidden = try config.integer("hidden_size")
        let layers = try config.integer("num_hidden_layers")
        let heads = try config.integer("num_attention_heads")
        guard heads > 0, (1...1_024).contains(layers) else {
            throw config.error("num_attention_heads or num_hidden_layers", "\(heads), \(layers)", expected: "1 to 1024")
        }
        let headSize = try config.optionalInteger("head_dim") ?? (isGemma ? 256 : hidden / heads)
        let scale = isGemma ? try config.optionalNumber("query_pre_attn_scalar") ?? 256 : Double(headSize)
        var sizes = DecoderConfiguration(
            vocabularySize: try config.integer("vocab_size"),
            contextLength: try config.integer("max_position_embeddings"),
            hidden: hidden,
            layers: layers,
            heads: heads,
            keyValueHeads: try config.optionalInteger("num_key_value_heads") ?? heads,
            headSize: headSize,
            intermediate: try config.integer("intermediate_size"),
            epsilon: Float(try config.number("rms_norm_eps")),
            rotation: try rotation(config, "full_attention", "rope_theta", isGemma ? 1e6 : 1e4, headSize),
            rotatedDimensions: headSize,
            attentionScale: Float(1 / scale.squareRoot()),
            windowed: Array(repeating: false, count: layers)
        )
        try expectActivation(config, isGemma)
        if try config.optionalBool("mlp_bias") == true { throw config.unsupported("mlp_bias", "true") }
        if isGemma {
            sizes.window = try config.optionalInteger("sliding_window") ?? 4_096
            sizes.takeGemma3Defaults()
            sizes.normOffset = 1
            sizes.windowRotation = try rotation(config, "sliding_attention", "rope_local_base_freq", 1e4, headSize)
            for field in ["final_logit_softcapping", "attn_logit_softcapping"]
            where try config.optionalNumber(field) != nil {
                throw config.unsupported(field, "set")
            }
        }
        try readWindows(config, kind, into: &sizes)
        return sizes
    }

    private static func expectActivation(_ config: JSONFields, _ isGemma: Bool) throws(FielError) {
        let field = isGemma ? "hidden_activation" : "hidden_act"
        let expected = isGemma ? "gelu_pytorch_tanh" : "silu"
        guard let name = config[field]?.string else { return }
        guard name == expected else { throw config.unsupported(field, name) }
    }

    /// Which layers see only the last tokens.
    private static func readWindows(
        _ config: JSONFields,
        _ kind: String,
        into sizes: inout DecoderConfiguration
    ) throws(FielError) {
        let uses = kind.hasPrefix("qwen") ? try config.optionalBool("use_sliding_window") ?? false : true
        guard uses, kind != "llama", let window = try config.optionalInteger("sliding_window") else { return }
        sizes.window = window
        if let types = config["layer_types"]?.array {
            sizes.windowed = types.map { $0.string == "sliding_attention" }
        } else if kind == "mistral" {
            sizes.windowed = sizes.windowed.map { _ in true }
        } else if kind.hasPrefix("qwen") {
            let first = try config.optionalInteger("max_window_layers") ?? 28
            sizes.windowed = sizes.windowed.indices.map { $0 >= first }
        } else if let pattern = try config.optionalInteger("sliding_window_pattern"), pattern > 0 {
            sizes.windowed = sizes.windowed.indices.map { ($0 + 1) % pattern != 0 }
        }
    }

    /// The base and scaling of rotation, in the form of either major version of `transformers`.
    private static func rotation(
        _ config: JSONFields,
        _ layerType: String,
        _ baseField: String,
        _ defaultBase: Double,
        _ dimensions: Int
    ) throws(FielError) -> DecoderConfiguration.Rotation {
        let all = try config.object("rope_parameters")
        let inner = try all?.object(layerType)
        let own = inner ?? all
        let older = layerType == "sliding_attention" ? nil : try config.object("rope_scaling")
        let olderBase = try config.optionalNumber(baseField)
        let scaling = own ?? older
        let base = try own?.optionalNumber("rope_theta") ?? olderBase ?? defaultBase
        guard let scaling, let kind = (scaling["rope_type"] ?? scaling["type"])?.string, kind != "default" else {
            return .init(base: base)
        }
        let factor = try scaling.number("factor")
        switch kind {
        case "linear":
            return .init(base: base, divisors: Array(repeating: factor, count: max(0, min(1_024, dimensions / 2))))
        case "llama3":
            return .init(base: base, divisors: try llama3Divisors(scaling, base, factor, dimensions))
        default: throw config.unsupported("rope_type", kind)
        }
    }

    /// Long wavelengths are stretched by the factor, short ones stay, those between are blended (Llama 3.1).
    private static func llama3Divisors(
        _ scaling: JSONFields,
        _ base: Double,
        _ factor: Double,
        _ dimensions: Int
    ) throws(FielError) -> [Double] {
        let low = try scaling.number("low_freq_factor")
        let high = try scaling.number("high_freq_factor")
        let length = try scaling.number("original_max_position_embeddings")
        guard factor > 0, low > 0, high > low, length > 0 else {
            throw scaling.error("rope_scaling", "factors \(factor), \(low), \(high)", expected: "0 < low < high")
        }
        return (0..<max(0, min(1_024, dimensions / 2))).map { pair in
            let wavelength = 2 * Double.pi * pow(base, 2 * Double(pair) / Double(dimensions))
            if wavelength < length / high { return 1 }
            if wavelength > length / low { return factor }
            let smooth = (length / wavelength - low) / (high - low)
            return 1 / ((1 - smooth) / factor + smooth)
        }
    }
}
