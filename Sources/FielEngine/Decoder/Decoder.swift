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
    private let isa: fiel_isa
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

    // MARK: The halves of a layer

    private func attend(
        _ index: Int,
        _ layer: DecoderLayer,
        _ pass: DecoderPass,
        _ space: DecoderWorkspace,
        _ team: WorkerTeam
    ) {
        let sizes = configuration
        let hasWindow = sizes.windowed[index]
        normalize(space.hidden, layer.inputNorm, [layer.query, layer.key, layer.value], space, team)
        let stride = space.attentionColumns
        product(
            [
                (layer.query, space.attention.start),
                (layer.key, space.attention.start + sizes.queryColumns),
                (layer.value, space.attention.start + sizes.queryColumns + sizes.keyColumns),
            ],
            stride: stride,
            space,
            team
        )
        team.forEach(space.tiles.count) { tile, _ in
            for row in space.tiles[tile] {
                self.remember(row, index, layer, pass, space, hasWindow ? space.windowRotation : space.rotation)
            }
        }
        team.forEach(space.attentionSteps.count) { step, worker in
            space.attentionRunner.run(
                space.attentionSteps[step],
                of: pass,
                layer: index,
                window: hasWindow ? sizes.window : nil,
                queries: space.attention.start,
                stride: stride,
                scratch: space.scores[worker].start,
                into: space.input.values.start
            )
        }
        quantize([layer.output], space, team)
        add(layer.output, layer.attentionPostNorm, space, team)
    }

    private func feedForward(_ layer: DecoderLayer, _ pass: DecoderPass, _ space: DecoderWorkspace, _ team: WorkerTeam)
    {
        let columns = configuration.intermediate
        normalize(space.hidden, layer.feedForwardNorm, [layer.gate, layer.up], space, team)
        let steps = space.steps(panels: layer.up.panelCount, weight: 2, team.threads)
        team.forEach(steps.count) { step, worker in
            let (rows, panels) = steps[step]
            let gates = space.gates[worker].start
            let first = panels.lowerBound * PanelMatrix.panelRows
            let count = min(columns, panels.upperBound * PanelMatrix.panelRows) - first
            // The gates of a step stand in the worker's own space, laid out as the whole matrix.
            let origin = gates - (rows.lowerBound * count + first)
            layer.gate.apply(to: space.input, rows: rows, panels: panels, into: origin, stride: count)
            layer.up.apply(
                to: space.input,
                rows: rows,
                panels: panels,
                into: space.intermediate.values.start,
                stride: columns
            )
            for row in rows {
                fiel_gate(
                    self.isa,
                    self.configuration.gate,
                    count,
                    gates + (row - rows.lowerBound) * count,
                    space.intermediate.values.start + row * columns + first
                )
            }
        }
        quantize([layer.down], space.intermediate, space, team)
        add(layer.down, layer.feedForwardPostNorm, from: space.intermediate, space, team)
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

    // MARK: Steps

    /// Writes normalised rows to the input of the next products.
    private func normalize(
        _ rows: AlignedBuffer<Float>,
        _ weights: [Float],
        _ next: [PanelMatrix],
        _ space: DecoderWorkspace,
        _ team: WorkerTeam
    ) {
        let columns = configuration.hidden
        team.forEach(space.tiles.count) { index, _ in
            let tile = space.tiles[index]
            fiel_rms_norm(
                self.isa,
                tile.count,
                columns,
                rows.start + tile.lowerBound * columns,
                columns,
                weights,
                self.configuration.epsilon,
                space.input.values.start + tile.lowerBound * columns,
                columns
            )
            if next.contains(where: \.takesCodes) { space.input.quantize(rows: tile, columns: columns, on: self.isa) }
        }
    }

    private func quantize(_ next: [PanelMatrix], _ space: DecoderWorkspace, _ team: WorkerTeam) {
        quantize(next, space.input, space, team)
    }

    private func quantize(
        _ next: [PanelMatrix],
        _ input: Activations,
        _ space: DecoderWorkspace,
        _ team: WorkerTeam
    ) {
        guard next.contains(where: \.takesCodes) else { return }
        let columns = next[0].inputs
        team.forEach(space.tiles.count) { tile, _ in
            input.quantize(rows: space.tiles[tile], columns: columns, on: self.isa)
        }
    }

    /// Products of the input with several matrices, whose outputs stand side by side.
    private func product(
        _ parts: [(matrix: PanelMatrix, out: UnsafeMutablePointer<Float>)],
        stride: Int,
        _ space: DecoderWorkspace,
        _ team: WorkerTeam
    ) {
        let panels = parts.map(\.matrix.panelCount)
        let steps = space.steps(panels: panels.reduce(0, +), weight: 1, team.threads)
        team.forEach(steps.count) { step, _ in
            var first = 0
            for (part, count) in zip(parts, panels) {
                let own = steps[step].panels.clamped(to: first..<first + count)
                if !own.isEmpty {
                    part.matrix.apply(
                        to: space.input,
                        rows: steps[step].rows,
                        panels: own.lowerBound - first..<own.upperBound - first,
                        into: part.out,
                        stride: stride
                    )
                }
                first += count
            }
        }
    }

    /// hidden ← hidden + product, or + norm(product).
    private func add(
        _ matrix: PanelMatrix,
        _ norm: [Float]?,
        from input: Activations? = nil,
        _ space: DecoderWorkspace,
        _ team: WorkerTeam
    ) {
        let columns = configuration.hidden
        let out = norm == nil ? space.hidden.start : space.product.start
        let steps = space.steps(panels: matrix.panelCount, weight: 1, team.threads)
        team.forEach(steps.count) { step, _ in
            matrix.apply(
                to: input ?? space.input,
                rows: steps[step].rows,
                panels: steps[step].panels,
                residual: norm == nil ? UnsafePointer(out) : nil,
                into: out,
                stride: columns
            )
        }
        guard let norm else { return }
        team.forEach(space.tiles.count) { index, _ in
            for row in space.tiles[index] {
                let added = out + row * columns
                fiel_rms_norm(self.isa, 1, columns, added, columns, norm, self.configuration.epsilon, added, columns)
                let hidden = space.hidden.start + row * columns
                for column in 0..<columns { hidden[column] += added[column] }
            }
        }
    }

    /// Normalises and rotates the heads of a row, and puts its keys and values into the cache.
    private func remember(
        _ row: Int,
        _ index: Int,
        _ layer: DecoderLayer,
        _ pass: DecoderPass,
        _ space: DecoderWorkspace,
        _ rotation: RotationTable
    ) {
        let sizes = configuration
        let size = sizes.headSize
        let queries = space.attention.start + row * space.attentionColumns
        let keys = queries + sizes.queryColumns
        let values = keys + sizes.keyColumns
        func prepare(_ heads: Int, _ start: UnsafeMutablePointer<Float>, _ norm: [Float]?) {
            if let norm { fiel_rms_norm(isa, heads, size, start, size, norm, sizes.epsilon, start, size) }
            rotation.cosines.withUnsafeBufferPointer { cosines in
                rotation.sines.withUnsafeBufferPointer { sines in
                    guard let cosine = cosines.baseAddress, let sine = sines.baseAddress else { return }
                    let place = row * rotation.half
                    for head in 0..<heads {
                        fiel_rotate(isa, rotation.half, cosine + place, sine + place, start + head * size)
                    }
                }
            }
        }
        prepare(sizes.heads, queries, layer.queryNorm)
        prepare(sizes.keyValueHeads, keys, layer.keyNorm)
        let (sequence, position) = space.places[row]
        guard let part = pass.sequences[sequence].chain.last else { return }
        for head in 0..<sizes.keyValueHeads {
            fiel_cache_put(
                isa,
                cacheKind,
                size,
                position - part.positions.lowerBound,
                keys + head * size,
                values + head * size,
                part.segment.keys(layer: index, head: head),
                part.segment.values(layer: index, head: head)
            )
        }
    }
}
