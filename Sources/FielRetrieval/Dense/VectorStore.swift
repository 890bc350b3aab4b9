package import FielCore

/// Vectors in 8 bits, and in full where they are kept, read where they stand.
package struct VectorStore: Sendable {
    /// The number of vectors, deleted ones included.
    package let count: Int
    /// The numbers of every vector.
    package let dimensions: Int
    /// Whether the vectors are kept in full.
    package let keepsFloats: Bool
    private let codes, scales, floats: IndexSection

    /// Opens the sections of a `VectorStoreBuilder`; costs the same for any size.
    ///
    /// - Throws: `FielError` with code `malformedInput` where the sections contradict one another, `unsupported` for
    ///   those of another version.
    package init(sections: (String) throws(FielError) -> IndexSection) throws(FielError) {
        let header = try sections(VectorLayout.header)
        guard header.count == VectorLayout.headerSize else { throw Self.damaged("header of \(header.count) bytes") }
        let words = try header.withBytes { bytes throws(FielError) in (0..<4).map { bytes.word(at: $0 * 4) } }
        guard words[0] == VectorLayout.version else {
            throw FielError(.unsupported, "vectors of version \(words[0]), expected \(VectorLayout.version)")
        }
        (count, dimensions, keepsFloats) = (words[1], words[2], words[3] == 1)
        guard (1...VectorLayout.maximumDimensions).contains(dimensions), words[3] <= 1 else {
            throw Self.damaged("\(dimensions) dimensions")
        }
        codes = try sections(VectorLayout.codes)
        scales = try sections(VectorLayout.scales)
        floats = try sections(VectorLayout.floats)
        guard codes.count == count * VectorLayout.codeStride(dimensions), scales.count == 4 * count,
            floats.count == (keepsFloats ? 4 * count * VectorLayout.floatStride(dimensions) : 0)
        else { throw Self.damaged("sizes of sections") }
    }

    /// A vector in 8 bits; `nil` where a number is not finite.
    static func quantized(_ vector: [Float]) -> QuantizedVector? {
        vector.allSatisfy(\.isFinite) ? QuantizedVector(vector) : nil
    }

    static func damaged(_ what: String) -> FielError {
        FielError(.malformedInput, "the vectors are damaged: \(what)", hint: "build the index again")
    }

    /// Calls `body` with the rows, of which there is at least one; they are valid as long as it runs.
    func withRows<R>(_ body: (VectorRows) throws(FielError) -> R) throws(FielError) -> R {
        try codes.withBytes { codes throws(FielError) in
            try scales.withBytes { scales throws(FielError) in
                try floats.withBytes { floats throws(FielError) in
                    let rows = VectorRows(dimensions: dimensions, codes: codes, scales: scales, floats: floats)
                    guard let rows else { throw Self.damaged("no rows") }
                    return try body(rows)
                }
            }
        }
    }

    /// The vector of a number in full; `nil` where vectors are not kept in full.
    package func vector(_ number: Int) throws(FielError) -> [Float]? {
        precondition((0..<count).contains(number), "VectorStore.vector: \(number) of \(count)")
        return try withRows { rows throws(FielError) in
            rows.floats.map { Array(UnsafeBufferPointer(start: $0 + number * rows.floatStride, count: dimensions)) }
        }
    }

    /// The padded codes of a vector and what they are multiplied by.
    func codes(_ number: Int) throws(FielError) -> (codes: [Int8], scale: Float) {
        precondition((0..<count).contains(number), "VectorStore.codes: \(number) of \(count)")
        return try withRows { rows throws(FielError) in
            let start = rows.codes + number * rows.codeStride
            return (Array(UnsafeBufferPointer(start: start, count: rows.codeStride)), rows.scales[number])
        }
    }

    /// The dot product of two stored vectors: in full where they are kept so, else of their codes.
    package func similarity(_ a: Int, _ b: Int) throws(FielError) -> Double {
        precondition(max(a, b) < count && min(a, b) >= 0, "VectorStore.similarity: \(a), \(b) of \(count)")
        return try withRows { rows throws(FielError) in
            Double(rows.floats == nil ? rows.scores(of: a, [UInt32(b)])[0] : rows.exactScores(of: a, [UInt32(b)])[0])
        }
    }
}
