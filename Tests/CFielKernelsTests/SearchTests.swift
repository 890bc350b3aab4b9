import CFielKernels
import Testing

@Suite("Kernels of search", .tags(.kernel))
struct SearchTests {
    static let sizes = [(0, 3), (3, 0), (1, 1), (1, 4), (2, 5), (3, 7), (4, 8), (5, 9), (16, 3), (17, 13), (33, 6)]

    @Test("scores of codes are the exact sums times the scales, on every set", arguments: fiel_isa.supported)
    func codes(isa: fiel_isa) {
        var numbers = SeededNumbers(seed: 71)
        for (m, n) in Self.sizes {
            for k in [64, 128, 384] {
                let memory = GuardedMemory()
                defer { memory.unmap() }
                let queries = memory.buffer(numbers.weights(m * k)), rows = memory.buffer(numbers.weights(n * k))
                let queryScale = memory.buffer(numbers.floats(m)), scales = memory.buffer(numbers.floats(n))
                let out = memory.buffer(repeating: untouched, count: max(0, m * (n + 1) - 1))
                fiel_score_s8(
                    isa,
                    m,
                    n,
                    k,
                    queries.pointer,
                    queryScale.pointer,
                    rows.pointer,
                    scales.pointer,
                    nil,
                    out.pointer,
                    n + 1
                )
                for i in 0..<m {
                    for j in 0..<n {
                        let sum = (0..<k).reduce(0) { $0 + Int(queries[i * k + $1]) * Int(rows[j * k + $1]) }
                        #expect(out[i * (n + 1) + j] == Float(sum) * (queryScale[i] * scales[j]))
                    }
                    if i + 1 < m { #expect(out[i * (n + 1) + n] == untouched) }
                }
            }
        }
    }

    @Test("scores of floats agree with double precision", arguments: fiel_isa.supported)
    func floats(isa: fiel_isa) {
        var numbers = SeededNumbers(seed: 73)
        for (m, n) in Self.sizes {
            for k in [16, 48, 384] {
                let memory = GuardedMemory()
                defer { memory.unmap() }
                let queries = memory.buffer(numbers.floats(m * k)), rows = memory.buffer(numbers.floats(n * k))
                let out = memory.buffer(repeating: untouched, count: m * n)
                fiel_score_f32(isa, m, n, k, queries.pointer, rows.pointer, nil, out.pointer, n)
                for i in 0..<m {
                    for j in 0..<n {
                        let sum = (0..<k).reduce(0.0) { $0 + Double(queries[i * k + $1]) * Double(rows[j * k + $1]) }
                        #expect(abs(Double(out[i * n + j]) - sum) < 1e-6 * Double(k))
                    }
                }
            }
        }
    }

    @Test("a score depends neither on the tile nor on how its row was named", arguments: fiel_isa.supported)
    func places(isa: fiel_isa) {
        var numbers = SeededNumbers(seed: 79)
        let (m, n, k) = (7, 11, 64)
        let queries = numbers.floats(m * k), rows = numbers.floats(n * k)
        let codes = numbers.weights(m * k), rowCodes = numbers.weights(n * k)
        let queryScale = numbers.floats(m), scales = numbers.floats(n)
        let places: [UInt32] = [10, 0, 3, 3, 7, 9, 1]
        var floats = [Float](repeating: 0, count: m * n), bytes = floats
        fiel_score_f32(isa, m, n, k, queries, rows, nil, &floats, n)
        fiel_score_s8(isa, m, n, k, codes, queryScale, rowCodes, scales, nil, &bytes, n)
        for i in 0..<m {
            var picked = [Float](repeating: 0, count: places.count), pickedBytes = picked
            fiel_score_f32(isa, 1, places.count, k, Array(queries[(i * k)...]), rows, places, &picked, places.count)
            fiel_score_s8(
                isa,
                1,
                places.count,
                k,
                Array(codes[(i * k)...]),
                [queryScale[i]],
                rowCodes,
                scales,
                places,
                &pickedBytes,
                places.count
            )
            #expect(picked == places.map { floats[i * n + Int($0)] })
            #expect(pickedBytes == places.map { bytes[i * n + Int($0)] })
        }
    }

    @Test("places above a limit are found in order, and a NaN is none", arguments: fiel_isa.supported)
    func above(isa: fiel_isa) {
        var numbers = SeededNumbers(seed: 83)
        for n in [0, 1, 3, 15, 16, 17, 64, 100] {
            let memory = GuardedMemory()
            defer { memory.unmap() }
            var values = numbers.floats(n)
            if n > 5 { values[5] = .nan }
            if n > 15 { values[15] = 0.5 }
            let x = memory.buffer(values), places = memory.buffer(repeating: UInt32(0), count: n)
            for limit in [-Float.infinity, -0.3, 0.5, 0.9, 2] {
                let count = fiel_places_above(isa, n, x.pointer, limit, places.pointer)
                #expect(places.values.prefix(count).map(Int.init) == values.indices.filter { values[$0] > limit })
            }
        }
    }
}
