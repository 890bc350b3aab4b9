import CFielKernels

/// Causal attention of the rows of a pass over the keys and values of their contexts.
struct DecoderAttention: Sendable {
    let sizes: DecoderConfiguration
    let kind: fiel_cache
    let isa: fiel_isa

    /// Some rows of a sequence and one head of keys: the unit of work.
    struct Step: Sendable {
        let sequence: Int
        let rows: Range<Int>
        let head: Int
    }

    /// The rows of a step at most: enough to use each key often, few enough for their scores to stay in the cache.
    private static let rowsAtOnce = 24

    /// The steps of a pass, the longest first.
    func steps(of pass: DecoderPass) -> [Step] {
        var steps: [(work: Int, step: Step)] = []
        for (index, sequence) in pass.sequences.enumerated() {
            for first in stride(from: sequence.rows.lowerBound, to: sequence.rows.upperBound, by: Self.rowsAtOnce) {
                let rows = first..<min(first + Self.rowsAtOnce, sequence.rows.upperBound)
                let work = rows.count * (sequence.start + rows.upperBound - sequence.rows.lowerBound)
                for head in 0..<sizes.keyValueHeads {
                    steps.append((work, Step(sequence: index, rows: rows, head: head)))
                }
            }
        }
        return steps.sorted { $0.work > $1.work }.map(\.step)
    }

    /// The floats of scratch space that a step of the pass needs.
    func scratchCount(_ pass: DecoderPass) -> Int {
        let places = pass.sequences.map { $0.context.count + 16 * ($0.chain.count + 1) }.max() ?? 0
        return max(Self.rowsAtOnce, sizes.heads / sizes.keyValueHeads) * places
    }

    /// Attends; out [rows, query columns] takes the heads of queries that the step's head serves.
    ///
    /// - Parameters:
    ///   - queries: shape `[rows, stride]`.
    ///   - window: how many of the last tokens a row sees; all where it is nil.
    func run(
        _ step: Step,
        of pass: DecoderPass,
        layer: Int,
        window: Int?,
        queries: UnsafePointer<Float>,
        stride: Int,
        scratch: UnsafeMutablePointer<Float>,
        into out: UnsafeMutablePointer<Float>
    ) {
        let sequence = pass.sequences[step.sequence]
        let group = sizes.heads / sizes.keyValueHeads
        let first = step.head * group * sizes.headSize
        let view = View(sequence, rows: step.rows, window: window)
        if step.rows.count == 1 {  // the heads of one row share the keys
            let row = step.rows.lowerBound
            attend(
                view,
                layer,
                step.head,
                positions: Array(repeating: view.firstRow, count: group),
                (queries + row * stride + first, sizes.headSize),
                scratch,
                (out + row * sizes.queryColumns + first, sizes.headSize)
            )
        } else {
            let positions = step.rows.map { view.firstRow + $0 - step.rows.lowerBound }
            for head in 0..<group {
                let column = first + head * sizes.headSize
                let row = step.rows.lowerBound
                attend(
                    view,
                    layer,
                    step.head,
                    positions: positions,
                    (queries + row * stride + column, stride),
                    scratch,
                    (out + row * sizes.queryColumns + column, sizes.queryColumns)
                )
            }
        }
    }

    /// The part of a chain that some rows see.
    private struct View {
        let parts: ArraySlice<DecoderPass.Part>
        /// The position whose score stands first.
        let origin: Int
        /// The position after the last that a row sees.
        let end: Int
        /// The position of the first row.
        let firstRow: Int
        let window: Int?

        init(_ sequence: DecoderPass.Sequence, rows: Range<Int>, window: Int?) {
            firstRow = sequence.start + rows.lowerBound - sequence.rows.lowerBound
            end = firstRow + rows.count
            self.window = window
            let first = Self.aligned(firstRow, window)
            let index = sequence.chain.firstIndex { $0.positions.upperBound > first } ?? 0
            parts = sequence.chain[index...]
            let start = sequence.chain[index].positions.lowerBound
            origin = start + max(0, first - start) / 16 * 16
        }

        /// Where the softmax of a row starts: a multiple of 16, so that it does not depend on the other rows.
        static func aligned(_ position: Int, _ window: Int?) -> Int {
            guard let window else { return 0 }
            return max(0, position - window + 1) / 16 * 16
        }

        /// The places of a part that are seen, from its start on.
        func places(_ part: DecoderPass.Part) -> Range<Int> {
            let start = part.positions.lowerBound
            return max(0, origin - start)..<min(part.positions.upperBound, end) - start
        }
    }

    private func attend(
        _ view: View,
        _ layer: Int,
        _ head: Int,
        positions: [Int],
        _ queries: (start: UnsafePointer<Float>, stride: Int),
        _ scores: UnsafeMutablePointer<Float>,
        _ out: (start: UnsafeMutablePointer<Float>, stride: Int)
    ) {
        let number = kind == .f16 ? 2 : 4
        let width = view.end - view.origin + 16
        for part in view.parts where part.positions.lowerBound < view.end {
            let places = view.places(part)
            fiel_cache_scores(
                isa,
                kind,
                positions.count,
                sizes.headSize,
                places.count,
                sizes.attentionScale,
                queries.start,
                queries.stride,
                part.segment.keys(layer: layer, head: head) + places.lowerBound * sizes.headSize * number,
                scores + (part.positions.lowerBound + places.lowerBound - view.origin),
                width
            )
        }
        for (row, position) in positions.enumerated() {
            normalize(scores + row * width, position: position, view)
        }
        var adds = false
        for part in view.parts where part.positions.lowerBound < view.end {
            let places = view.places(part)
            fiel_cache_mix(
                isa,
                kind,
                positions.count,
                sizes.headSize,
                places.count,
                scores + (part.positions.lowerBound + places.lowerBound - view.origin),
                width,
                part.segment.values(layer: layer, head: head)
                    + places.lowerBound * ((sizes.headSize + 15) / 16 * 16) * number,
                adds,
                out.start,
                out.stride
            )
            adds = true
        }
    }

    /// Softmax over what a row sees; zero elsewhere.
    private func normalize(_ scores: UnsafeMutablePointer<Float>, position: Int, _ view: View) {
        let start = View.aligned(position, view.window) - view.origin
        let visible = max(0, position - (view.window ?? position + 1) + 1) - view.origin
        let end = position + 1 - view.origin
        for place in 0..<start { scores[place] = 0 }
        for place in start..<visible { scores[place] = -.infinity }
        fiel_softmax(isa, end - start, scores + start)
        for place in end..<view.end - view.origin { scores[place] = 0 }
    }
}
