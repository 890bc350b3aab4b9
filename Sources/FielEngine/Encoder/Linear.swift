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
        /// The inputs in groups, each with scales of its own; `factor` is what activations are multiplied by first.
        case int8([Group], factor: [Float]?)
    }

    /// A range of inputs whose weights and activations are quantised together.
    private struct Group {
        let inputs: Range<Int>
        let packed: AlignedBuffer<Int8>
        let scales: [Float]
        let sums: [Int32]
    }

    /// The inputs of a group at most: few enough that one large value does not cost the others their precision.
    private static let groupInputs = 512

    /// Packs weights.
    ///
    /// Several matrices become one layer whose outputs stand side by side; they share their smoothing.
    ///
    /// - Throws: `FielError` with code `malformedModel` where they do not, or a weight is not finite.
    init(_ matrices: [WeightMatrix], bias: [Float], options: EngineOptions) throws(FielError) {
        isa = options.instructionSet.isa
        inputs = matrices[0].columns
        outputs = matrices.reduce(0) { $0 + $1.rows }
        guard matrices.allSatisfy({ $0.smooth == matrices[0].smooth }) else {
            throw FielError(.malformedModel, "matrices that read the same input have different smoothing")
        }
        precondition(bias.count == outputs, "Linear: \(bias.count) biases for \(outputs) outputs")
        self.bias = bias
        switch options.precision {
        case .f32:
            var values: [Float] = []
            for matrix in matrices { values += try matrix.floats() }
            let packed = AlignedBuffer<Float>(count: fiel_packed_f32_count(isa, outputs, inputs))
            fiel_pack_f32(isa, outputs, inputs, values, packed.start)
            weights = .f32(packed)
        case .int8:
            let groups = try Self.groups(of: matrices, isa)
            weights = .int8(groups, factor: matrices[0].smooth?.map { 1 / $0 })
        }
    }

    private static func groups(of matrices: [WeightMatrix], _ isa: fiel_isa) throws(FielError) -> [Group] {
        let inputs = matrices[0].columns
        let ranges = stride(from: 0, to: inputs, by: groupInputs).map { $0..<min(inputs, $0 + groupInputs) }
        var parts: [[WeightMatrix.Codes]] = []
        for matrix in matrices { parts.append(try matrix.codes(of: ranges)) }
        return ranges.indices.map { index in
            let codes = parts.flatMap { $0[index].codes }
            let scales = parts.flatMap { $0[index].scales }
            let count = ranges[index].count
            let packed = AlignedBuffer<Int8>(count: fiel_packed_s8_count(isa, scales.count, count))
            var sums = [Int32](repeating: 0, count: scales.count)
            fiel_pack_s8(isa, scales.count, count, codes, packed.start, &sums)
            return Group(inputs: ranges[index], packed: packed, scales: scales, sums: sums)
        }
    }

    /// Computes the layer for `rows` rows.
    ///
    /// - Parameters:
    ///   - x: shape `[rows, inputs]`.
    ///   - activation: applied to the product and the bias; not together with a residual.
    ///   - residual: shape `[rows, outputs]`, added at the end.
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
        precondition(activation == .none || residual == nil, "Linear: an activation and a residual")
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
        case .int8(let groups, let factor):
            // Each group adds to what the groups before it gave; the activation waits for the last.
            for (index, group) in groups.enumerated() {
                let isFirst = index == 0
                quantize(x, rows: rows, group.inputs, factor, codes)
                fiel_gemm_u8s8(
                    isa,
                    rows,
                    outputs,
                    group.inputs.count,
                    codes.codes.start,
                    group.inputs.count,
                    codes.scales.start,
                    codes.zeros.start,
                    group.packed.start,
                    group.scales,
                    group.sums,
                    isFirst ? bias : nil,
                    groups.count == 1 ? activation : .none,
                    isFirst ? residual : UnsafePointer(out),
                    outputs,
                    out,
                    outputs
                )
            }
            if groups.count > 1, activation == .gelu { fiel_gelu(isa, rows * outputs, out) }
        }
    }

    private func quantize(
        _ x: UnsafePointer<Float>,
        rows: Int,
        _ columns: Range<Int>,
        _ factor: [Float]?,
        _ codes: RowCodes
    ) {
        func run(_ factor: UnsafePointer<Float>?) {
            fiel_quantize_u8(
                isa,
                rows,
                columns.count,
                x + columns.lowerBound,
                inputs,
                factor,
                codes.codes.start,
                columns.count,
                codes.scales.start,
                codes.zeros.start
            )
        }
        guard let factor else { return run(nil) }
        factor.withUnsafeBufferPointer { run($0.baseAddress.map { $0 + columns.lowerBound }) }
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
