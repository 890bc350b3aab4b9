import CFielKernels
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite("The steps of a decoder", .tags(.kernel))
struct DecoderStepTests {
    @Test("RMS normalisation is x / √(mean x² + ε) · weight", arguments: fiel_isa.supported)
    func rmsNorm(isa: fiel_isa) {
        var numbers = SeededNumbers(seed: 1)
        for n in [1, 7, 16, 33, 576] {
            let memory = GuardedMemory()
            defer { memory.unmap() }
            let x = memory.buffer(numbers.floats(2 * n, size: 5)), weight = memory.buffer(numbers.floats(n))
            let out = memory.buffer(repeating: untouched, count: 2 * n)
            fiel_rms_norm(isa, 2, n, x.pointer, n, weight.pointer, 1e-5, out.pointer, n)
            for row in 0..<2 {
                let mean = (0..<n).reduce(0.0) { $0 + Double(x[row * n + $1]) * Double(x[row * n + $1]) } / Double(n)
                for j in 0..<n {
                    let expected = Double(x[row * n + j]) / (mean + 1e-5).squareRoot() * Double(weight[j])
                    #expect(abs(Double(out[row * n + j]) - expected) < 2e-6)
                }
            }
        }
    }

    @Test("gates are SiLU and the tanh form of GELU, from one end of f32 to the other", arguments: fiel_isa.supported)
    func gates(isa: fiel_isa) {
        let x: [Float] = [-1e30, -100, -88, -10, -3, -1, -1e-3, 0, 1e-3, 0.5, 1, 2, 5, 30, 100, 1e10, 1e18]
        for (kind, exact) in [
            (fiel_gate_kind.silu, { $0 / (1 + exp(-$0)) }),
            (.gelu_tanh, { $0 / 2 * (1 + tanh((2 / Double.pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0))) }),
        ] as [(fiel_gate_kind, (Double) -> Double)] {
            var up = [Float](repeating: 2, count: x.count)
            fiel_gate(isa, kind, x.count, x, &up)
            for (value, found) in zip(x, up) where abs(value) < 1e12 || kind == .silu {
                let expected = 2 * exact(Double(value))
                #expect(abs(Double(found) - expected) <= 2e-6 * max(1, abs(expected)), "\(kind) of \(value)")
            }
        }
    }

    @Test("rotation turns each pair by its angle", arguments: fiel_isa.supported)
    func rotation(isa: fiel_isa) {
        var numbers = SeededNumbers(seed: 2)
        for half in [1, 4, 6, 16, 32, 45] {
            let memory = GuardedMemory()
            defer { memory.unmap() }
            let angles = numbers.floats(half, size: 3)
            let before = numbers.floats(2 * half)
            let x = memory.buffer(before)
            fiel_rotate(
                isa,
                half,
                memory.buffer(angles.map { cos($0) }).pointer,
                memory.buffer(angles.map { sin($0) }).pointer,
                x.pointer
            )
            for i in 0..<half {
                let (first, second) = (before[i], before[half + i])
                #expect(abs(x[i] - (first * cos(angles[i]) - second * sin(angles[i]))) < 1e-6)
                #expect(abs(x[half + i] - (second * cos(angles[i]) + first * sin(angles[i]))) < 1e-6)
            }
        }
    }

    @Test("scores and mixes are those of the keys and values that were put", arguments: [fiel_cache.f32, .f16])
    func cache(kind: fiel_cache) {
        var numbers = SeededNumbers(seed: 3)
        for (places, head, m) in [(1, 8, 1), (16, 12, 3), (37, 64, 13), (50, 80, 7)] {
            let keys = numbers.floats(places * head), values = numbers.floats(places * head)
            let queries = numbers.floats(m * head), weights = numbers.floats(m * places)
            var plain: (scores: [Float], mixes: [Float])?
            for isa in fiel_isa.supported {
                let memory = GuardedMemory()
                defer { memory.unmap() }
                let number = kind == .f32 ? 4 : 2
                let stored = (places + 15) / 16 * 16
                let keyCache = memory.buffer(repeating: UInt8(0), count: stored * head * number)
                let valueCache = memory.buffer(repeating: UInt8(0), count: stored * ((head + 15) / 16 * 16) * number)
                for place in 0..<places {
                    fiel_cache_put(
                        isa,
                        kind,
                        head,
                        place,
                        Array(keys[place * head..<(place + 1) * head]),
                        Array(values[place * head..<(place + 1) * head]),
                        keyCache.pointer,
                        valueCache.pointer
                    )
                }
                let scores = memory.buffer(repeating: untouched, count: m * stored)
                fiel_cache_scores(
                    isa,
                    kind,
                    m,
                    head,
                    places,
                    0.5,
                    queries,
                    head,
                    keyCache.pointer,
                    scores.pointer,
                    stored
                )
                let mixes = memory.buffer(repeating: Float(1), count: m * head)
                fiel_cache_mix(
                    isa,
                    kind,
                    m,
                    head,
                    places,
                    weights,
                    places,
                    valueCache.pointer,
                    true,
                    mixes.pointer,
                    head
                )
                let tolerance = kind == .f32 ? 1e-5 : 1e-2
                for i in 0..<m {
                    for place in 0..<places {
                        let exact = (0..<head).reduce(0.0) {
                            $0 + 0.5 * Double(queries[i * head + $1]) * Double(keys[place * head + $1])
                        }
                        #expect(abs(Double(scores[i * stored + place]) - exact) < tolerance)
                    }
                    for d in 0..<head {
                        let exact = (0..<places).reduce(1.0) {
                            $0 + Double(weights[i * places + $1]) * Double(values[$1 * head + d])
                        }
                        #expect(abs(Double(mixes[i * head + d]) - exact) < tolerance)
                    }
                }
                let found = ((0..<m).flatMap { i in scores.values[i * stored..<i * stored + places] }, mixes.values)
                if let plain {
                    #expect(found.0 == plain.scores && found.1 == plain.mixes, "\(isa)")
                } else {
                    plain = found
                }
            }
        }
    }

    @Test("half-precision caches round as the processor does, and keep what is too large finite")
    func narrowing() {
        let values: [Float] = [
            0, -0.0, 1, 1.0004883, 1.0014648, 65_504, 65_519, 65_520, 1e9, -1e9, 6e-8, 3e-8, 2.9e-8, 6.1e-5, 0.1,
        ]
        for isa in fiel_isa.supported {
            for value in values {
                var keys = [UInt16](repeating: 0, count: 16), stored = [UInt16](repeating: 0, count: 16)
                fiel_cache_put(isa, .f16, 1, 0, [value], [value], &keys, &stored)
                var scalar = [UInt16](repeating: 0, count: 16), unused = scalar
                fiel_cache_put(.scalar, .f16, 1, 0, [value], [value], &scalar, &unused)
                #expect(keys[0] == scalar[0] && stored[0] == scalar[0], "\(value) on \(isa)")
                var wide: Float = 0
                fiel_widen_f16(isa, 1, keys, &wide)
                #expect(
                    wide.isFinite && abs(wide - max(-65_504, min(65_504, value))) <= max(3e-8, abs(value) * 0x1p-11)
                )
            }
        }
    }
}
