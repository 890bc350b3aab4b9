import CFielKernels
import FielCore

/// BERT's input: LayerNorm(word + position + token type).
struct BertEmbeddings: Sendable {
    private let words: WeightMatrix
    private let positions: [Float]
    private let types: [Float]
    private let norm: LayerNorm
    private let hidden: Int

    /// Reads the tables; the word table stays in the mapped file, rows are widened as they are needed.
    init(_ checkpoint: EncoderCheckpoint, on isa: fiel_isa) throws(FielError) {
        let sizes = checkpoint.configuration
        hidden = sizes.hidden
        words = try checkpoint.matrix(.wordEmbedding, rows: sizes.vocabularySize, columns: hidden, on: isa)
        positions = try checkpoint.matrix(.positionEmbedding, rows: sizes.positions, columns: hidden, on: isa).floats()
        types = try checkpoint.matrix(.typeEmbedding, rows: sizes.tokenTypes, columns: hidden, on: isa).floats()
        norm = LayerNorm(
            weight: try checkpoint.vector(.embeddingNorm(.weight), count: hidden, on: isa),
            bias: try checkpoint.vector(.embeddingNorm(.bias), count: hidden, on: isa),
            epsilon: sizes.epsilon,
            isa: isa
        )
    }

    /// Embeds consecutive tokens of a batch.
    ///
    /// - Parameters:
    ///   - out: shape `[tokens, hidden]`.
    ///   - scratch: room for one row.
    func embed(
        _ tokens: Range<Int>,
        of batch: RaggedBatch,
        into out: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>
    ) {
        for (row, token) in tokens.enumerated() {
            let x = out + row * hidden
            let id = Int(batch.ids[token])
            words.widen(row: id, to: x, scratch: scratch)
            let position = Int(batch.positions[token]) * hidden
            let type = Int(batch.types[token]) * hidden
            // The order of the two additions is the reference implementation's.
            for column in 0..<hidden { x[column] = (x[column] + types[type + column]) + positions[position + column] }
        }
        norm.apply(to: out, rows: tokens.count, into: out)
    }
}
