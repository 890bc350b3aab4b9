import CFielKernels
import FielCore

/// A weight matrix where it stands in a model file.
///
/// Plain types hold the weights themselves. I8 holds codes, with an f32 scale per row beside it and, where f32 precision
/// is wanted from the same file, a residual: weight = scale · code + residual.
struct WeightMatrix: Sendable {
    private let stored: Tensor
    private let scales: [Float]?
    private let residual: Tensor?
    private let isa: fiel_isa

    /// The rows: outputs of a linear layer, or entries of an embedding table.
    let rows: Int
    /// The columns: inputs of a linear layer, or dimensions of an embedding.
    let columns: Int

    /// Joins the parts of a matrix.
    ///
    /// - Throws: `FielError` with code `malformedModel` where a part has another shape, or an I8 tensor has no scales.
    init(_ stored: Tensor, scale: Tensor?, residual: Tensor?, shape: (rows: Int, columns: Int), isa: fiel_isa)
        throws(FielError)
    {
        self.stored = try stored.expecting(shape: [shape.rows, shape.columns])
        if stored.type == .i8 {
            guard let scale else {
                throw FielError(.malformedModel, "tensor \(stored.name) is I8 and has no scales beside it")
            }
            scales = try scale.expecting(shape: [shape.rows]).floats(on: isa)
            self.residual = try residual?.expecting(shape: [shape.rows, shape.columns])
        } else {
            scales = nil
            self.residual = nil
        }
        rows = shape.rows
        columns = shape.columns
        self.isa = isa
    }

    /// Writes consecutive rows as f32 to `out` [rows, columns].
    ///
    /// - Parameter scratch: room for as many numbers as `out`.
    func widen(rows: Range<Int>, to out: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>) {
        stored.widen(rows: rows, to: out, on: isa)
        guard let scales else { return }
        for (index, row) in rows.enumerated() {
            let start = out + index * columns
            for column in 0..<columns { start[column] *= scales[row] }
        }
        guard let residual else { return }
        residual.widen(rows: rows, to: scratch, on: isa)
        for i in 0..<rows.count * columns { out[i] += scratch[i] }
    }

    /// The whole matrix as f32 [rows, columns].
    ///
    /// - Throws: `FielError` with code `malformedModel` for a number that is not finite.
    func floats() throws(FielError) -> [Float] {
        let count = rows * columns
        let scratch = residual == nil ? nil : AlignedBuffer<Float>(count: count)
        let values = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            if let start = buffer.baseAddress { widen(rows: 0..<rows, to: start, scratch: scratch?.start ?? start) }
            initialized = count
        }
        guard values.allSatisfy(\.isFinite) else {
            throw FielError(.malformedModel, "tensor \(stored.name) holds a number that is not finite")
        }
        return values
    }

    /// The matrix as 8-bit codes [rows, columns] and a scale per row: weight ≈ scale · code, codes in -127...127.
    ///
    /// - Throws: `FielError` with code `malformedModel` for a number that is not finite or a code of -128.
    func codes() throws(FielError) -> (codes: [Int8], scales: [Float]) {
        guard let scales else { return Self.quantize(try floats(), rows: rows) }
        let codes = stored.withBytes { Array($0.bindMemory(to: Int8.self)) }
        guard !codes.contains(-128) else {
            throw FielError(.malformedModel, "tensor \(stored.name) holds the code -128, expected -127 to 127")
        }
        return (codes, scales)
    }

    /// Symmetric rounding to nearest per row; the largest magnitude becomes 127.
    private static func quantize(_ values: [Float], rows: Int) -> (codes: [Int8], scales: [Float]) {
        let columns = values.count / rows
        var codes = [Int8](repeating: 0, count: values.count)
        var scales = [Float](repeating: 0, count: rows)
        for row in 0..<rows {
            let part = row * columns..<(row + 1) * columns
            let largest = values[part].reduce(0) { max($0, abs($1)) }
            guard largest > 0 else { continue }
            scales[row] = largest / 127
            for i in part { codes[i] = Int8(max(-127, min(127, (values[i] / scales[row]).rounded(.toNearestOrEven)))) }
        }
        return (codes, scales)
    }
}
