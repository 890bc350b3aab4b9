import FielCore

/// The tokens of one text or pair as a model reads them, special tokens included.
struct TokenInput: Sendable {
    var ids: [Int32]
    /// Where the second text starts, for a pair: from there on the token type is 1.
    var secondStart: Int?
    /// Whether something had to be cut.
    var truncated: Bool

    /// The token types.
    var types: [Int32] {
        let start = secondStart ?? ids.count
        return (0..<ids.count).map { $0 < start ? 0 : 1 }
    }
}

extension BertEncoder {
    /// The tokens of a forward pass; more only where one sequence alone has more.
    private static let tokensPerPass = 4_096

    /// Runs inputs of any number in passes of bounded size.
    ///
    /// - Parameter scaling: what an adapter multiplies on the way.
    /// - Returns: one pooled vector `[hidden]` an input, in order.
    /// - Throws: `FielError` with code `malformedModel` where the weights are such that a result is not finite.
    func pooled(_ inputs: [TokenInput], _ scaling: EncoderScaling? = nil) throws(FielError) -> [ArraySlice<Float>] {
        var vectors: [ArraySlice<Float>] = []
        vectors.reserveCapacity(inputs.count)
        var batch = RaggedBatch()
        func run() throws(FielError) {
            let values = pooled(batch, scaling)
            guard values.isFinite else {
                throw FielError(
                    .malformedModel,
                    "the model gives numbers that are not finite: its weights are too large"
                )
            }
            for sequence in 0..<batch.count {
                vectors.append(values[sequence * configuration.hidden..<(sequence + 1) * configuration.hidden])
            }
            batch = RaggedBatch()
        }
        for input in inputs {
            if batch.count > 0, batch.ids.count + input.ids.count > Self.tokensPerPass { try run() }
            batch.append(ids: input.ids, types: input.types)
        }
        if batch.count > 0 { try run() }
        return vectors
    }
}
