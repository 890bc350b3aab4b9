import CFielKernels

/// How the numbers of a tensor are stored.
///
/// The quantised types are those of ggml: blocks of numbers along a row that share a scale
/// (ggml `docs/gguf.md`, `ggml-common.h`).
enum TensorType: String, Sendable, CaseIterable {
    case f32, f16, bf16, i8, i64
    case q4_0, q4_1, q5_0, q5_1, q8_0
    case q4_k, q5_k, q6_k

    /// The type with the given number in a GGUF file.
    init?(gguf number: UInt32) {
        switch number {
        case 0: self = .f32
        case 1: self = .f16
        case 2: self = .q4_0
        case 3: self = .q4_1
        case 6: self = .q5_0
        case 7: self = .q5_1
        case 8: self = .q8_0
        case 12: self = .q4_k
        case 13: self = .q5_k
        case 14: self = .q6_k
        case 24: self = .i8
        case 27: self = .i64
        case 30: self = .bf16
        default: return nil
        }
    }

    /// The type with the given name in a safetensors file.
    init?(safetensors name: String) {
        switch name {
        case "F32": self = .f32
        case "F16": self = .f16
        case "BF16": self = .bf16
        case "I8": self = .i8
        case "I64": self = .i64
        default: return nil
        }
    }

    /// The type as the kernels for blocks name it; nil where they have none for it.
    var block: fiel_block? {
        switch self {
        case .f32: .f32
        case .f16: .f16
        case .bf16: .bf16
        case .q4_0: .q4_0
        case .q4_1: .q4_1
        case .q5_0: .q5_0
        case .q5_1: .q5_1
        case .q8_0: .q8_0
        case .q4_k: .q4_k
        case .q5_k: .q5_k
        case .q6_k: .q6_k
        case .i8, .i64: nil
        }
    }

    /// Whether numbers are codes that share a scale.
    var isQuantized: Bool { blockCount > 1 }

    /// The numbers that one block holds; 1 for plain types.
    var blockCount: Int { block.map { fiel_block_count($0) } ?? 1 }

    /// The bytes that one block takes.
    var blockBytes: Int {
        switch self {
        case .i8: 1
        case .i64: 8
        default: block.map { fiel_block_bytes($0) } ?? 0
        }
    }
}
