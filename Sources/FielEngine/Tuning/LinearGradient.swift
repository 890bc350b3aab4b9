import CFielKernels
import FielCore

/// The way back through a frozen linear layer y = x Wᵀ + b: the gradient of x is that of y times W.
final class LinearGradient: Sendable {
    private let outputs: Int
    private let inputs: Int
    private let isa: fiel_isa
    /// Wᵀ, packed as the weights of a linear layer from outputs to inputs.
    private let transposed: AlignedBuffer<Float>

    /// Packs the weights of matrices that read the same input and whose outputs stand side by side.
    ///
    /// - Throws: `FielError` with code `malformedModel` for a weight that is not finite.
    init(_ matrices: [WeightMatrix], on isa: fiel_isa) throws(FielError) {
        self.isa = isa
        inputs = matrices[0].columns
        outputs = matrices.reduce(0) { $0 + $1.rows }
        var values: [Float] = []
        for matrix in matrices { values += try matrix.floats() }
        let turned = AlignedBuffer<Float>(count: values.count)
        Transposition.write(values, rows: outputs, columns: inputs, rowStep: inputs, to: turned.start)
        transposed = AlignedBuffer(count: fiel_packed_f32_count(isa, inputs, outputs))
        fiel_pack_f32(isa, inputs, outputs, turned.start, transposed.start)
    }

    /// Adds to the gradient of the input `[rows, inputs]` what the gradient of the output `[rows, outputs]` brings.
    ///
    /// - Parameter replaces: whether it takes the place of what stands there.
    func apply(
        to gradient: UnsafePointer<Float>,
        rows: Int,
        into out: UnsafeMutablePointer<Float>,
        replaces: Bool = false
    ) {
        let residual = replaces ? nil : UnsafePointer(out)
        fiel_gemm_f32(
            isa,
            rows,
            inputs,
            outputs,
            gradient,
            outputs,
            transposed.start,
            nil,
            .none,
            residual,
            inputs,
            out,
            inputs
        )
    }
}
