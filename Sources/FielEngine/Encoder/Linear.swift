import CFielKernels
import FielCore

/// A linear layer: y = activation(x Wᵀ + b) + residual, its weights packed for the instruction set.
final class Linear: Sendable {
    /// The columns of the result.
    let outputs: Int
    /// The columns of the argument.
    let inputs: Int
    private let isa: fiel_isa
    private let bias: [Float]
    private let weights: Weights

    private enum Weights {
        case f32(AlignedBuffer<Float>)
        /// `factor` is what activations are multiplied by before they are quantised.
        case int8(AlignedBuffer<Int8>, scales: [Float], sums: [Int32], factor: [Float]?)
    }

    /// Packs weights.
    ///
    /// Several matrices become one layer whose outputs stand side by side; they share their smoothing.
    ///
    /// - Throws: `FielError` with code `malformedModel` where they do not, or a weight is not finite.
    init(_ matrices: [WeightMatrix], bias: [Float], options: EngineOptions) throws(FielError) {
        let isa = options.instructionSet.isa
        let inputs = matrices[0].columns
        let outputs = matrices.reduce(0) { $0 + $1.rows }
        guard matrices.allSatisfy({ $0.smooth == matrices[0].smooth }) else {
            throw FielError(.malformedModel, "matrices that read the same input have different smoothing")
        }
        switch options.precision {
        case .f32:
            var values: [Float] = []
            for matrix in matrices { values += try matrix.floats() }
            let packed = AlignedBuffer<Float>(count: fiel_packed_f32_count(isa, outputs, inputs))
            fiel_pack_f32(isa, outputs, inputs, values, packed.start)
            weights = .f32(packed)
        case .int8:
            var codes: [Int8] = []
            var scales: [Float] = []
            for matrix in matrices {
                let part = try matrix.codes()
                codes += part.codes
                scales += part.scales
            }
            let packed = AlignedBuffer<Int8>(count: fiel_packed_s8_count(isa, outputs, inputs))
            var sums = [Int32](repeating: 0, count: outputs)
            fiel_pack_s8(isa, outputs, inputs, codes, packed.start, &sums)
            let factor = matrices[0].smooth?.map { 1 / $0 }
            weights = .int8(packed, scales: scales, sums: sums, factor: factor)
        }
        precondition(bias.count == outputs, "Linear: \(bias.count) biases for \(outputs) outputs")
        self.isa = isa
        self.inputs = inputs
        self.outputs = outputs
        self.bias = bias
    }

    /// Computes the layer for `rows` rows.
    ///
    /// - Parameters:
    ///   - x: shape `[rows, inputs]`.
    ///   - residual: shape `[rows, outputs]`, added at the end; may be `out`.
    ///   - out: shape `[rows, outputs]`.
    ///   - codes: scratch space of the calling worker.
    func apply(
        to x: UnsafePointer<Float>,
        rows: Int,
        activation: fiel_activation = .none,
        residual: UnsafePointer<Float>? = nil,
        into out: UnsafeMutablePointer<Float>,
        codes: RowCodes
    ) {
        switch weights {
        case .f32(let packed):
            fiel_gemm_f32(
                isa,
                rows,
                outputs,
                inputs,
                x,
                inputs,
                packed.start,
                bias,
                activation,
                residual,
                outputs,
                out,
                outputs
            )
        case .int8(let packed, let scales, let sums, let factor):
            fiel_quantize_u8(
                isa,
                rows,
                inputs,
                x,
                inputs,
                factor,
                codes.codes.start,
                inputs,
                codes.scales.start,
                codes.zeros.start
            )
            fiel_gemm_u8s8(
                isa,
                rows,
                outputs,
                inputs,
                codes.codes.start,
                inputs,
                codes.scales.start,
                codes.zeros.start,
                packed.start,
                scales,
                sums,
                bias,
                activation,
                residual,
                outputs,
                out,
                outputs
            )
        }
    }
}

/// Scratch space for the rows that a worker quantises.
struct RowCodes: Sendable {
    let codes: AlignedBuffer<UInt8>
    let scales: AlignedBuffer<Float>
    let zeros: AlignedBuffer<Int32>

    /// Reserves room for `rows` rows of at most `columns` numbers.
    init(rows: Int, columns: Int) {
        codes = AlignedBuffer(count: rows * columns)
        scales = AlignedBuffer(count: rows)
        zeros = AlignedBuffer(count: rows)
    }
}
