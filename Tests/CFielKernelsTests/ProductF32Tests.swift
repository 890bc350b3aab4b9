import CFielKernels
import Foundation
import Testing

@Suite("Matrix products in f32", .tags(.kernel))
struct ProductF32Tests {
    /// Runs the kernel with rows further apart than they are wide.
    private struct Product {
        let shape: ProductShape
        let a: [Float], w: [Float], bias: [Float], residual: [Float]
        var lda: Int { shape.k + 3 }
        var ldo: Int { shape.n + 2 }

        init(_ shape: ProductShape) {
            var numbers = SeededNumbers(seed: UInt64(shape.m * 1_000_003 + shape.n * 1009 + shape.k))
            self.shape = shape
            a = numbers.floats(shape.m * (shape.k + 3), size: 2)
            w = numbers.floats(shape.n * shape.k)
            bias = numbers.floats(shape.n)
            residual = numbers.floats(shape.m * (shape.n + 2))
        }

        func run(_ isa: fiel_isa, plain: Bool, rows: Range<Int>? = nil) -> [Float] {
            let memory = GuardedMemory()
            defer { memory.unmap() }
            let rows = rows ?? 0..<shape.m
            // the last row ends with its last column, not with its stride
            let input = memory.buffer(
                Array(a[(rows.lowerBound * lda)..<max(rows.lowerBound * lda, rows.upperBound * lda - 3)])
            )
            let packed = memory.buffer(repeating: Float.nan, count: fiel_packed_f32_count(isa, shape.n, shape.k))
            fiel_pack_f32(isa, shape.n, shape.k, memory.buffer(w).pointer, packed.pointer)
            let out = memory.buffer(repeating: untouched, count: max(0, rows.count * ldo - 2))
            let bias = memory.buffer(self.bias)
            let residual = memory.buffer(
                Array(self.residual[(rows.lowerBound * ldo)...].prefix(max(0, rows.count * ldo - 2)))
            )
            fiel_gemm_f32(
                isa,
                rows.count,
                shape.n,
                shape.k,
                input.pointer,
                lda,
                packed.pointer,
                plain ? nil : bias.pointer,
                plain ? .none : .gelu,
                plain ? nil : residual.pointer,
                ldo,
                out.pointer,
                ldo
            )
            return out.values
        }

        /// The product in double precision, and how far a float result may be from it.
        func reference(_ i: Int, _ j: Int, plain: Bool) -> (value: Double, tolerance: Double) {
            var sum = 0.0, size = 1.0
            for p in 0..<shape.k {
                let term = Double(a[i * lda + p]) * Double(w[j * shape.k + p])
                sum += term
                size += abs(term)
            }
            if plain { return (sum, 2e-6 * size) }
            sum += Double(bias[j])
            return (sum / 2 * (1 + erf(sum / 2.0.squareRoot())) + Double(residual[i * ldo + j]), 2e-6 * size)
        }
    }

    @Test("agree with double precision, and leave the space between rows alone", arguments: fiel_isa.supported)
    func agreesWithDoublePrecision(isa: fiel_isa) {
        for shape in ProductShape.awkward {
            let product = Product(shape)
            for plain in [true, false] {
                let out = product.run(isa, plain: plain)
                var worst = 0.0, strays = 0
                for (place, value) in out.enumerated() {
                    let (i, j) = (place / product.ldo, place % product.ldo)
                    if j < shape.n {
                        let (expected, tolerance) = product.reference(i, j, plain: plain)
                        worst = max(worst, abs(Double(value) - expected) / tolerance)
                    } else if value != untouched {
                        strays += 1
                    }
                }
                #expect(worst <= 1, "\(shape.testDescription), plain \(plain): \(worst) times the tolerance")
                #expect(strays == 0, "\(shape.testDescription), plain \(plain)")
            }
        }
    }

    @Test("give a row the same bits alone and among others", arguments: fiel_isa.supported)
    func rowsAreIndependent(isa: fiel_isa) {
        let product = Product(ProductShape(m: 29, n: 37, k: 67))
        let together = product.run(isa, plain: false)
        for i in 0..<29 {
            let alone = product.run(isa, plain: false, rows: i..<(i + 1))
            #expect(alone == Array(together[(i * product.ldo)...].prefix(alone.count)), "row \(i)")
        }
    }

    @Test("may add to the matrix that holds the residual", arguments: fiel_isa.supported)
    func residualMayBeOutput(isa: fiel_isa) {
        let memory = GuardedMemory()
        defer { memory.unmap() }
        let (m, n, k) = (14, 35, 9)
        var numbers = SeededNumbers(seed: 7)
        let a = numbers.floats(m * k), residual = numbers.floats(m * n)
        var packed = [Float](repeating: 0, count: fiel_packed_f32_count(isa, n, k))
        fiel_pack_f32(isa, n, k, numbers.floats(n * k), &packed)
        var apart = [Float](repeating: 0, count: m * n)
        fiel_gemm_f32(isa, m, n, k, a, k, packed, nil, .none, residual, n, &apart, n)
        let inPlace = memory.buffer(residual)
        fiel_gemm_f32(isa, m, n, k, a, k, packed, nil, .none, inPlace.pointer, n, inPlace.pointer, n)
        #expect(inPlace.values == apart)
    }
}
