import CFielKernels
import FielCore

/// A frozen encoder in f32 whose adapter can be tuned: the way forward and the way back for one sequence at a time.
///
/// A sequence is the unit of work: one thread takes it all the way, so gradients do not depend on the number of threads.
struct TrainableEncoder: Sendable {
    let base: BertEncoder
    let layout: AdapterLayout
    private let gradients: [LayerGradients]
    private let noCodes = RowCodes(rows: 0, columns: 0)

    /// The ways back through the matrices of one layer.
    private struct LayerGradients: Sendable {
        let queryKeyValue: LinearGradient
        let attentionOutput: LinearGradient
        let up: LinearGradient
        let down: LinearGradient
    }

    /// Packs the weights of a checkpoint for both ways.
    ///
    /// - Throws: `FielError` with code `malformedModel` for a tensor that is missing or wrong.
    init(_ checkpoint: EncoderCheckpoint, options: EngineOptions) throws(FielError) {
        var exact = options
        exact.precision = .f32
        base = try BertEncoder(checkpoint, options: exact)
        layout = AdapterLayout(checkpoint.configuration)
        var gradients: [LayerGradients] = []
        for index in 0..<layout.layers { gradients.append(try Self.gradients(index, of: checkpoint, base.isa)) }
        self.gradients = gradients
    }

    private static func gradients(
        _ index: Int,
        of checkpoint: EncoderCheckpoint,
        _ isa: fiel_isa
    ) throws(FielError) -> LayerGradients {
        let (hidden, intermediate) = (checkpoint.configuration.hidden, checkpoint.configuration.intermediate)
        func gradient(_ parts: [BertTensor.Part], _ rows: Int, _ columns: Int) throws(FielError) -> LinearGradient {
            var matrices: [WeightMatrix] = []
            for part in parts {
                let name = BertTensor.layer(index, part, .weight)
                matrices.append(try checkpoint.matrix(name, rows: rows, columns: columns, on: isa))
            }
            return try LinearGradient(matrices, on: isa)
        }
        return LayerGradients(
            queryKeyValue: try gradient([.query, .key, .value], hidden, hidden),
            attentionOutput: try gradient([.attentionOutput], hidden, hidden),
            up: try gradient([.up], intermediate, hidden),
            down: try gradient([.down], hidden, intermediate)
        )
    }

    // MARK: Forward

    /// Runs one sequence and keeps what the way back needs; the last layer's output stands in `hidden` of the tape.
    func forward(_ input: TokenInput, _ scaling: EncoderScaling) -> EncoderTape {
        let tape = EncoderTape(tokens: input.ids.count, base.configuration, on: base.isa)
        var batch = RaggedBatch()
        batch.append(ids: input.ids, types: input.types)
        base.embeddings.embed(0..<tape.tokens, of: batch, into: tape.hidden.start, scratch: tape.sum.start)
        for index in tape.layers.indices {
            attend(index, scaling.layers[index], tape)
            transform(index, scaling.layers[index], tape)
        }
        return tape
    }

    private func attend(_ index: Int, _ scaling: EncoderScaling.Layer, _ tape: EncoderTape) {
        let kept = tape.layers[index]
        base.layers[index].queryKeyValue.apply(
            to: tape.hidden.start,
            rows: tape.tokens,
            into: kept.queryKeyValue.start,
            codes: noCodes
        )
        scale(kept, scaling, tape)
        for head in 0..<base.configuration.heads {
            let columns = columns(of: tape.scaled, head)
            let out = context(of: tape, head)
            fiel_attention(
                base.isa,
                tape.tokens,
                base.configuration.headSize,
                1 / Float(base.configuration.headSize).squareRoot(),
                columns[0].start,
                columns[1].start,
                columns[2].start,
                columns[0].step,
                tape.attentionScratch.start,
                out.start,
                out.step
            )
        }
    }

    /// Fills `scaled` from what a layer kept.
    private func scale(_ kept: EncoderTape.Layer, _ scaling: EncoderScaling.Layer, _ tape: EncoderTape) {
        tape.scaled.start.update(from: kept.queryKeyValue.start, count: tape.scaled.count)
        scaling.scaleKeysAndValues(of: tape.scaled.start, rows: tape.tokens)
    }

