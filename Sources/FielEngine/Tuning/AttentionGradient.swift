import CFielKernels

/// The way back through softmax(s Q Kᵀ) V, one head at a time.
///
/// The probabilities are computed anew: to keep them would take more memory than everything else together.
final class AttentionGradient: Sendable {
    private let length: Int
    private let head: Int
    private let isa: fiel_isa
    private let scale: Float
    /// Shape `[length, length]` each.
    private let probabilities: AlignedBuffer<Float>
    private let scores: AlignedBuffer<Float>
    private let turned: AlignedBuffer<Float>
    /// One head's part of a matrix by itself, and as it is packed.
    private let part: AlignedBuffer<Float>
    private let packed: AlignedBuffer<Float>

    /// Reserves room for a sequence.
    init(length: Int, head: Int, on isa: fiel_isa) {
        (self.length, self.head, self.isa) = (length, head, isa)
        scale = 1 / Float(head).squareRoot()
        probabilities = AlignedBuffer(count: length * length)
        scores = AlignedBuffer(count: length * length)
        turned = AlignedBuffer(count: length * length)
        part = AlignedBuffer(count: length * head)
        let sizes = [fiel_packed_f32_count(isa, length, head), fiel_packed_f32_count(isa, head, length)]
        packed = AlignedBuffer(count: sizes.max() ?? 0)
    }

    /// Columns of a matrix whose rows are `step` apart.
    struct Columns {
        let start: UnsafeMutablePointer<Float>
        let step: Int
    }

    /// Writes the gradients of a head's queries, keys and values.
    ///
    /// - Parameters:
    ///   - inputs: the head's queries, keys and values, `[length, head]` each.
    ///   - gradient: of the head's result.
    ///   - out: takes the gradients of the inputs.
    func backward(_ inputs: [Columns], gradient: Columns, into out: [Columns]) {
        let (query, key, value) = (inputs[0], inputs[1], inputs[2])
        multiply(query, byTransposeOf: key, into: probabilities)
        for row in 0..<length {
            let p = probabilities.start + row * length
            for column in 0..<length { p[column] *= scale }
            fiel_softmax(isa, length, p)
        }
        multiply(gradient, byTransposeOf: value, into: scores)
        // The gradient of the scores: P ∘ (dP − the sum of dP ∘ P over the row), times the scale.
        for row in 0..<length {
            let (p, d) = (probabilities.start + row * length, scores.start + row * length)
            let sum = fiel_dot_f32(isa, length, p, d)
            for column in 0..<length { d[column] = p[column] * (d[column] - sum) * scale }
        }
        multiply(scores, by: key, into: out[0])
        transpose(scores)
        multiply(turned, by: query, into: out[1])
        transpose(probabilities)
        multiply(turned, by: gradient, into: out[2])
    }

    private func transpose(_ matrix: AlignedBuffer<Float>) {
        Transposition.write(matrix.start, rows: length, columns: length, rowStep: length, to: turned.start)
    }

    /// out `[length, length]` = a bᵀ.
    private func multiply(_ a: Columns, byTransposeOf b: Columns, into out: AlignedBuffer<Float>) {
        for row in 0..<length { (part.start + row * head).update(from: b.start + row * b.step, count: head) }
        fiel_pack_f32(isa, length, head, part.start, packed.start)
        fiel_gemm_f32(
            isa,
            length,
            length,
            head,
            a.start,
            a.step,
            packed.start,
            nil,
            .none,
            nil,
            0,
            out.start,
            length
        )
    }

    /// out `[length, head]` = square · b.
    private func multiply(_ square: AlignedBuffer<Float>, by b: Columns, into out: Columns) {
        Transposition.write(b.start, rows: length, columns: head, rowStep: b.step, to: part.start)
        fiel_pack_f32(isa, head, length, part.start, packed.start)
        fiel_gemm_f32(
            isa,
            length,
            head,
            length,
            square.start,
            length,
            packed.start,
            nil,
            .none,
            nil,
            0,
            out.start,
            out.step
        )
    }
}
