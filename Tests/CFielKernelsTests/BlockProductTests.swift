public import CFielKernels
import Testing

extension fiel_block: @retroactive CaseIterable {
    /// Every way in which weights are stored.
    public static var allCases: [fiel_block] {
        [.f32, .f16, .bf16, .q8_0, .q4_0, .q4_1, .q5_0, .q5_1, .q4_k, .q5_k, .q6_k]
    }

    var isQuantized: Bool { fiel_block_count(self) > 1 }
}

/// A weight matrix in stored blocks of random bits, with scales that keep its numbers near 1.
struct StoredMatrix {
    let type: fiel_block
    let n: Int
    let k: Int
    let bytes: [UInt8]

    init(_ type: fiel_block, n: Int, k: Int, _ numbers: inout SeededNumbers) {
        self.type = type
        self.n = n
        self.k = k
        let size = fiel_block_bytes(type)
        var bytes: [UInt8] = []
        for _ in 0..<n * k / fiel_block_count(type) {
            var block = (0..<size).map { _ in UInt8(truncatingIfNeeded: numbers.next()) }
            switch type {
            case .f32: withUnsafeBytes(of: numbers.uniform()) { block = Array($0) }
            case .f16: Self.put(Float16Bits.random(&numbers), at: 0, in: &block)
            case .bf16: Self.put(UInt16(numbers.uniform().bitPattern >> 16), at: 0, in: &block)
            case .q6_k: Self.put(Float16Bits.small, at: 208, in: &block)
            default:
                Self.put(Float16Bits.small, at: 0, in: &block)
                if [.q4_1, .q5_1, .q4_k, .q5_k].contains(type) {
                    Self.put(Float16Bits.random(&numbers), at: 2, in: &block)
                }
            }
            bytes += block
        }
        self.bytes = bytes
    }

    private enum Float16Bits {
        static let small: UInt16 = 0x1c00  // 2⁻⁸

        static func random(_ numbers: inout SeededNumbers) -> UInt16 {
            UInt16(truncatingIfNeeded: numbers.next()) & 0x83ff | 0x2c00  // ±[2⁻⁴, 2⁻³)
        }
    }

    private static func put(_ value: UInt16, at place: Int, in block: inout [UInt8]) {
        block[place] = UInt8(value & 255)
        block[place + 1] = UInt8(value >> 8)
    }

    var rowBytes: Int { k / fiel_block_count(type) * fiel_block_bytes(type) }

    func packed(_ memory: GuardedMemory) -> GuardedBuffer<UInt8> {
        let panel = fiel_panel_bytes(type, k)
        let panels = memory.buffer(repeating: UInt8(99), count: (n + 15) / 16 * panel)
        let stored = memory.buffer(bytes)
        for first in stride(from: 0, to: n, by: 16) {
            let rows = first..<min(n, first + 16)
            let starts: [UnsafeRawPointer?] = rows.map { UnsafeRawPointer(stored.pointer + $0 * rowBytes) }
            fiel_pack_panel(type, rows.count, k, starts, panels.pointer + first / 16 * panel)
        }
        return panels
    }

    var widened: [Float] {
        var values = [Float](repeating: 0, count: n * k)
        for row in 0..<n {
            bytes.withUnsafeBytes { stored in
                guard let base = stored.baseAddress else { return }
                values.withUnsafeMutableBufferPointer { out in
                    guard let start = out.baseAddress else { return }
                    fiel_widen_row(type, k, base + row * rowBytes, start + row * k)
                }
            }
        }
        return values
    }
}

@Suite("Matrix products with weights in blocks", .tags(.kernel))
struct BlockProductTests {
    private struct Product {
        let weights: StoredMatrix
        let m: Int
        let x: [Float], bias: [Float], residual: [Float]

        init(_ type: fiel_block, m: Int, n: Int, k: Int) {
            var numbers = SeededNumbers(seed: UInt64(m * 1_000_003 + n * 1009 + k))
            weights = StoredMatrix(type, n: n, k: k, &numbers)
            self.m = m
            x = numbers.floats(m * k)
            bias = numbers.floats(n)
            residual = numbers.floats(m * n)
        }

        func exact(_ i: Int, _ j: Int, _ widened: [Float]) -> Double {
            let k = weights.k
            return (0..<k).reduce(Double(bias[j]) + Double(residual[i * weights.n + j])) {
                $0 + Double(x[i * k + $1]) * Double(widened[j * k + $1])
            }
        }

        /// What `sum |x · w|` is: rounding errors are in proportion to it.
        func size(_ i: Int, _ j: Int, _ widened: [Float]) -> Double {
            let k = weights.k
            return (0..<k).reduce(1) { $0 + abs(Double(x[i * k + $1]) * Double(widened[j * k + $1])) }
        }

