import CFielKernels

/// The rows of stored vectors in memory, while a section's bytes are held.
struct VectorRows: Sendable {
    let count: Int
    let codeStride: Int
    let floatStride: Int
    nonisolated(unsafe) let codes: UnsafePointer<Int8>  // read-only memory, as are all of these
    nonisolated(unsafe) let scales: UnsafePointer<Float>
    /// `nil` where vectors are not kept in full.
    nonisolated(unsafe) let floats: UnsafePointer<Float>?
    let isa: fiel_isa

    /// Takes bytes whose sizes have been checked; floats stand at multiples of 4 in files as in arrays.
    ///
    /// - Returns: `nil` where there are no rows.
    init?(
        dimensions: Int,
        codes: UnsafeRawBufferPointer,
        scales: UnsafeRawBufferPointer,
        floats: UnsafeRawBufferPointer
    ) {
        guard let firstCode = codes.baseAddress, let firstScale = scales.baseAddress, !codes.isEmpty else { return nil }
        codeStride = VectorLayout.codeStride(dimensions)
        floatStride = VectorLayout.floatStride(dimensions)
        count = codes.count / codeStride
        self.codes = firstCode.assumingMemoryBound(to: Int8.self)
        self.scales = firstScale.assumingMemoryBound(to: Float.self)
        self.floats = floats.isEmpty ? nil : floats.baseAddress?.assumingMemoryBound(to: Float.self)
        isa = fiel_isa_best()
    }

    /// The scores of a stored vector with others, in 8 bits.
    func scores(of row: Int, _ places: [UInt32]) -> [Float] {
        .init(unsafeUninitializedCapacity: places.count) { out, count in
            guard let base = out.baseAddress else { return }
            score(codes + row * codeStride, scales[row], places, base)
            count = places.count
        }
    }

    /// The scores of a stored vector with others, in full; only where vectors are kept so.
    func exactScores(of row: Int, _ places: [UInt32]) -> [Float] {
        guard let floats else { return scores(of: row, places) }
        return exactScores(floats + row * floatStride, places)
    }

    /// The scores of a padded query with rows, in full where vectors are kept so, else 0.
    func exactScores(_ query: UnsafePointer<Float>, _ places: [UInt32]) -> [Float] {
        var out = [Float](repeating: 0, count: places.count)
        if let floats { fiel_score_f32(isa, 1, places.count, floatStride, query, floats, places, &out, places.count) }
        return out
    }

    /// Writes the scores of a quantised query with rows whose numbers have been checked.
    @inline(__always)
    func score(
        _ query: UnsafePointer<Int8>,
        _ scale: Float,
        _ places: UnsafePointer<UInt32>,
        _ count: Int,
        _ out: UnsafeMutablePointer<Float>
    ) {
        withUnsafePointer(to: scale) {
            fiel_score_s8(isa, 1, count, codeStride, query, $0, codes, scales, places, out, count)
        }
    }

    private func score(
        _ query: UnsafePointer<Int8>,
        _ scale: Float,
        _ places: [UInt32],
        _ out: UnsafeMutablePointer<Float>
    ) {
        places.withUnsafeBufferPointer { places in
            guard let base = places.baseAddress else { return }
            score(query, scale, base, places.count, out)
        }
    }
}
