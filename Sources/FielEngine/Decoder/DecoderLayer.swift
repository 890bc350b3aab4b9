import CFielKernels
import FielCore

/// The weights of one layer.
struct DecoderLayer: Sendable {
    let inputNorm: [Float]
    let query: PanelMatrix
    let key: PanelMatrix
    let value: PanelMatrix
    /// Normalises each head of the queries (Qwen3, Gemma 3).
    let queryNorm: [Float]?
    let keyNorm: [Float]?
    let output: PanelMatrix
    /// Normalises what attention adds (Gemma 3).
    let attentionPostNorm: [Float]?
    let feedForwardNorm: [Float]
    let gate: PanelMatrix
    let up: PanelMatrix
    let down: PanelMatrix
    let feedForwardPostNorm: [Float]?

    /// Packs a layer's weights.
    ///
    /// - Throws: `FielError` with code `malformedModel` for a tensor that is missing or wrong.
    init(_ index: Int, of checkpoint: DecoderCheckpoint, _ options: EngineOptions) throws(FielError) {
        let sizes = checkpoint.configuration
        let isa = options.instructionSet.isa
        func norm(_ part: DecoderTensor.Part, _ count: Int) throws(FielError) -> [Float] {
            try checkpoint.norm(.layer(index, part, .weight), count: count, on: isa)
        }
        func optionalNorm(_ part: DecoderTensor.Part, _ count: Int) throws(FielError) -> [Float]? {
            checkpoint.has(.layer(index, part, .weight)) ? try norm(part, count) : nil
        }
        func matrix(
            _ part: DecoderTensor.Part,
            _ outputs: Int,
            _ inputs: Int,
            order: ((Int) -> Int)? = nil
        ) throws(FielError) -> PanelMatrix {
            let bias = try checkpoint.optionalVector(.layer(index, part, .bias), count: outputs, on: isa)
            return try PanelMatrix(
                try checkpoint.tensor(.layer(index, part, .weight), shape: [outputs, inputs]),
                bias: bias.map { bias in order.map { order in bias.indices.map { bias[order($0)] } } ?? bias },
                order: order,
                options: options
            )
        }
        let order = sizes.pairsAdjacent ? Self.halvesFromPairs(sizes) : nil
        inputNorm = try norm(.inputNorm, sizes.hidden)
        query = try matrix(.query, sizes.queryColumns, sizes.hidden, order: order)
        key = try matrix(.key, sizes.keyColumns, sizes.hidden, order: order)
        value = try matrix(.value, sizes.keyColumns, sizes.hidden)
        queryNorm = try optionalNorm(.queryNorm, sizes.headSize)
        keyNorm = try optionalNorm(.keyNorm, sizes.headSize)
        output = try matrix(.output, sizes.hidden, sizes.queryColumns)
        attentionPostNorm = try optionalNorm(.attentionPostNorm, sizes.hidden)
        feedForwardNorm = try norm(.feedForwardNorm, sizes.hidden)
        gate = try matrix(.gate, sizes.intermediate, sizes.hidden)
        up = try matrix(.up, sizes.intermediate, sizes.hidden)
        down = try matrix(.down, sizes.hidden, sizes.intermediate)
        feedForwardPostNorm = try optionalNorm(.feedForwardPostNorm, sizes.hidden)
    }

    /// The stored row for each output, for files that keep rotated pairs adjacent: here a head's first halves of all pairs
    /// come first, then the second halves.
    private static func halvesFromPairs(_ sizes: DecoderConfiguration) -> (Int) -> Int {
        let (size, rotated) = (sizes.headSize, sizes.rotatedDimensions)
        return { row in
            let (head, place) = row.quotientAndRemainder(dividingBy: size)
            guard place < rotated else { return row }
            let (half, pair) = place.quotientAndRemainder(dividingBy: rotated / 2)
            return head * size + 2 * pair + half
        }
    }
}