    private func transform(_ index: Int, _ scaling: EncoderScaling.Layer, _ tape: EncoderTape) {
        let (layer, kept, rows) = (base.layers[index], tape.layers[index], tape.tokens)
        let (x, sum, activated) = (tape.hidden.start, tape.sum.start, tape.activated)
        layer.attentionOutput.apply(to: tape.context.start, rows: rows, residual: x, into: sum, codes: noCodes)
        kept.attentionNorm.forward(layer.attentionNorm, sum, rows: rows, into: x)
        layer.up.apply(to: x, rows: rows, into: kept.inner.start, codes: noCodes)
        activated.start.update(from: kept.inner.start, count: activated.count)
        fiel_gelu(base.isa, activated.count, activated.start)
        scaling.scaleInner(activated.start, rows: rows)
        layer.down.apply(to: activated.start, rows: rows, residual: x, into: sum, codes: noCodes)
        kept.outputNorm.forward(layer.outputNorm, sum, rows: rows, into: x)
    }

    // MARK: Backward

    /// Takes the gradient of the last layer's output, which stands in `hidden` of the tape, back to the first layer.
    ///
    /// - Parameter gradient: takes what each number of the adapter brings, added to what stands there.
    func backward(_ tape: EncoderTape, _ scaling: EncoderScaling, into gradient: UnsafeMutablePointer<Float>) {
        for index in tape.layers.indices.reversed() {
            transformBackward(index, scaling.layers[index], tape, gradient)
            attendBackward(index, scaling.layers[index], tape, gradient)
        }
    }

    private func transformBackward(
        _ index: Int,
        _ scaling: EncoderScaling.Layer,
        _ tape: EncoderTape,
        _ gradient: UnsafeMutablePointer<Float>
    ) {
        let (layer, back, kept, rows) = (base.layers[index], gradients[index], tape.layers[index], tape.tokens)
        let (x, inner) = (tape.hidden.start, tape.innerGradient)
        kept.outputNorm.backward(layer.outputNorm, x, rows: rows)
        back.down.apply(to: x, rows: rows, into: inner.start, replaces: true)
        tape.activated.start.update(from: kept.inner.start, count: inner.count)
        fiel_gelu(base.isa, inner.count, tape.activated.start)
        let width = layout.intermediate
        for row in 0..<rows {
            let offset = row * width
            Self.collect(
                inner.start + offset,
                tape.activated.start + offset,
                width,
                into: gradient + layout.layer(index).inner.lowerBound
            )
        }
        scaling.scaleInner(inner.start, rows: rows)
        fiel_gelu_gradient(base.isa, inner.count, kept.inner.start, inner.start)
        back.up.apply(to: inner.start, rows: rows, into: x)
        kept.attentionNorm.backward(layer.attentionNorm, x, rows: rows)
    }

    private func attendBackward(
        _ index: Int,
        _ scaling: EncoderScaling.Layer,
        _ tape: EncoderTape,
        _ gradient: UnsafeMutablePointer<Float>
    ) {
        let (back, kept, rows) = (gradients[index], tape.layers[index], tape.tokens)
        back.attentionOutput.apply(to: tape.hidden.start, rows: rows, into: tape.context.start, replaces: true)
        scale(kept, scaling, tape)
        for head in 0..<base.configuration.heads {
            tape.attentionGradient.backward(
                columns(of: tape.scaled, head),
                gradient: context(of: tape, head),
                into: columns(of: tape.projections, head)
            )
        }
        let width = layout.hidden
        for row in 0..<rows {
            let offset = row * 3 * width + width
            // The numbers for keys and values stand side by side, as keys and values do.
            Self.collect(
                tape.projections.start + offset,
                kept.queryKeyValue.start + offset,
                2 * width,
                into: gradient + layout.layer(index).keys.lowerBound
            )
        }
        guard index > 0 else { return }
        scaling.scaleKeysAndValues(of: tape.projections.start, rows: rows)
        back.queryKeyValue.apply(to: tape.projections.start, rows: rows, into: tape.hidden.start)
    }

    /// Adds the products of a row of gradients and the numbers that a factor multiplies.
    private static func collect(
        _ gradient: UnsafePointer<Float>,
        _ unscaled: UnsafePointer<Float>,
        _ count: Int,
        into sums: UnsafeMutablePointer<Float>
    ) {
        for column in 0..<count { sums[column] += gradient[column] * unscaled[column] }
    }

    /// A head's queries, keys and values.
    private func columns(of buffer: AlignedBuffer<Float>, _ head: Int) -> [AttentionGradient.Columns] {
        let (hidden, size) = (base.configuration.hidden, base.configuration.headSize)
        return (0..<3).map { .init(start: buffer.start + $0 * hidden + head * size, step: 3 * hidden) }
    }

    private func context(of tape: EncoderTape, _ head: Int) -> AttentionGradient.Columns {
        let (hidden, size) = (base.configuration.hidden, base.configuration.headSize)
        return .init(start: tape.context.start + head * size, step: hidden)
    }
}
