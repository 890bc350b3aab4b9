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
        case .f32: memoryCopy(bytes, to: out)
        case .f16: widenF16(base, bytes.count / 2, to: out, on: isa)
        case .bf16:
            for i in 0..<bytes.count / 2 {
                out[i] = Float(bitPattern: UInt32(base.loadUnaligned(fromByteOffset: 2 * i, as: UInt16.self)) << 16)
            }
        case .i8:
            for i in 0..<bytes.count { out[i] = Float(base.load(fromByteOffset: i, as: Int8.self)) }
        case .i64:
            for i in 0..<bytes.count / 8 { out[i] = Float(base.loadUnaligned(fromByteOffset: 8 * i, as: Int64.self)) }
        case .q4_0, .q4_1, .q5_0, .q5_1, .q8_0:
            for block in 0..<bytes.count / type.blockBytes {
                widenBlock(base + block * type.blockBytes, type, to: out + block * type.blockCount)
            }
        }
    }

    private static func memoryCopy(_ bytes: UnsafeRawBufferPointer, to out: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawBufferPointer(start: out, count: bytes.count).copyMemory(from: bytes)
    }

    private static func widenF16(
        _ base: UnsafeRawPointer,
        _ count: Int,
        to out: UnsafeMutablePointer<Float>,
        on isa: fiel_isa
    ) {
        guard UInt(bitPattern: base) % 2 == 0 else {
            for i in 0..<count {
                var half = base.loadUnaligned(fromByteOffset: 2 * i, as: UInt16.self)
                fiel_widen_f16(isa, 1, &half, out + i)
            }
            return
        }
        fiel_widen_f16(isa, count, base.assumingMemoryBound(to: UInt16.self), out)
    }

    /// One ggml block of 32: scale, for some types a minimum, for 5-bit types the high bits, then the codes.
    private static func widenBlock(_ block: UnsafeRawPointer, _ type: TensorType, to out: UnsafeMutablePointer<Float>) {
        let scale = half(block)
        switch type {
        case .q8_0:
            for i in 0..<32 { out[i] = scale * Float(block.load(fromByteOffset: 2 + i, as: Int8.self)) }
        case .q4_0: widenNibbles(block + 2, high: 0, to: out) { scale * Float($0 - 8) }
        case .q4_1:
            let minimum = half(block + 2)
            widenNibbles(block + 4, high: 0, to: out) { scale * Float($0) + minimum }
        case .q5_0:
            let high = block.loadUnaligned(fromByteOffset: 2, as: UInt32.self)
            widenNibbles(block + 6, high: high, to: out) { scale * Float($0 - 16) }
        case .q5_1:
            let minimum = half(block + 2)
            let high = block.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
            widenNibbles(block + 8, high: high, to: out) { scale * Float($0) + minimum }
        case .f32, .f16, .bf16, .i8, .i64:
            preconditionFailure("\(type) has no blocks")
        }
    }

    /// The low nibbles are the first 16 codes, the high nibbles the last 16; bit i of `high` is the fifth bit of code i.
    private static func widenNibbles(
        _ nibbles: UnsafeRawPointer,
        high: UInt32,
        to out: UnsafeMutablePointer<Float>,
        _ value: (Int32) -> Float
    ) {
        for i in 0..<16 {
            let byte = nibbles.load(fromByteOffset: i, as: UInt8.self)
            out[i] = value(Int32(byte & 15) | Int32(high >> UInt32(i) & 1) << 4)
            out[i + 16] = value(Int32(byte >> 4) | Int32(high >> UInt32(i + 16) & 1) << 4)
        }
    }

    private static func half(_ place: UnsafeRawPointer) -> Float {
        var bits = place.loadUnaligned(as: UInt16.self)
        var value: Float = 0
        fiel_widen_f16(.scalar, 1, &bits, &value)
        return value
    }
}
