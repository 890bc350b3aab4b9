import CFielKernels
import FielCore

/// A weight matrix where it stands in a model file.
///
/// Beside `X.weight` a file may hold more of the same matrix:
/// - `X.scale` [rows], where the weight is I8: weight = scale · code;
/// - `X.smooth` [columns]: in int8 the activations are divided by it and the weights multiplied, so that both lose less
///   (SmoothQuant, arXiv 2211.10438); I8 codes are those of the multiplied weights;
/// - `X.residual` [rows, columns]: what the stored weights lack to the exact ones.
struct WeightMatrix: Sendable {
    private let stored: Tensor
    private let scales: [Float]?
    private let residual: Tensor?
    private let isa: fiel_isa

    /// The rows: outputs of a linear layer, or entries of an embedding table.
    let rows: Int
    /// The columns: inputs of a linear layer, or dimensions of an embedding.
    let columns: Int
    /// What activations are divided by before they are quantised `[columns]`; nil for ones.
    let smooth: [Float]?

    /// The parts of a matrix as they stand in a file.
    struct Parts {
        var weight: Tensor
        var scale: Tensor?
        var smooth: Tensor?
        var residual: Tensor?
    }

    /// Joins the parts of a matrix.
    ///
    /// - Throws: `FielError` with code `malformedModel` where a part has another shape or impossible values, or an I8
    ///   tensor has no scales.
    init(_ parts: Parts, rows: Int, columns: Int, isa: fiel_isa) throws(FielError) {
        stored = try parts.weight.expecting(shape: [rows, columns])
        scales = try parts.scale?.expecting(shape: [rows]).floats(on: isa)
        smooth = try parts.smooth?.expecting(shape: [columns]).floats(on: isa)
        residual = try parts.residual?.expecting(shape: [rows, columns])
        guard (stored.type == .i8) == (scales != nil) else {
            throw FielError(.malformedModel, "tensor \(stored.name) is \(stored.type), but scales belong to i8 alone")
        }
        guard smooth?.allSatisfy({ $0 > 0 }) != false else {
            throw FielError(.malformedModel, "the smoothing of tensor \(stored.name) is not positive")
        }
        self.rows = rows
        self.columns = columns
        self.isa = isa
    }

    /// Writes a row's exact weights to `out` [columns].
    ///
    /// - Parameter scratch: room for as many numbers as `out`.
    func widen(row: Int, to out: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>) {
        stored.widen(rows: row..<row + 1, to: out, on: isa)
        if let scales {
            for column in 0..<columns { out[column] *= scales[row] }
            if let smooth { for column in 0..<columns { out[column] /= smooth[column] } }
        }
        if let residual {
            residual.widen(rows: row..<row + 1, to: scratch, on: isa)
            for column in 0..<columns { out[column] += scratch[column] }
        }
    }

    /// The exact weights [rows, columns].
    ///
    /// - Throws: `FielError` with code `malformedModel` for a number that is not finite.
    func floats() throws(FielError) -> [Float] {
        let scratch = AlignedBuffer<Float>(count: columns)
        let values = [Float](unsafeUninitializedCapacity: rows * columns) { buffer, initialized in
            if let start = buffer.baseAddress {
                for row in 0..<rows { widen(row: row, to: start + row * columns, scratch: scratch.start) }
            }
            initialized = rows * columns
        }
        guard values.isFinite else {
            throw FielError(.malformedModel, "tensor \(stored.name) holds a number that is not finite")
        }
        return values
    }

    /// 8-bit codes [rows, columns] and a scale per row: smoothed weight ≈ scale · code, codes in -127...127.
    struct Codes {
        var codes: [Int8]
        var scales: [Float]
    }

    /// The smoothed weights as codes, group by group of columns.
    ///
    /// - Throws: `FielError` with code `malformedModel` for a number that is not finite or a code of -128.
    func codes(of groups: [Range<Int>]) throws(FielError) -> [Codes] {
        guard let scales else {
            let values = try floats()
            return groups.map { quantized(values, columns: $0) }
        }
        return try groups.map { group throws(FielError) in
            let codes = stored.withBytes { bytes in
                (0..<rows).flatMap { row in
                    bytes.bindMemory(to: Int8.self)[(row * columns + group.lowerBound)...].prefix(group.count)
                }
            }
            guard !codes.contains(-128) else {
                throw FielError(.malformedModel, "tensor \(stored.name) holds the code -128, expected -127 to 127")
            }
            return Codes(codes: codes, scales: scales)
        }
    }

    /// Symmetric rounding to nearest per row; the largest magnitude becomes 127.
    private func quantized(_ values: [Float], columns: Range<Int>) -> Codes {
        var codes = [Int8](repeating: 0, count: rows * columns.count)
        var scales = [Float](repeating: 0, count: rows)
        var smoothed = [Float](repeating: 0, count: columns.count)
        for row in 0..<rows {
            var largest: Float = 0
            for (place, column) in columns.enumerated() {
                smoothed[place] = values[row * self.columns + column] * (smooth?[column] ?? 1)
                largest = max(largest, abs(smoothed[place]))
            }
            guard largest > 0 else { continue }
            scales[row] = largest / 127
            let inverse = 127 / largest
            for place in 0..<columns.count {
                let code = (smoothed[place] * inverse).rounded(.toNearestOrEven)
                codes[row * columns.count + place] = Int8(max(-127, min(127, code)))
            }
        }
        return Codes(codes: codes, scales: scales)
    }
}

extension [Float] {
    /// Whether every number is finite.
    var isFinite: Bool {
        // A sum of products with zero is zero for finite numbers and NaN otherwise; it needs no branch.
        reduce(into: Float(0)) { $0 += $1 * 0 } == 0
    }
}
