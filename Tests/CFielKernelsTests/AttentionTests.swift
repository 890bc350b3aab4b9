import CFielKernels
import Foundation
import Testing

@Suite("Attention", .tags(.kernel))
struct AttentionTests {
    /// Queries, keys and values side by side in rows of `ld`.
    private struct Sequence {
        let length: Int, head: Int
        var qkv: [Float]
        var ld: Int { 3 * head + 5 }

        init(length: Int, head: Int) {
            var numbers = SeededNumbers(seed: UInt64(length * 1000 + head))
            (self.length, self.head) = (length, head)
            qkv = numbers.floats(length * (3 * head + 5) - 5, size: 2)
        }

        func run(_ isa: fiel_isa) -> [Float] {
            let memory = GuardedMemory()
            defer { memory.unmap() }
            let input = memory.buffer(qkv)
            let scratch = memory.buffer(repeating: Float.nan, count: fiel_attention_scratch_count(isa, length, head))
            let out = memory.buffer(repeating: untouched, count: length * (head + 3) - 3)
            fiel_attention(
                isa,
                length,
                head,
                0.25,
                input.pointer,
                input.pointer + head,
                input.pointer + 2 * head,
                ld,
                scratch.pointer,
                out.pointer,
                head + 3
            )
            return out.values
        }

        func reference(row i: Int) -> [Double] {
            func value(_ row: Int, _ part: Int, _ d: Int) -> Double { Double(qkv[row * ld + part * head + d]) }
            let scores = (0..<length).map { j in (0..<head).reduce(0) { $0 + 0.25 * value(i, 0, $1) * value(j, 1, $1) }
            }
            let highest = scores.max() ?? 0
            let exponentials = scores.map { exp($0 - highest) }
            let sum = exponentials.reduce(0, +)
            return (0..<head).map { d in (0..<length).reduce(0) { $0 + exponentials[$1] / sum * value($1, 2, d) } }
        }
    }

    @Test("agrees with double precision, and leaves the space between rows alone", arguments: fiel_isa.supported)
    func agreesWithDoublePrecision(isa: fiel_isa) {
        let shapes = [(1, 8), (2, 16), (3, 24), (7, 32), (15, 8), (16, 40), (17, 32), (28, 32), (33, 64), (65, 32)]
        for (length, head) in shapes {
            let sequence = Sequence(length: length, head: head)
            let out = sequence.run(isa)
            var worst = 0.0
            for i in 0..<length {
                for (d, expected) in sequence.reference(row: i).enumerated() {
                    worst = max(worst, abs(Double(out[i * (head + 3) + d]) - expected))
                }
            }
            #expect(worst <= 5e-6, "length \(length), head \(head)")
            #expect((0..<(length - 1)).allSatisfy { out[$0 * (head + 3) + head] == untouched })
        }
    }

    @Test("gives a query the same bits wherever it stands", arguments: fiel_isa.supported)
    func queryPlace(isa: fiel_isa) {
        var sequence = Sequence(length: 37, head: 24)
        let before = sequence.run(isa)
        for d in 0..<24 { sequence.qkv.swapAt(2 * sequence.ld + d, 36 * sequence.ld + d) }
        let after = sequence.run(isa)
        func row(_ out: [Float], _ i: Int) -> [Float] { Array(out[(i * 27)..<(i * 27 + 24)]) }
        #expect(row(before, 2) == row(after, 36))
        #expect(row(before, 36) == row(after, 2))
        #expect(row(before, 20) == row(after, 20))
    }
}
