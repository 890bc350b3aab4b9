public import CFielKernels
public import Testing

extension fiel_isa {
    /// The instruction sets that this processor can run.
    static let supported = [fiel_isa.scalar, .avx2, .avx512, .neon].filter(fiel_isa_supported)
}

extension fiel_isa: @retroactive CustomTestStringConvertible {
    /// The set's name as processor manuals write it.
    public var testDescription: String {
        switch self {
        case .scalar: "scalar"
        case .avx2: "AVX2"
        case .avx512: "AVX-512"
        case .neon: "NEON"
        }
    }
}

extension Tag {
    @Tag static var kernel: Self
}

/// A stream of numbers that is the same in every run: SplitMix64.
struct SeededNumbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// A number in -1..<1.
    mutating func uniform() -> Float { Float(next() >> 40) / Float(1 << 23) - 1 }

    mutating func floats(_ count: Int, size: Float = 1) -> [Float] { (0..<count).map { _ in uniform() * size } }

    mutating func weights(_ count: Int) -> [Int8] { (0..<count).map { _ in Int8(Int(next() % 255) - 127) } }

    mutating func activations(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(next() & 255) } }
}

/// The value that outputs hold before a kernel writes them.
let untouched: Float = 12_345

/// Sizes of a product: a [m, k] times the transpose of w [n, k].
struct ProductShape: Sendable, CustomTestStringConvertible {
    let m: Int
    let n: Int
    let k: Int

    var testDescription: String { "[\(m), \(k)] x [\(n), \(k)]" }

    /// Sizes on both sides of the widths of vectors, tiles and panels, and one of MiniLM's.
    static let awkward: [ProductShape] = {
        var shapes = [
            ProductShape(m: 0, n: 5, k: 5), ProductShape(m: 5, n: 0, k: 5), ProductShape(m: 13, n: 384, k: 384),
        ]
        for m in [1, 2, 3, 7, 12, 13, 25] {
            for n in [1, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 65] {
                for k in [0, 1, 2, 3, 5, 17, 63] { shapes.append(ProductShape(m: m, n: n, k: k)) }
            }
        }
        return shapes
    }()
}
