import CFielKernels
import Testing

@Suite("Matrix products in 8 bits", .tags(.kernel))
struct ProductU8S8Tests {
    /// Operands in guarded memory; a row of q starts `k + 1` after the one before.
    private struct Product {
        let shape: ProductShape
        let q: [UInt8], w: [Int8], scale: [Float], zero: [Int32], wscale: [Float], bias: [Float]

        init(_ shape: ProductShape) {
            var numbers = SeededNumbers(seed: UInt64(shape.m * 1_000_003 + shape.n * 1009 + shape.k))
            self.shape = shape
            q = numbers.activations(shape.m * (shape.k + 1))
            w = numbers.weights(shape.n * shape.k)
            scale = numbers.floats(shape.m)
            zero = numbers.activations(shape.m).map(Int32.init)
            wscale = numbers.floats(shape.n)
            bias = numbers.floats(shape.n)
        }

        init(q: [UInt8], zero: Int32, w: [Int8]) {  // one row, one column, scales of 1
            shape = ProductShape(m: 1, n: 1, k: q.count)
            (self.q, self.w, self.zero) = (q, w, [zero])
            (scale, wscale, bias) = ([1], [1], [0])
        }

        func run(
            _ isa: fiel_isa,
            rows: Range<Int>? = nil,
            activation: fiel_activation = .none,
            residual: [Float]? = nil
        ) -> [Float] {
            let memory = GuardedMemory()
            defer { memory.unmap() }
            let rows = rows ?? 0..<shape.m
            let ldq = shape.k + 1
            let packed = memory.buffer(repeating: Int8(99), count: fiel_packed_s8_count(isa, shape.n, shape.k))
            let sums = memory.buffer(repeating: Int32(99), count: shape.n)
            fiel_pack_s8(isa, shape.n, shape.k, memory.buffer(w).pointer, packed.pointer, sums.pointer)
            let out = memory.buffer(
                residual ?? Array(repeating: untouched, count: max(0, rows.count * (shape.n + 2) - 2))
            )
            let input = memory.buffer(Array(q.dropFirst(rows.lowerBound * ldq).prefix(max(0, rows.count * ldq - 1))))
            let wscale = memory.buffer(self.wscale), bias = memory.buffer(self.bias)
            let scale = memory.buffer(Array(self.scale[rows])), zero = memory.buffer(Array(self.zero[rows]))
            fiel_gemm_u8s8(
                isa,
                rows.count,
                shape.n,
                shape.k,
                input.pointer,
                ldq,
                scale.pointer,
                zero.pointer,
                packed.pointer,
                wscale.pointer,
                sums.pointer,
                bias.pointer,
                activation,
                residual == nil ? nil : out.pointer,
                shape.n + 2,
                out.pointer,
                shape.n + 2
            )
            return out.values
        }

        func exact(_ i: Int, _ j: Int) -> Int {
            (0..<shape.k).reduce(0) {
                $0 + (Int(q[i * (shape.k + 1) + $1]) - Int(zero[i])) * Int(w[j * shape.k + $1])
            }
        }
    }

    @Test("are exact sums, scaled, on every instruction set", arguments: fiel_isa.supported)
    func exactOnEverySet(isa: fiel_isa) {
        for shape in ProductShape.awkward {
            let product = Product(shape)
            let out = product.run(isa)
            var wrong = 0
            for (place, value) in out.enumerated() {
                let (i, j) = (place / (shape.n + 2), place % (shape.n + 2))
                let sum = j < shape.n ? Float(product.exact(i, j)) : 0
                let expected =
                    j < shape.n
                    ? product.bias[j].addingProduct(sum, product.scale[i] * product.wscale[j]) : untouched
                if value != expected { wrong += 1 }
            }
            #expect(wrong == 0, "\(shape.testDescription): \(wrong) of \(out.count) differ")
        }
    }

    @Test("do not saturate where every product is as large as can be", arguments: fiel_isa.supported)
    func largestProducts(isa: fiel_isa) {
        for k in [4, 63, 64, 500] {
            for sign in [-1, 1] {
                let w = [Int8](repeating: Int8(127 * sign), count: k)
                let out = Product(q: Array(repeating: 255, count: k), zero: 0, w: w).run(isa)
                #expect(out == [Float(255 * 127 * sign * k)], "k \(k)")
            }
        }
    }

    @Test("give a row the same bits alone and among others, after GELU and residual", arguments: fiel_isa.supported)
    func rowsAreIndependent(isa: fiel_isa) {
        let shape = ProductShape(m: 29, n: 37, k: 67)
        let product = Product(shape)
        var numbers = SeededNumbers(seed: 3)
        let residual = numbers.floats(shape.m * (shape.n + 2) - 2)
        let together = product.run(isa, activation: .gelu, residual: residual)
        for i in 0..<shape.m {
            let row = Array(residual[(i * (shape.n + 2))...].prefix(shape.n))
            let alone = product.run(isa, rows: i..<(i + 1), activation: .gelu, residual: row)
            #expect(alone == Array(together[(i * (shape.n + 2))...].prefix(shape.n)), "row \(i)")
        }
    }

    @Test("sum each row of the weights while packing", arguments: fiel_isa.supported)
    func rowSums(isa: fiel_isa) {
        var numbers = SeededNumbers(seed: 5)
        let w = numbers.weights(33 * 21)
        var packed = [Int8](repeating: 0, count: fiel_packed_s8_count(isa, 33, 21))
        var sums = [Int32](repeating: 0, count: 33)
        fiel_pack_s8(isa, 33, 21, w, &packed, &sums)
        #expect(sums == (0..<33).map { j in w[(j * 21)..<(j * 21 + 21)].reduce(0) { $0 + Int32($1) } })
    }
}
