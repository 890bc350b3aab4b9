import CFielKernels
import FielCore
import Synchronization

/// What a decoder has read: a chain of cache segments, of which contexts share what they have in common.
///
/// A context is a value. The first to continue a context appends to its last segment in place; whoever continues the
/// same context again starts a new segment with the old ones as its past. A short last segment is copied into the new one,
/// so that the chains of a beam search, which branches at every token, stay short.
public struct DecoderContext: Sendable {
    /// The tokens read.
    public var count: Int { base + used }
    /// The tokens of earlier segments.
    let base: Int
    /// The tokens of the last segment that belong to this context.
    let used: Int
    /// The last segment; nil where nothing has been read.
    let segment: CacheSegment?

    /// Nothing read yet.
    static let empty = DecoderContext(base: 0, used: 0, segment: nil)

    /// The segments from the first on, each with the tokens that this context has of it.
    var chain: [(segment: CacheSegment, used: Int)] {
        var chain: [(CacheSegment, Int)] = []
        var context = self
        while let segment = context.segment {
            chain.append((segment, context.used))
            context = segment.past
        }
        return chain.reversed()
    }

    /// The tokens of a last segment that are rather copied than kept apart.
    private static let mostCopied = 128

    /// The context after `tokens` more, whose keys and values are still to be written.
    func extended(by tokens: Int, _ sizes: DecoderConfiguration, _ kind: fiel_cache) -> DecoderContext {
        if let segment, segment.claim(tokens, after: used) {
            return DecoderContext(base: base, used: used + tokens, segment: segment)
        }
        let copied = used <= Self.mostCopied ? used : 0
        let past = copied > 0 ? segment?.past ?? .empty : self
        // Pages of the reserve that are never written take no memory.
        let reserve = max(64, min(1_024, count))
        let room = copied + tokens
        let new = CacheSegment(after: past, tokens: room, capacity: room + reserve, sizes, kind)
        if copied > 0, let segment { new.copy(segment, places: copied) }
        return DecoderContext(base: past.count, used: room, segment: new)
    }
}

/// Keys and values of consecutive tokens, for all layers.
final class CacheSegment: Sendable {
    /// What stands before the first token.
    let past: DecoderContext
    private let capacity: Int
    private let claimed: Atomic<Int>
    private let kind: fiel_cache
    private let keyBytes: Int
    private let valueBytes: Int
    private let layers: Int
    private let heads: Int
    private let memory: AlignedBuffer<UInt8>

    /// Reserves room; `tokens` of it are claimed.
    init(after past: DecoderContext, tokens: Int, capacity: Int, _ sizes: DecoderConfiguration, _ kind: fiel_cache) {
        let number = kind == .f16 ? 2 : 4
        let places = (capacity + 15) / 16 * 16
        self.past = past
        self.capacity = places
        self.kind = kind
        claimed = Atomic(tokens)
        layers = sizes.layers
        heads = sizes.keyValueHeads
        keyBytes = places * sizes.headSize * number
        valueBytes = places * ((sizes.headSize + 15) / 16 * 16) * number
        memory = AlignedBuffer(count: sizes.layers * sizes.keyValueHeads * (keyBytes + valueBytes))
    }

    /// Takes the places after `used` tokens, unless someone else has them or there are not enough.
    func claim(_ tokens: Int, after used: Int) -> Bool {
        guard used + tokens <= capacity else { return false }
        return claimed.compareExchange(
            expected: used,
            desired: used + tokens,
            ordering: .acquiringAndReleasing
        ).exchanged
    }

    /// Takes over the first places of another segment.
    ///
    /// Of the last panel of keys it takes the lanes of later places as well, whatever they hold: no context sees them.
    func copy(_ other: CacheSegment, places: Int) {
        let panels = (places + 15) / 16 * 16
        let keys = keyBytes / capacity * panels
        let values = valueBytes / capacity * places
        for slot in 0..<layers * heads {
            let (from, to) = (other.slot(slot), self.slot(slot))
            to.copyMemory(from: from, byteCount: keys)
            (to + keyBytes).copyMemory(from: from + other.keyBytes, byteCount: values)
        }
    }

    private func slot(_ index: Int) -> UnsafeMutableRawPointer {
        UnsafeMutableRawPointer(memory.start + index * (keyBytes + valueBytes))
    }

    /// The keys of a head `[places / 16][head size][16]`.
    func keys(layer: Int, head: Int) -> UnsafeMutableRawPointer {
        slot(layer * heads + head)
    }

    /// The values of a head `[places][head size to a multiple of 16]`.
    func values(layer: Int, head: Int) -> UnsafeMutableRawPointer { keys(layer: layer, head: head) + keyBytes }
}
