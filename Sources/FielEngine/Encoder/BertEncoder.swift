import CFielKernels
import FielCore

/// The BERT encoder's forward pass over ragged batches.
///
/// The tokens of many sequences stand in one matrix, without padding. A layer runs in two steps: attention by sequence
/// and head, then everything else by tiles of tokens. No step sums over tokens of different sequences, so the result of
/// a sequence depends neither on its batch nor on the number of threads.
final class BertEncoder: Sendable {
    let configuration: BertConfiguration
    let embeddings: BertEmbeddings
    let layers: [Layer]
    let isa: fiel_isa
    private let workers: Workers

    /// One transformer layer with layer normalisation after each half.
    struct Layer: Sendable {
        let queryKeyValue: Linear
        let attentionOutput: Linear
        let attentionNorm: LayerNorm
        let up: Linear
        let down: Linear
        let outputNorm: LayerNorm
    }

    /// Packs the weights of a checkpoint.
    ///
    /// - Throws: `FielError` with code `malformedModel` for a tensor that is missing or wrong.
    init(_ checkpoint: EncoderCheckpoint, options: EngineOptions) throws(FielError) {
        configuration = checkpoint.configuration
        isa = options.instructionSet.isa
        workers = options.workers
        embeddings = try BertEmbeddings(checkpoint, on: isa)
        let loaded = workers.map(Array(0..<configuration.layers)) { index in
            Result { () throws(FielError) in try Self.layer(index, of: checkpoint, options) }
        }
        var layers: [Layer] = []
        for layer in loaded { layers.append(try layer.get()) }
        self.layers = layers
    }

    private static func layer(
        _ index: Int,
        of checkpoint: EncoderCheckpoint,
        _ options: EngineOptions
    ) throws(FielError) -> Layer {
        let sizes = checkpoint.configuration
        let isa = options.instructionSet.isa
        func linear(_ parts: [BertTensor.Part], _ outputs: Int, _ inputs: Int) throws(FielError) -> Linear {
            var matrices: [WeightMatrix] = []
            var bias: [Float] = []
            for part in parts {
                matrices.append(
                    try checkpoint.matrix(.layer(index, part, .weight), rows: outputs, columns: inputs, on: isa)
                )
                bias += try checkpoint.vector(.layer(index, part, .bias), count: outputs, on: isa)
            }
            return try Linear(matrices, bias: bias, options: options)
        }
        func norm(_ part: BertTensor.Part) throws(FielError) -> LayerNorm {
            LayerNorm(
                weight: try checkpoint.vector(.layer(index, part, .weight), count: sizes.hidden, on: isa),
                bias: try checkpoint.vector(.layer(index, part, .bias), count: sizes.hidden, on: isa),
                epsilon: sizes.epsilon,
                isa: isa
            )
        }
        return Layer(
            queryKeyValue: try linear([.query, .key, .value], sizes.hidden, sizes.hidden),
            attentionOutput: try linear([.attentionOutput], sizes.hidden, sizes.hidden),
            attentionNorm: try norm(.attentionNorm),
            up: try linear([.up], sizes.intermediate, sizes.hidden),
            down: try linear([.down], sizes.hidden, sizes.intermediate),
            outputNorm: try norm(.outputNorm)
        )
    }

    /// Runs a batch and pools each sequence into one vector.
    ///
    /// - Parameter scaling: what an adapter multiplies on the way.
    /// - Returns: shape `[sequences, hidden]`; the mean of the token vectors, or the first, as the model asks.
    func pooled(_ batch: RaggedBatch, _ scaling: EncoderScaling? = nil) -> [Float] {
        let space = Workspace(batch, configuration, workers, isa)
        embed(batch, scaling, space)
        for index in layers.indices {
            attend(batch, space)
            transform(index, batch, scaling, space)
        }
        return pool(batch, space)
    }

