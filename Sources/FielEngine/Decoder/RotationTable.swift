#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The cosines and sines of rotary position embedding for the rows of a pass.
struct RotationTable: Sendable {
    /// The pairs of a head.
    let half: Int
    /// Shape `[rows, half]`.
    let cosines: [Float]
    /// Shape `[rows, half]`.
    let sines: [Float]

    /// θ_i = position · base^(−2i / dimensions) / divisor_i, rounded to f32 as the reference implementation does.
    init(_ rotation: DecoderConfiguration.Rotation, dimensions: Int, positions: [Int]) {
        let half = dimensions / 2
        self.half = half
        let frequencies = (0..<half).map { pair in
            Float(pow(rotation.base, -2 * Double(pair) / Double(dimensions)))
                / Float(rotation.divisors.isEmpty ? 1 : rotation.divisors[pair])
        }
        let angles = positions.flatMap { position in frequencies.map { Double(Float(position) * $0) } }
        cosines = angles.map { Float(cos($0)) }
        sines = angles.map { Float(sin($0)) }
    }
}
