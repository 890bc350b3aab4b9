import CFielKernels
import FielCore

/// The activations of one pass of a decoder, and how its work is cut.
struct DecoderWorkspace: Sendable {
    /// Small runs of rows, for the work between products.
    let tiles: [Range<Int>]
    /// The sequence and the position of each row.
    let places: [(sequence: Int, position: Int)]
    /// The rotation of layers that see all tokens.
    let rotation: RotationTable
    /// The rotation of layers with a window.
    let windowRotation: RotationTable
    let attentionRunner: DecoderAttention
    let attentionSteps: [DecoderAttention.Step]
    /// Shape `[rows, hidden]`: what runs through all layers.
    let hidden: AlignedBuffer<Float>
    /// The columns of queries, keys and values of a row.
    let attentionColumns: Int
    /// Shape `[rows, attentionColumns]`.
    let attention: AlignedBuffer<Float>
    /// What the next product reads: `[rows, hidden]`, or the queries' columns of what attention gathered.
    let input: Activations
    /// Shape `[rows, intermediate]`.
    let intermediate: Activations
    /// Shape `[rows, hidden]`: a product that is normalised before it is added.
    let product: AlignedBuffer<Float>
    /// Each worker's scores.
    let scores: [AlignedBuffer<Float>]
    /// Each worker's gates.
    let gates: [AlignedBuffer<Float>]

    /// The rows of a step at most; the kernels keep the sums of so many.
    private static let rowsAtOnce = 96
    /// The panels of a step of a pass with many rows.
    private static let panelsAtOnce = 8

    /// Reserves room for a pass.
    init(_ pass: DecoderPass, _ sizes: DecoderConfiguration, _ attention: DecoderAttention, _ workers: Workers) {
        let rows = pass.tokens.count
        tiles = stride(from: 0, to: rows, by: 8).map { $0..<min($0 + 8, rows) }
        places = pass.places
        let positions = places.map(\.position)
        rotation = RotationTable(sizes.rotation, dimensions: sizes.rotatedDimensions, positions: positions)
        windowRotation =
            sizes.windowRotation.map {
                RotationTable($0, dimensions: sizes.rotatedDimensions, positions: positions)
            } ?? rotation
        attentionRunner = attention
        attentionSteps = attention.steps(of: pass)
        attentionColumns = sizes.queryColumns + 2 * sizes.keyColumns
        hidden = AlignedBuffer(count: rows * sizes.hidden)
        self.attention = AlignedBuffer(count: rows * attentionColumns)
        input = Activations(rows: max(16, rows), columns: max(sizes.hidden, sizes.queryColumns))
        intermediate = Activations(rows: rows, columns: sizes.intermediate)
        product = AlignedBuffer(count: rows * sizes.hidden)
        let scratch = attention.scratchCount(pass)
        scores = (0..<workers.threads).map { _ in AlignedBuffer(count: scratch) }
        let gate = min(rows, Self.rowsAtOnce) * (sizes.intermediate + PanelMatrix.panelRows)
        gates = (0..<workers.threads).map { _ in AlignedBuffer(count: gate) }
    }

    /// Cuts a product into steps: rows and panels of outputs.
    ///
    /// - Parameter weight: how many matrices a panel stands for.
    func steps(panels: Int, weight: Int, _ threads: Int) -> [(rows: Range<Int>, panels: Range<Int>)] {
        let rows = places.count
        let tall = stride(from: 0, to: rows, by: Self.rowsAtOnce).map { $0..<min($0 + Self.rowsAtOnce, rows) }
        // A pass of few rows is cut into a few steps a thread, to even out threads of different speed.
        let few = max(1, panels / (threads * 4))
        let wide = tall.count > 1 ? Self.panelsAtOnce / weight : few
        return tall.flatMap { rows in
            stride(from: 0, to: panels, by: wide).map { (rows, $0..<min($0 + wide, panels)) }
        }
    }
}