    private func embed(_ batch: RaggedBatch, _ scaling: EncoderScaling?, _ space: Workspace) {
        workers.forEach(space.tiles.count) { step, worker in
            let tile = space.tiles[step]
            let x = space.row(space.hidden, tile.lowerBound, configuration.hidden)
            embeddings.embed(tile, of: batch, into: x, scratch: space.scratch[worker].hidden.start)
            projectQueryKeyValue(0, tile, scaling, space, worker)
        }
    }

    private func projectQueryKeyValue(
        _ index: Int,
        _ tile: Range<Int>,
        _ scaling: EncoderScaling?,
        _ space: Workspace,
        _ worker: Int
    ) {
        let projections = space.row(space.queryKeyValue, tile.lowerBound, 3 * configuration.hidden)
        layers[index].queryKeyValue.apply(
            to: space.row(space.hidden, tile.lowerBound, configuration.hidden),
            rows: tile.count,
            into: projections,
            codes: space.scratch[worker].codes
        )
        scaling?.layers[index].scaleKeysAndValues(of: projections, rows: tile.count)
    }

    /// softmax(QKᵀ/√d) V for every head of every sequence.
    private func attend(_ batch: RaggedBatch, _ space: Workspace) {
        let hidden = configuration.hidden
        let head = configuration.headSize
        let scale = 1 / Float(head).squareRoot()
        workers.forEach(batch.count * configuration.heads) { step, worker in
            let tokens = batch.tokens(of: step / configuration.heads)
            let column = step % configuration.heads * head
            let query = space.row(space.queryKeyValue, tokens.lowerBound, 3 * hidden) + column
            fiel_attention(
                isa,
                tokens.count,
                head,
                scale,
                query,
                query + hidden,
                query + 2 * hidden,
                3 * hidden,
                space.scratch[worker].attention.start,
                space.row(space.context, tokens.lowerBound, hidden) + column,
                hidden
            )
        }
    }

    /// The rest of a layer, and the next layer's projections while the tile is at hand.
    private func transform(_ index: Int, _ batch: RaggedBatch, _ scaling: EncoderScaling?, _ space: Workspace) {
        let layer = layers[index]
        let hidden = configuration.hidden
        workers.forEach(space.tiles.count) { step, worker in
            let tile = space.tiles[step]
            let scratch = space.scratch[worker]
            let x = space.row(space.hidden, tile.lowerBound, hidden)
            let context = space.row(space.context, tile.lowerBound, hidden)
            layer.attentionOutput.apply(
                to: context,
                rows: tile.count,
                residual: x,
                into: scratch.hidden.start,
                codes: scratch.codes
            )
            layer.attentionNorm.apply(to: scratch.hidden.start, rows: tile.count, into: x)
            layer.up.apply(
                to: x,
                rows: tile.count,
                activation: .gelu,
                into: scratch.intermediate.start,
                codes: scratch.codes
            )
            scaling?.layers[index].scaleInner(scratch.intermediate.start, rows: tile.count)
            layer.down.apply(
                to: scratch.intermediate.start,
                rows: tile.count,
                residual: x,
                into: scratch.hidden.start,
                codes: scratch.codes
            )
            layer.outputNorm.apply(to: scratch.hidden.start, rows: tile.count, into: x)
            if index + 1 < layers.count { projectQueryKeyValue(index + 1, tile, scaling, space, worker) }
        }
    }

    private func pool(_ batch: RaggedBatch, _ space: Workspace) -> [Float] {
        let hidden = configuration.hidden
        var result = [Float](repeating: 0, count: batch.count * hidden)
        result.withUnsafeMutableBufferPointer { result in
            for sequence in 0..<batch.count {
                let tokens = batch.tokens(of: sequence)
                let used = configuration.pooling == .cls ? tokens.prefix(1) : tokens
                let sum = UnsafeMutableBufferPointer(rebasing: result[sequence * hidden..<(sequence + 1) * hidden])
                for token in used {
                    let row = space.row(space.hidden, token, hidden)
                    for column in 0..<hidden { sum[column] += row[column] }
                }
                let count = Float(used.count)
                for column in 0..<hidden { sum[column] /= count }
            }
        }
        return result
    }
}
