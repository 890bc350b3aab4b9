import CFielKernels

/// Stored numbers to f32.
enum Widening {
    /// Widens whole blocks; `out` has room for all of their numbers.
    static func widen(
        _ bytes: UnsafeRawBufferPointer,
        _ type: TensorType,
        to out: UnsafeMutablePointer<Float>,
        on isa: fiel_isa
    ) {
        guard let base = bytes.baseAddress else { return }
        switch type {
        case .f16: widenF16(base, bytes.count / 2, to: out, on: isa)
        case .i8:
            for i in 0..<bytes.count { out[i] = Float(base.load(fromByteOffset: i, as: Int8.self)) }
        case .i64:
            for i in 0..<bytes.count / 8 { out[i] = Float(base.loadUnaligned(fromByteOffset: 8 * i, as: Int64.self)) }
        default:
            guard let block = type.block else { preconditionFailure("\(type) cannot be widened") }
            fiel_widen_row(block, bytes.count / type.blockBytes * type.blockCount, base, out)
        }
    }

    private static func widenF16(
        _ base: UnsafeRawPointer,
        _ count: Int,
        to out: UnsafeMutablePointer<Float>,
        on isa: fiel_isa
    ) {
        guard UInt(bitPattern: base) % 2 == 0 else { return fiel_widen_row(.f16, count, base, out) }
        fiel_widen_f16(isa, count, base.assumingMemoryBound(to: UInt16.self), out)
    }
}