        func run(_ isa: fiel_isa, codes: Bool, rows: Range<Int>? = nil) -> [Float] {
            let memory = GuardedMemory()
            defer { memory.unmap() }
            let rows = rows ?? 0..<m
            let (n, k) = (weights.n, weights.k)
            let panels = weights.packed(memory)
            let input = memory.buffer(Array(x[rows.lowerBound * k..<rows.upperBound * k]))
            let out = memory.buffer(Array(residual[rows.lowerBound * n..<rows.upperBound * n]))
            let bias = memory.buffer(self.bias)
            if codes {
                let q = memory.buffer(repeating: Int8(99), count: rows.count * k)
                let terms = memory.buffer(repeating: untouched, count: rows.count * k / 32 * 4)
                fiel_quantize_s8(isa, rows.count, k, input.pointer, k, q.pointer, terms.pointer)
                fiel_gemm_blocks_s8(
                    isa,
                    weights.type,
                    rows.count,
                    n,
                    k,
                    q.pointer,
                    terms.pointer,
                    panels.pointer,
                    bias.pointer,
                    out.pointer,
                    n,
                    out.pointer,
                    n
                )
            } else {
                fiel_gemm_blocks_f32(
                    isa,
                    weights.type,
                    rows.count,
                    n,
                    k,
                    input.pointer,
                    k,
                    panels.pointer,
                    bias.pointer,
                    out.pointer,
                    n,
                    out.pointer,
                    n
                )
            }
            return out.values
        }
    }

    private static let sizes = [(1, 16), (5, 1), (13, 37), (98, 33)]

    private static func columns(_ type: fiel_block) -> [Int] {
        switch fiel_block_count(type) {
        case 1: [1, 33, 130, 256]
        case 32: [32, 96, 544]
        default: [256, 768]
        }
    }

    @Test("products in f32 are as exact as f32 sums can be", arguments: fiel_block.allCases)
    func accuracy(type: fiel_block) {
        for (m, n) in Self.sizes {
            for k in Self.columns(type) {
                let product = Product(type, m: m, n: n, k: k)
                let widened = product.weights.widened
                for isa in fiel_isa.supported {
                    let found = product.run(isa, codes: false)
                    for i in 0..<m {
                        for j in 0..<n {
                            let error = abs(Double(found[i * n + j]) - product.exact(i, j, widened))
                            #expect(
                                error < 4e-7 * product.size(i, j, widened),
                                "\(isa) [\(i), \(j)] of \(m), \(n), \(k)"
                            )
                        }
                    }
                }
            }
        }
    }

    @Test("every instruction set gives the bits of the plain C", arguments: fiel_block.allCases)
    func sameBits(type: fiel_block) {
        for (m, n) in Self.sizes {
            for k in Self.columns(type) {
                let product = Product(type, m: m, n: n, k: k)
                for codes in type.isQuantized ? [false, true] : [false] {
                    let plain = product.run(.scalar, codes: codes)
                    for isa in fiel_isa.supported { #expect(product.run(isa, codes: codes) == plain, "\(isa)") }
                }
            }
        }
    }

    @Test("a row's result does not depend on the other rows", arguments: fiel_block.allCases)
    func independence(type: fiel_block) {
        let product = Product(type, m: 98, n: 33, k: 512)
        for isa in fiel_isa.supported where isa != .scalar {
            for codes in type.isQuantized ? [false, true] : [false] {
                let all = product.run(isa, codes: codes)
                for rows in [0..<1, 7..<20, 97..<98] {
                    let some = product.run(isa, codes: codes, rows: rows)
                    #expect(some == Array(all[rows.lowerBound * 33..<rows.upperBound * 33]))
                }
            }
        }
    }

    @Test("activations in 8 bits cost less than a hundredth of the size of a sum", arguments: fiel_block.allCases)
    func quantized(type: fiel_block) {
        guard type.isQuantized else { return }
        let product = Product(type, m: 13, n: 37, k: 768)
        let widened = product.weights.widened
        let found = product.run(fiel_isa_best(), codes: true)
        for i in 0..<13 {
            for j in 0..<37 {
                let error = abs(Double(found[i * 37 + j]) - product.exact(i, j, widened))
                #expect(error < 0.01 * product.size(i, j, widened))
            }
        }
    }

    @Test("activations become their nearest codes, and a quantum that is not finite becomes NaN")
    func codes() {
        var numbers = SeededNumbers(seed: 5)
        var x = numbers.floats(96, size: 3)
        x[40] = .infinity
        for place in 64..<96 { x[place] = 0 }
        for isa in fiel_isa.supported {
            var codes = [Int8](repeating: 99, count: 96)
            var terms = [Float](repeating: untouched, count: 12)
            fiel_quantize_s8(isa, 1, 96, x, 96, &codes, &terms)
            let largest = x[..<32].map(abs).max() ?? 0
            #expect(terms[0] == largest / 127)
            for place in 0..<32 { #expect(abs(Float(codes[place]) * terms[0] - x[place]) <= terms[0] * 0.5001) }
            let sums = [codes[..<16], codes[16..<32]].map { Float($0.reduce(0) { $0 + Int($1) }) }
            #expect(Array(terms[1..<4]) == [terms[0] * sums[0], terms[0] * sums[1], terms[0] * (sums[0] + sums[1])])
            #expect(terms[4..<8].allSatisfy { $0.isNaN })
            #expect(Array(terms[8...]) == [0, 0, 0, 0] && codes[64...].allSatisfy { $0 == 0 })
        }
    }
}
