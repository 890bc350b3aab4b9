import CFielKernels

/// Layer normalisation: (x − mean) / √(variance + ε) · weight + bias, row by row (Ba and others 2016, arXiv 1607.06450).
struct LayerNorm: Sendable {
    let weight: [Float]
    let bias: [Float]
    let epsilon: Float
    let isa: fiel_isa

    /// Normalises each row of x `[rows, columns]` into out; both may be the same.
    func apply(to x: UnsafePointer<Float>, rows: Int, into out: UnsafeMutablePointer<Float>) {
        fiel_layer_norm(isa, rows, weight.count, x, weight.count, weight, bias, epsilon, out, weight.count)
    }
}
