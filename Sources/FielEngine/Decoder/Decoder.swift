import CFielKernels
import FielCore

/// The forward pass of a decoder: tokens of any number of contexts, each weight read once.
///
/// No step sums over tokens of different contexts or over a number of tokens that depends on the pass, so the logits of a
/// token depend neither on what else is in the pass, nor on how its context was cut into passes, nor on the threads.
final class Decoder: Sendable {
    let configuration: DecoderConfiguration
    private let embeddings: Tensor
    private let layers: [DecoderLayer]
    private let finalNorm: [Float]
    private let head: PanelMatrix
    let isa: fiel_isa
    private let workers: Workers
    /// How keys and values are kept.
    let cacheKind: fiel_cache

    /// Packs the weights of a checkpoint.
    ///
    /// - Throws: `FielError` with code `malformedModel` for a tensor that is missing or wrong.
    init(_ checkpoint: DecoderCheckpoint, options: EngineOptions) throws(FielError) {
        let sizes = checkpoint.configuration
        configuration = sizes
        isa = options.instructionSet.isa
        workers = options.workers
        cacheKind = options.precision == .f32 ? .f32 : .f16
        embeddings = try checkpoint.tensor(.embeddings, shape: [sizes.vocabularySize, sizes.hidden])
        finalNorm = try checkpoint.norm(.finalNorm, count: sizes.hidden, on: isa)
        let head = checkpoint.has(.head) ? DecoderTensor.head : .embeddings
        self.head = try PanelMatrix(
            try checkpoint.tensor(head, shape: [sizes.vocabularySize, sizes.hidden]),
            options: options
        )
        let loaded = workers.map(Array(0..<sizes.layers)) { index in
            Result { () throws(FielError) in try DecoderLayer(index, of: checkpoint, options) }
        }
        var layers: [DecoderLayer] = []
        for layer in loaded { layers.append(try layer.get()) }
        self.layers = layers
    }

    /// Runs a pass: keys and values go into the contexts' segments.
    ///
    /// - Returns: the logits of the wanted rows, each `[vocabulary]`.
    func run(_ pass: DecoderPass) -> [[Float]] {
        let space = DecoderWorkspace(
            pass,
            configuration,
            DecoderAttention(sizes: configuration, kind: cacheKind, isa: isa),
            workers
        )
        embed(pass, into: space.hidden)
        return WorkerTeam.run(workers) { team in
            for (index, layer) in self.layers.enumerated() {
                self.attend(index, layer, pass, space, team)
                self.feedForward(layer, pass, space, team)
            }
            return self.logits(pass, space, team)
        }
    }

    private func embed(_ pass: DecoderPass, into hidden: AlignedBuffer<Float>) {
        let columns = configuration.hidden
        for (row, token) in pass.tokens.enumerated() {
            let place = hidden.start + row * columns
            embeddings.widen(rows: Int(token)..<Int(token) + 1, to: place, on: isa)
            if configuration.embeddingScale != 1 {
                for column in 0..<columns { place[column] *= configuration.embeddingScale }
            }
        }
    }

    private func logits(_ pass: DecoderPass, _ space: DecoderWorkspace, _ team: WorkerTeam) -> [[Float]] {
        let columns = configuration.hidden
        let vocabulary = configuration.vocabularySize
        let rowsAtOnce = 16
        let buffer = AlignedBuffer<Float>(count: min(rowsAtOnce, pass.wanted.count) * vocabulary)
        var logits: [[Float]] = []
        for first in stride(from: 0, to: pass.wanted.count, by: rowsAtOnce) {
            let wanted = pass.wanted[first..<min(first + rowsAtOnce, pass.wanted.count)]
            for (row, source) in wanted.enumerated() {
                let to = space.input.values.start + row * columns
                let from = space.hidden.start + source * columns
                fiel_rms_norm(isa, 1, columns, from, columns, finalNorm, configuration.epsilon, to, columns)
            }
            if head.takesCodes { space.input.quantize(rows: 0..<wanted.count, columns: columns, on: isa) }
            let chunk = max(1, head.panelCount / (team.threads * 8))
            let panels = head.panelCount
            team.forEach((panels + chunk - 1) / chunk) { step, _ in
                self.head.apply(
                    to: space.input,
                    rows: 0..<wanted.count,
                    panels: step * chunk..<min(panels, (step + 1) * chunk),
                    into: buffer.start,
                    stride: vocabulary
                )
            }
            for row in 0..<wanted.count {
                logits.append(Array(UnsafeBufferPointer(start: buffer.start + row * vocabulary, count: vocabulary)))
            }
        }
        return logits
    }
}
