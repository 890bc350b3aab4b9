import CFielKernels
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite("Sums of exponentials", .tags(.kernel))
struct DistributionTests {
    @Test("terms and sum are exact to the last places of f64", arguments: fiel_isa.supported)
    func accuracy(isa: fiel_isa) {
        var numbers = SeededNumbers(seed: 9)
        for n in [1, 2, 7, 8, 9, 16, 17, 1_000] {
            let memory = GuardedMemory()
            defer { memory.unmap() }
            let x = memory.buffer(numbers.floats(n, size: 400))
            let terms = memory.buffer(repeating: Double(untouched), count: n)
            var highest = 0.0
            let sum = fiel_exp_sum(isa, n, x.pointer, &highest, terms.pointer)
            #expect(highest == Double(x.values.max() ?? 0))
            for i in 0..<n {
                let difference = Double(x[i]) - highest
                let exact = difference < -708 ? 0 : exp(difference)
                #expect(abs(terms[i] - exact) <= exact * 1e-15)
            }
            #expect(abs(sum - terms.values.reduce(0, +)) <= sum * 1e-14)
            var again = 0.0
            #expect(fiel_exp_sum(isa, n, x.pointer, &again, nil) == sum)
        }
    }

    @Test("forbidden tokens count as 0, and what is no distribution gives NaN", arguments: fiel_isa.supported)
    func limits(isa: fiel_isa) {
        var highest = 0.0
        var terms = [Double](repeating: 9, count: 3)
        #expect(fiel_exp_sum(isa, 3, [-.infinity, 2, -.infinity], &highest, &terms) == 1)
        #expect(highest == 2 && terms == [0, 1, 0])
        #expect(fiel_exp_sum(isa, 2, [0, -2_000], &highest, nil) == 1)
        for bad in [[1, .infinity], [.nan, 1], [-.infinity, -.infinity]] as [[Float]] {
            #expect(fiel_exp_sum(isa, 2, bad, &highest, nil).isNaN)
        }
    }
}
