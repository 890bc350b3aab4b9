import CFielKernels
import FielCore

/// A tensor where it stands in its mapped file.
struct Tensor: Sendable {
    let name: String
    let type: TensorType
    /// Outermost dimension first: a weight matrix is `[outputs, inputs]`.
    let shape: [Int]
    private let file: MappedFile
    private let offset: Int

    /// Checks that the tensor lies within its file.
    ///
    /// - Parameter offset: where its bytes start, from the start of the file.
    /// - Throws: `FielError` with code `malformedModel` for sizes that overflow, a row that is no whole number of
    ///   blocks, or bytes beyond the end of the file.
    init(name: String, type: TensorType, shape: [Int], file: MappedFile, offset: Int) throws(FielError) {
        func malformed(_ message: String) -> FielError {
            FielError(.malformedModel, "tensor \(name) \(message)", at: .init(file: file.path))
        }
        var count = 1
        for dimension in shape {
            guard dimension > 0 else { throw malformed("has shape \(shape)") }
            let (product, overflows) = count.multipliedReportingOverflow(by: dimension)
            guard !overflows else { throw malformed("has shape \(shape), too large for any file") }
            count = product
        }
        guard (shape.last ?? 1) % type.blockCount == 0 else {
            throw malformed(
                "has rows of \(shape.last ?? 1) numbers, no multiple of the \(type.blockCount) of a \(type) block"
            )
        }
        let (bytes, overflows) = (count / type.blockCount).multipliedReportingOverflow(by: type.blockBytes)
        guard !overflows, offset >= 0, offset <= file.count, bytes <= file.count - offset else {
            throw malformed(
                "of type \(type) and shape \(shape) at byte \(offset) ends beyond the file's \(file.count) bytes"
            )
        }
        self.name = name
        self.type = type
        self.shape = shape
        self.file = file
        self.offset = offset
    }

    /// How many numbers there are.
    var count: Int { shape.reduce(1, *) }

    /// The numbers of a row: the innermost dimension.
    var rowCount: Int { shape.last ?? 1 }

    /// The bytes of a row.
    var bytesPerRow: Int { rowCount / type.blockCount * type.blockBytes }

    /// Calls `body` with the stored bytes.
    func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        body(UnsafeRawBufferPointer(rebasing: file.bytes[offset..<offset + count / rowCount * bytesPerRow]))
    }

    /// Writes consecutive rows as f32 to `out`, which has room for them.
    func widen(rows: Range<Int>, to out: UnsafeMutablePointer<Float>, on isa: fiel_isa) {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= count / rowCount, "\(name) has no rows \(rows)")
        withBytes { bytes in
            let part = UnsafeRawBufferPointer(
                rebasing: bytes[rows.lowerBound * bytesPerRow..<rows.upperBound * bytesPerRow]
            )
            Widening.widen(part, type, to: out, on: isa)
        }
    }

    /// Lets the system take back the memory of the stored bytes until they are read again.
    func release() { file.release(offset..<offset + count / rowCount * bytesPerRow) }

    /// All numbers as f32.
    ///
    /// - Throws: `FielError` with code `malformedModel` for a number that is not finite.
    func floats(on isa: fiel_isa) throws(FielError) -> [Float] {
        let values = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            if let start = buffer.baseAddress { widen(rows: 0..<count / rowCount, to: start, on: isa) }
            initialized = count
        }
        guard values.isFinite else {
            throw FielError(
                .malformedModel,
                "tensor \(name) holds a number that is not finite",
                at: .init(file: file.path)
            )
        }
        return values
    }

    /// Checks the shape.
    ///
    /// - Throws: `FielError` with code `malformedModel` that gives both shapes.
    func expecting(shape expected: [Int]) throws(FielError) -> Tensor {
        guard shape == expected else {
            throw FielError(
                .malformedModel,
                "tensor \(name) has shape \(shape), expected \(expected)",
                at: .init(file: file.path)
            )
        }
        return self
    }
}
