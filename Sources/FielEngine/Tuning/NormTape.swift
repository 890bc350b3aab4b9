import CFielKernels

/// Layer normalisation that remembers what its gradient needs.
final class NormTape: Sendable {
    /// Shape `[rows, columns]`: (x − mean) / √(variance + ε).
    private let normalized: AlignedBuffer<Float>
    /// Shape `[rows]`: 1 / √(variance + ε).
    private let inverses: AlignedBuffer<Float>

    /// Reserves room.
    init(rows: Int, columns: Int) {
        normalized = AlignedBuffer(count: rows * columns)
        inverses = AlignedBuffer(count: rows)
    }

    /// Normalises each row of x `[rows, columns]` into out.
    func forward(_ norm: LayerNorm, _ x: UnsafePointer<Float>, rows: Int, into out: UnsafeMutablePointer<Float>) {
        let columns = norm.weight.count
        let ones = [Float](repeating: 1, count: columns)
        for row in 0..<rows {
            let (x, kept, out) = (x + row * columns, normalized.start + row * columns, out + row * columns)
            let mean = fiel_dot_f32(norm.isa, columns, x, ones) / Float(columns)
            for column in 0..<columns { kept[column] = x[column] - mean }
            let variance = fiel_dot_f32(norm.isa, columns, kept, kept) / Float(columns)
            let inverse = 1 / (variance + norm.epsilon).squareRoot()
            norm.withWeights { weight, bias in
                for column in 0..<columns {
                    kept[column] *= inverse
                    out[column] = kept[column] * weight[column] + bias[column]
                }
            }
            inverses.start[row] = inverse
        }
    }

    /// Turns the gradient of the result `[rows, columns]` into that of x.
    ///
    /// With g = gradient · weight and x̂ the normalised row: (g − mean(g) − x̂ · mean(g x̂)) / √(variance + ε).
    func backward(_ norm: LayerNorm, _ gradient: UnsafeMutablePointer<Float>, rows: Int) {
        let columns = norm.weight.count
        let ones = [Float](repeating: 1, count: columns)
        for row in 0..<rows {
            let (kept, gradient) = (normalized.start + row * columns, gradient + row * columns)
            norm.withWeights { weight, _ in for column in 0..<columns { gradient[column] *= weight[column] } }
            let mean = fiel_dot_f32(norm.isa, columns, gradient, ones) / Float(columns)
            let slope = fiel_dot_f32(norm.isa, columns, gradient, kept) / Float(columns)
            let inverse = inverses.start[row]
            for column in 0..<columns {
                gradient[column] = (gradient[column] - mean - kept[column] * slope) * inverse
            }
        }
    }
}

extension LayerNorm {
    /// Calls `body` with the weights and the biases.
    fileprivate func withWeights(_ body: (UnsafeBufferPointer<Float>, UnsafeBufferPointer<Float>) -> Void) {
        weight.withUnsafeBufferPointer { weight in bias.withUnsafeBufferPointer { bias in body(weight, bias) } }
    }
}
