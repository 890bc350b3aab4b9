/// A vector in 8 bits: each number is about `scale` times its code.
struct QuantizedVector: Sendable {
    /// Codes of -127...127, filled up with zeros to a multiple of 64.
    let codes: [Int8]
    /// The largest magnitude over 127.
    let scale: Float

    /// Rounds half to even; a vector whose scale would be below the smallest normal float counts as zeros.
    ///
    /// - Parameter vector: finite numbers.
    init(_ vector: [Float]) {
        var largest: Float = 0
        for x in vector { largest = max(largest, x.magnitude) }
        let step = largest / 127
        var codes = [Int8](repeating: 0, count: VectorLayout.codeStride(vector.count))
        scale = step >= .leastNormalMagnitude ? step : 0
        if scale > 0 {
            for (place, x) in vector.enumerated() {
                codes[place] = Int8(max(-127, min(127, (x / step).rounded(.toNearestOrEven))))
            }
        }
        self.codes = codes
    }
}
