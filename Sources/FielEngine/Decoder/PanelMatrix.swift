import CFielKernels
import FielCore

/// A weight matrix on its stored blocks, ordered in panels of 16 rows for the kernels.
final class PanelMatrix: Sendable {
    /// The columns of the result.
    let outputs: Int
    /// The columns of the argument.
    let inputs: Int
    /// The outputs of a panel.
    static let panelRows = Int(fiel_panel_rows)
    private let type: fiel_block
    private let isa: fiel_isa
    private let panels: AlignedBuffer<UInt8>
    private let panelBytes: Int
    private let bias: [Float]?
    /// Whether activations are quantised before the product.
    let takesCodes: Bool

    /// The panels of the matrix; work is cut at their bounds.
    var panelCount: Int { (outputs + Self.panelRows - 1) / Self.panelRows }

    /// Packs a tensor `[outputs, inputs]`; the stored bytes are not kept in memory beside the panels.
    ///
    /// - Parameters:
    ///   - bias: added to the outputs.
    ///   - order: the stored row that gives each output; as they stand where it is nil.
    /// - Throws: `FielError` with code `unsupported` for a type that decoders do not have.
    init(
        _ tensor: Tensor,
        bias: [Float]? = nil,
        order: ((Int) -> Int)? = nil,
        options: EngineOptions
    ) throws(FielError) {
        guard let type = tensor.type.block, tensor.shape.count == 2 else {
            throw FielError(.unsupported, "tensor \(tensor.name) is \(tensor.type) of shape \(tensor.shape)")
        }
        self.type = type
        isa = options.instructionSet.isa
        outputs = tensor.shape[0]
        inputs = tensor.shape[1]
        takesCodes = tensor.type.isQuantized && options.precision == .int8
        self.bias = bias
        let bytes = fiel_panel_bytes(type, inputs)
        panelBytes = bytes
        let panels = AlignedBuffer<UInt8>(count: bytes * ((outputs + Self.panelRows - 1) / Self.panelRows))
        self.panels = panels
        let rowBytes = tensor.bytesPerRow
        let (outputs, inputs) = (outputs, inputs)
        tensor.withBytes { stored in
            guard let base = stored.baseAddress else { return }
            for panel in 0..<(outputs + Self.panelRows - 1) / Self.panelRows {
                let rows = panel * Self.panelRows..<min(outputs, (panel + 1) * Self.panelRows)
                let starts: [UnsafeRawPointer?] = rows.map { base + (order?($0) ?? $0) * rowBytes }
                fiel_pack_panel(type, rows.count, inputs, starts, panels.start + panel * bytes)
            }
        }
        tensor.release()
    }

    /// out = x Wᵀ + bias + residual for some rows of activations and some panels of outputs.
    ///
    /// - Parameters:
    ///   - rows: the rows of `x`, `residual` and `out`.
    ///   - panels: the panels to compute.
    ///   - x: `inputs` columns.
    ///   - residual: laid out as `out`.
    ///   - out: the first output of the first row, whatever the panels; rows `stride` apart.
    func apply(
        to x: Activations,
        rows: Range<Int>,
        panels range: Range<Int>,
        residual: UnsafePointer<Float>? = nil,
        into out: UnsafeMutablePointer<Float>,
        stride: Int
    ) {
        let first = range.lowerBound * Self.panelRows
        let count = min(outputs, range.upperBound * Self.panelRows) - first
        let place = rows.lowerBound * stride + first
        let panels = panels.start + range.lowerBound * panelBytes
        func run(_ bias: UnsafePointer<Float>?) {
            if takesCodes {
                fiel_gemm_blocks_s8(
                    isa,
                    type,
                    rows.count,
                    count,
                    inputs,
                    x.codes.start + rows.lowerBound * inputs,
                    x.terms.start + rows.lowerBound * (inputs / Activations.quantum * Activations.termsEach),
                    panels,
                    bias,
                    residual.map { $0 + place },
                    stride,
                    out + place,
                    stride
                )
            } else {
                fiel_gemm_blocks_f32(
                    isa,
                    type,
                    rows.count,
                    count,
                    inputs,
                    x.values.start + rows.lowerBound * inputs,
                    inputs,
                    panels,
                    bias,
                    residual.map { $0 + place },
                    stride,
                    out + place,
                    stride
                )
            }
        }
        guard let bias else { return run(nil) }
        bias.withUnsafeBufferPointer { run($0.baseAddress.map { $0 + first }) }
    }
}

/// The input of matrix products: rows of numbers, and the same rows in 8 bits.
struct Activations: Sendable {
    static let quantum = Int(fiel_quantum)
    static let termsEach = Int(fiel_quantum_terms)

    /// Shape `[rows, columns]`.
    let values: AlignedBuffer<Float>
    /// Shape `[rows, columns]`.
    let codes: AlignedBuffer<Int8>
    /// Shape `[rows, columns / 32, 4]`.
    let terms: AlignedBuffer<Float>

    /// Reserves room.
    init(rows: Int, columns: Int) {
        values = AlignedBuffer(count: rows * columns)
        codes = AlignedBuffer(count: rows * columns)
        terms = AlignedBuffer(count: rows * (columns / Self.quantum + 1) * Self.termsEach)
    }

    /// Writes the codes of rows of values; `columns` is a multiple of 32.
    func quantize(rows: Range<Int>, columns: Int, on isa: fiel_isa) {
        fiel_quantize_s8(
            isa,
            rows.count,
            columns,
            values.start + rows.lowerBound * columns,
            columns,
            codes.start + rows.lowerBound * columns,
            terms.start + rows.lowerBound * (columns / Self.quantum * Self.termsEach)
        )
    }
}
