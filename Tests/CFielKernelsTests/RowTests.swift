import CFielKernels
import Foundation
import Testing

@Suite("Kernels over rows", .tags(.kernel))
struct RowTests {
    static let sizes = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 130, 384]

    @Test("a dot product agrees with double precision", arguments: fiel_isa.supported)
    func dot(isa: fiel_isa) {
        let memory = GuardedMemory()
        defer { memory.unmap() }
        var numbers = SeededNumbers(seed: 17)
        #expect(fiel_dot_f32(isa, 0, [1], [1]) == 0)
        for n in Self.sizes {
            let x = memory.buffer(numbers.floats(n)), y = memory.buffer(numbers.floats(n))
            let expected = (0..<n).reduce(0.0) { $0 + Double(x[$1]) * Double(y[$1]) }
            #expect(abs(Double(fiel_dot_f32(isa, n, x.pointer, y.pointer)) - expected) <= 1e-6 * Double(n))
        }
    }

    @Test("GELU is within 1e-6 of max(1, |x|) from -20 to 20", arguments: fiel_isa.supported)
    func gelu(isa: fiel_isa) {
        let memory = GuardedMemory()
        defer { memory.unmap() }
        let inputs = (-20_000...20_000).map { Float($0) / 1000 } + [-1e30, 1e30, 1e-30, -1e-30, 0, 300, -300]
        let x = memory.buffer(inputs)
        fiel_gelu(isa, inputs.count, x.pointer)
        let worst = zip(inputs, x.values).map { input, output in
            let exact = Double(input) / 2 * (1 + erf(Double(input) / 2.0.squareRoot()))
            return abs(Double(output) - exact) / max(1, abs(Double(input)))
        }.max()
        #expect((worst ?? .infinity) <= 1e-6)
    }

    @Test(
        "the slope of GELU is within 2e-6 from -20 to 20, and multiplies what stands there",
        arguments: fiel_isa.supported
    )
    func geluGradient(isa: fiel_isa) {
        let memory = GuardedMemory()
        defer { memory.unmap() }
        let inputs = (-20_000...20_000).map { Float($0) / 1000 } + [-1e30, 1e30, 1e-30, 0, 300, -300]
        let x = memory.buffer(inputs)
        let gradient = memory.buffer(repeating: Float(-3), count: inputs.count)
        fiel_gelu_gradient(isa, inputs.count, x.pointer, gradient.pointer)
        let worst = zip(inputs, gradient.values).map { input, output in
            let x = Double(input)
            let exact = 0.5 * (1 + erf(x / 2.0.squareRoot())) + x * exp(-x * x / 2) / (2 * .pi).squareRoot()
            return abs(Double(output) / -3 - exact)
        }.max()
        #expect((worst ?? .infinity) <= 2e-6)
        #expect(x.values == inputs)
    }

    @Test("GELU of a number does not depend on its place", arguments: fiel_isa.supported)
    func geluPlace(isa: fiel_isa) {
        for n in Self.sizes {
            var x = [Float](repeating: 1.234_567, count: n)
            fiel_gelu(isa, n, &x)
            #expect(Set(x).count == 1)
        }
    }

    @Test("softmax agrees with double precision, and masked places get 0", arguments: fiel_isa.supported)
    func softmax(isa: fiel_isa) {
        let memory = GuardedMemory()
        defer { memory.unmap() }
        var numbers = SeededNumbers(seed: 19)
        for n in Self.sizes {
            var row = numbers.floats(n, size: 12)
            if n > 2 { row[n - 1] = -.infinity }
            let x = memory.buffer(row)
            fiel_softmax(isa, n, x.pointer)
            let highest = row.map(Double.init).max() ?? 0
            let exponentials = row.map { exp(Double($0) - highest) }
            let sum = exponentials.reduce(0, +)
            for (value, exponential) in zip(x.values, exponentials) {
                #expect(abs(Double(value) - exponential / sum) <= 3e-6 * exponential / sum)
            }
        }
    }

    @Test("softmax bears numbers far apart", arguments: fiel_isa.supported)
    func softmaxExtremes(isa: fiel_isa) {
        var x: [Float] = [-3e38, 3e38, -500, 3e38]
        fiel_softmax(isa, 4, &x)
        #expect(x == [0, 0.5, 0, 0.5])
    }

    @Test("layer normalisation agrees with double precision, in place and apart", arguments: fiel_isa.supported)
    func layerNorm(isa: fiel_isa) {
        let memory = GuardedMemory()
        defer { memory.unmap() }
        var numbers = SeededNumbers(seed: 23)
        for n in Self.sizes {
            let ldx = n + 1, ldo = n + 2, m = 3
            let x = memory.buffer(Array(numbers.floats(m * ldx, size: 3).dropLast()))
            let weight = memory.buffer(numbers.floats(n)), bias = memory.buffer(numbers.floats(n))
            let out = memory.buffer(repeating: untouched, count: m * ldo - 2)
            fiel_layer_norm(isa, m, n, x.pointer, ldx, weight.pointer, bias.pointer, 1e-5, out.pointer, ldo)
            for i in 0..<m {
                let row = (0..<n).map { Double(x[i * ldx + $0]) }
                let mean = row.reduce(0, +) / Double(n)
                let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n)
                for j in 0..<n {
                    let expected =
                        (row[j] - mean) / (variance + 1e-5).squareRoot() * Double(weight[j]) + Double(bias[j])
                    #expect(abs(Double(out[i * ldo + j]) - expected) <= 2e-6 * (1 + abs(expected)), "n \(n)")
                }
            }
            #expect((0..<(m - 1)).allSatisfy { out[$0 * ldo + n] == untouched && out[$0 * ldo + n + 1] == untouched })
            fiel_layer_norm(isa, m, n, x.pointer, ldx, weight.pointer, bias.pointer, 1e-5, x.pointer, ldx)
            #expect((0..<m).allSatisfy { i in (0..<n).allSatisfy { x[i * ldx + $0] == out[i * ldo + $0] } })
        }
    }

    @Test("NaN and infinity neither trap nor vanish", arguments: fiel_isa.supported)
    func notFinite(isa: fiel_isa) {
        for bad in [Float.nan, .infinity] {
            var x = [Float](repeating: 1, count: 21)
            x[19] = bad
            var softmax = x, norm = x, gelu = x
            fiel_softmax(isa, 21, &softmax)
            fiel_layer_norm(isa, 1, 21, x, 21, x, x, 1e-5, &norm, 21)
            fiel_gelu(isa, 21, &gelu)
            #expect(softmax.contains { $0.isNaN })
            #expect(norm.contains { $0.isNaN })
            #expect(!gelu[19].isFinite)
        }
    }

    @Test("half-precision numbers widen as Float16 does, all 65,536 of them", arguments: fiel_isa.supported)
    func widen(isa: fiel_isa) {
        let memory = GuardedMemory()
        defer { memory.unmap() }
        let halves = memory.buffer((0...UInt16.max).map { $0 })
        let out = memory.buffer(repeating: untouched, count: halves.count)
        fiel_widen_f16(isa, halves.count, halves.pointer, out.pointer)
        let wrong = halves.values.indices.filter { place in
            let exponent = place >> 10 & 31, fraction = place & 1023
            let magnitude =
                exponent == 0
                ? Float(fraction) * 0x1p-24
                : exponent == 31
                    ? (fraction == 0 ? .infinity : .nan)
                    : Float(sign: .plus, exponent: exponent - 15, significand: 1 + Float(fraction) / 1024)
            let expected = place < 32_768 ? magnitude : -magnitude
            return expected.isNaN ? !out[place].isNaN : out[place].bitPattern != expected.bitPattern
        }
        #expect(wrong.isEmpty)
        for n in [0, 1, 3, 7, 15, 17, 33] {
            let few = memory.buffer(Array(halves.values.suffix(n)))
            let wide = memory.buffer(repeating: untouched, count: n)
            fiel_widen_f16(isa, n, few.pointer, wide.pointer)
            #expect(wide.values.map(\.bitPattern) == out.values.suffix(n).map(\.bitPattern))
        }
    }
}
