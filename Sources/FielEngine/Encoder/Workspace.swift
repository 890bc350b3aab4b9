import CFielKernels
import FielCore

/// The activations of one forward pass.
struct Workspace: Sendable {
    /// Tokens are worked on in tiles of at most this many: enough to use each weight often, few enough for the cache.
    private static let largestTile = 128

    /// The tiles of tokens, in order.
    let tiles: [Range<Int>]
    /// Shape `[tokens, hidden]`: a layer's input and output.
    let hidden: AlignedBuffer<Float>
    /// Shape `[tokens, 3 · hidden]`: queries, keys and values side by side.
    let queryKeyValue: AlignedBuffer<Float>
    /// Shape `[tokens, hidden]`: what attention gathered.
    let context: AlignedBuffer<Float>
    /// Each worker's own space.
    let scratch: [Scratch]

    /// One worker's space.
    struct Scratch: Sendable {
        /// Shape `[tile, hidden]`.
        let hidden: AlignedBuffer<Float>
        /// Shape `[tile, intermediate]`.
        let intermediate: AlignedBuffer<Float>
        let attention: AlignedBuffer<Float>
        let codes: RowCodes
    }

    /// Reserves room for a batch.
    init(_ batch: RaggedBatch, _ sizes: BertConfiguration, _ workers: Workers, _ isa: fiel_isa) {
        let tokens = batch.ids.count
        let share = (tokens + workers.threads - 1) / workers.threads
        let tile = max(1, min(Self.largestTile, (share + 15) / 16 * 16))
        tiles = stride(from: 0, to: tokens, by: tile).map { $0..<min($0 + tile, tokens) }
        hidden = AlignedBuffer(count: tokens * sizes.hidden)
        queryKeyValue = AlignedBuffer(count: tokens * 3 * sizes.hidden)
        context = AlignedBuffer(count: tokens * sizes.hidden)
        let longest = (0..<batch.count).map { batch.tokens(of: $0).count }.max() ?? 0
        scratch = (0..<workers.threads).map { _ in
            Scratch(
                hidden: AlignedBuffer(count: tile * sizes.hidden),
                intermediate: AlignedBuffer(count: tile * sizes.intermediate),
                attention: AlignedBuffer(count: fiel_attention_scratch_count(isa, longest, sizes.headSize)),
                codes: RowCodes(rows: tile, columns: max(sizes.hidden, sizes.intermediate))
            )
        }
    }

    /// The start of a row of a buffer whose rows have the given number of columns.
    func row(_ buffer: AlignedBuffer<Float>, _ row: Int, _ columns: Int) -> UnsafeMutablePointer<Float> {
        buffer.start + row * columns
    }
}
