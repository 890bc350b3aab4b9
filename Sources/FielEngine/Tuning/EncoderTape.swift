import CFielKernels

/// The activations of one sequence that the way back through an encoder needs, and room to work in.
struct EncoderTape: Sendable {
    /// What one layer leaves behind.
    struct Layer: Sendable {
        /// Shape `[tokens, 3 · hidden]`: queries, keys and values before the adapter's factors.
        let queryKeyValue: AlignedBuffer<Float>
        let attentionNorm: NormTape
        /// Shape `[tokens, intermediate]`: what GELU is applied to.
        let inner: AlignedBuffer<Float>
        let outputNorm: NormTape
    }

    let tokens: Int
    let layers: [Layer]
    /// Shape `[tokens, hidden]`: a layer's input and output; on the way back, the gradient of them.
    let hidden: AlignedBuffer<Float>
    /// Shape `[tokens, hidden]`: a sum before its normalisation.
    let sum: AlignedBuffer<Float>
    /// Shape `[tokens, hidden]`: what attention gathered; on the way back, its gradient.
    let context: AlignedBuffer<Float>
    /// Shape `[tokens, 3 · hidden]`: queries, keys and values after the adapter's factors.
    let scaled: AlignedBuffer<Float>
    /// Shape `[tokens, 3 · hidden]`: the gradient of `scaled`.
    let projections: AlignedBuffer<Float>
    /// Shape `[tokens, intermediate]`: inner activations; on the way back, their gradient.
    let activated: AlignedBuffer<Float>
    /// Shape `[tokens, intermediate]`.
    let innerGradient: AlignedBuffer<Float>
    let attentionScratch: AlignedBuffer<Float>
    let attentionGradient: AttentionGradient

    /// Reserves room for a sequence.
    init(tokens: Int, _ sizes: BertConfiguration, on isa: fiel_isa) {
        self.tokens = tokens
        layers = (0..<sizes.layers).map { _ in
            Layer(
                queryKeyValue: AlignedBuffer(count: tokens * 3 * sizes.hidden),
                attentionNorm: NormTape(rows: tokens, columns: sizes.hidden),
                inner: AlignedBuffer(count: tokens * sizes.intermediate),
                outputNorm: NormTape(rows: tokens, columns: sizes.hidden)
            )
        }
        hidden = AlignedBuffer(count: tokens * sizes.hidden)
        sum = AlignedBuffer(count: tokens * sizes.hidden)
        context = AlignedBuffer(count: tokens * sizes.hidden)
        scaled = AlignedBuffer(count: tokens * 3 * sizes.hidden)
        projections = AlignedBuffer(count: tokens * 3 * sizes.hidden)
        activated = AlignedBuffer(count: tokens * sizes.intermediate)
        innerGradient = AlignedBuffer(count: tokens * sizes.intermediate)
        attentionScratch = AlignedBuffer(count: fiel_attention_scratch_count(isa, tokens, sizes.headSize))
        attentionGradient = AttentionGradient(length: tokens, head: sizes.headSize, on: isa)
    }
}
