import CFielKernels

extension Decoder {
    // MARK: The halves of a layer

    /// Attention: hidden ← hidden + what the rows gather from their contexts.
    func attend(
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

    /// The feed-forward part: hidden ← hidden + down(gate(x) · up(x)).
    func feedForward(_ layer: DecoderLayer, _ pass: DecoderPass, _ space: DecoderWorkspace, _ team: WorkerTeam) {
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
