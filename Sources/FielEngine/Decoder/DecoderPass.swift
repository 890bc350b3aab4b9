import CFielKernels
import FielCore

/// Tokens of several contexts that go through the network together, in one matrix without padding.
struct DecoderPass: Sendable {
    /// The tokens of one context.
    struct Sequence: Sendable {
        /// The context with these tokens in it.
        let context: DecoderContext
        /// Its segments from the first on, each with its tokens.
        let chain: [Part]
        /// The tokens' rows in the matrix.
        let rows: Range<Int>
        /// The position of the first token.
        let start: Int
    }

    /// A segment, and the positions of its tokens that belong to a sequence.
    struct Part: Sendable {
        let segment: CacheSegment
        let positions: Range<Int>
    }

    private(set) var tokens: [Int32] = []
    private(set) var sequences: [Sequence] = []
    /// The rows whose logits are wanted.
    private(set) var wanted: [Int] = []

    /// Adds tokens that follow a context; returns the context with them in it.
    mutating func append(
        _ new: ArraySlice<Int32>,
        after context: DecoderContext,
        wanted: (Int) -> Bool,
        _ sizes: DecoderConfiguration,
        _ kind: fiel_cache
    ) -> DecoderContext {
        let longer = context.extended(by: new.count, sizes, kind)
        var chain: [Part] = []
        var position = 0
        for (segment, used) in longer.chain {
            chain.append(Part(segment: segment, positions: position..<position + used))
            position += used
        }
        let rows = tokens.count..<tokens.count + new.count
        sequences.append(Sequence(context: longer, chain: chain, rows: rows, start: context.count))
        self.wanted += rows.filter { wanted($0 - rows.lowerBound) }
        tokens += new
        return longer
    }

    /// The position of every row, and the sequence it belongs to.
    var places: [(sequence: Int, position: Int)] {
        sequences.indices.flatMap { index in
            sequences[index].rows.map { (index, sequences[index].start + $0 - sequences[index].rows.lowerBound) }
        }
    }
}
