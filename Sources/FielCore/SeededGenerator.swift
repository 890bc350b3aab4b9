/// A source of random numbers that gives the same numbers for the same seed, on every machine and in every release.
///
/// SplitMix64 (Steele, Lea & Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014): 64 bits of state, a
/// period of 2⁶⁴, every seed equally good. For sampling and resampling; not for secrets.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Hashable {
    private var state: UInt64

    /// Starts at a seed; neighbouring seeds give unrelated numbers.
    public init(seed: UInt64) {
        state = seed
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// A random integer in `0..<bound`, each equally likely.
    ///
    /// Multiplication with rejection (Lemire, "Fast random integer generation in an interval", ACM TOMACS 2019). It is
    /// written out because the standard library does not promise to draw the same numbers in every release.
    ///
    /// - Parameter bound: at least 1.
    public mutating func next(below bound: Int) -> Int {
        precondition(bound > 0, "SeededGenerator.next: bound \(bound) is not positive")
        let width = UInt64(bound)
        var product = next().multipliedFullWidth(by: width)
        if product.low < width {
            let unfair = (0 &- width) % width
            while product.low < unfair { product = next().multipliedFullWidth(by: width) }
        }
        return Int(product.high)
    }
}
