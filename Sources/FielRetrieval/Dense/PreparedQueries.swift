import FielCore

/// Queries in both forms, in rows of the stores' layout.
struct PreparedQueries: Sendable {
    let codes: [Int8]
    let scales: [Float]
    let floats: [Float]
    let codeStride: Int
    let floatStride: Int

    init(_ queries: [[Float]], dimensions: Int) throws(FielError) {
        codeStride = VectorLayout.codeStride(dimensions)
        floatStride = VectorLayout.floatStride(dimensions)
        var (codes, scales, floats) = ([Int8](), [Float](), [Float]())
        for query in queries {
            guard query.count == dimensions else {
                throw FielError(.invalidArgument, "a query of \(query.count) dimensions, expected \(dimensions)")
            }
            guard let quantized = VectorStore.quantized(query) else {
                throw FielError(.invalidArgument, "a query has a number that is not finite")
            }
            codes += quantized.codes
            scales.append(quantized.scale)
            floats += query
            floats += repeatElement(0, count: floatStride - dimensions)
        }
        (self.codes, self.scales, self.floats) = (codes, scales, floats)
    }

    /// One query in full, padded.
    func floats(_ query: Int) -> [Float] { Array(floats[query * floatStride..<(query + 1) * floatStride]) }

    /// One query's codes, padded.
    func codes(_ query: Int) -> [Int8] { Array(codes[query * codeStride..<(query + 1) * codeStride]) }
}
