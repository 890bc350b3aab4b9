import CFielKernels
import Testing

@Suite("Quantisation to 8 bits", .tags(.kernel))
struct QuantizationTests {
    private struct Quantized: Equatable {
        var q: [UInt8]
        var scale: UInt32
        var zero: [Int32]
        var step: Float { Float(bitPattern: scale) }
    }

    private func quantize(_ isa: fiel_isa, _ row: [Float], factor: [Float]? = nil) -> Quantized {
        let memory = GuardedMemory()
        defer { memory.unmap() }
        let q = memory.buffer(repeating: UInt8(99), count: row.count)
        var scale: Float = 99
        var zero: Int32 = 99
        let x = memory.buffer(row).pointer
        let factors = factor.map { UnsafePointer(memory.buffer($0).pointer) }
        fiel_quantize_u8(isa, 1, row.count, x, row.count, factors, q.pointer, row.count, &scale, &zero)
        return Quantized(q: q.values, scale: scale.bitPattern, zero: [zero])
    }

    static let sizes = [0, 1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 65, 384]

    @Test("is the same bit for bit on every instruction set, and within half a step", arguments: fiel_isa.supported)
    func sameBits(isa: fiel_isa) {
        var numbers = SeededNumbers(seed: 11)
        for k in Self.sizes {
            for (size, shift) in [(1, 0), (1, 3), (1, -3), (1e-30, 0), (3.4e38, 0), (0x1p-145, 0)] as [(Float, Float)] {
                let row = numbers.floats(k, size: size).map { $0 + shift }
                let result = quantize(isa, row)
                #expect(result == quantize(.scalar, row), "k \(k), size \(size), shift \(shift)")
                guard size > 0x1p-120 else { continue }  // below, a row counts as zeros
                for (x, q) in zip(row, result.q) {
                    let back = result.step * Float(Int32(q) - result.zero[0])
                    #expect(abs(back - x) <= 0.501 * result.step * 1.0001)
                }
            }
        }
    }

    @Test("keeps zero exact and rounds half to even", arguments: fiel_isa.supported)
    func roundsHalfToEven(isa: fiel_isa) {
        let result = quantize(isa, [-100, 155, 0, 0.5, 1.5, 2.5, -0.5, -1.5])  // a step of 1
        #expect(result.step == 1)
        #expect(result.zero == [100])
        #expect(result.q == [0, 255, 100, 100, 102, 102, 100, 98])
    }

    @Test("gives a row of zeros the scale 0", arguments: fiel_isa.supported)
    func zeros(isa: fiel_isa) {
        #expect(
            quantize(isa, Array(repeating: 0, count: 19))
                == Quantized(q: Array(repeating: 0, count: 19), scale: 0, zero: [0])
        )
    }

    @Test("marks a row with a NaN or an infinity by the scale NaN", arguments: fiel_isa.supported)
    func notFinite(isa: fiel_isa) {
        for bad in [Float.nan, .infinity, -.infinity, .signalingNaN] {
            for place in [0, 7, 16, 20] {
                var row = [Float](repeating: 1, count: 21)
                row[place] = bad
                let result = quantize(isa, row)
                #expect(result.step.isNaN)
                #expect(result.q.allSatisfy { $0 == 0 } && result.zero == [0])
            }
        }
    }

    @Test("multiplies the columns by their factors first", arguments: fiel_isa.supported)
    func factors(isa: fiel_isa) {
        var numbers = SeededNumbers(seed: 17)
        for k in Self.sizes {
            let row = numbers.floats(k)
            let factor = numbers.floats(k)
            let product = zip(row, factor).map { $0 * $1 }
            #expect(quantize(isa, row, factor: factor) == quantize(.scalar, product), "k \(k)")
        }
    }

    @Test("leaves the space between rows alone", arguments: fiel_isa.supported)
    func strides(isa: fiel_isa) {
        var numbers = SeededNumbers(seed: 13)
        let x = numbers.floats(3 * 22)
        var q = [UInt8](repeating: 7, count: 3 * 25)
        var scale = [Float](repeating: 0, count: 3)
        var zero = [Int32](repeating: 0, count: 3)
        fiel_quantize_u8(isa, 3, 21, x, 22, nil, &q, 25, &scale, &zero)
        for i in 0..<3 {
            #expect(Array(q[(i * 25)..<(i * 25 + 21)]) == quantize(isa, Array(x[(i * 22)..<(i * 22 + 21)])).q)
            #expect(q[(i * 25 + 21)..<(i * 25 + 25)].allSatisfy { $0 == 7 })
        }
    }
}
