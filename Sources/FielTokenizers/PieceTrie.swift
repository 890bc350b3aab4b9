/// The pieces of a WordPiece vocabulary as one byte trie with two roots: pieces that start a word, and continuations.
///
/// Edges live in an open-addressing hash table, one 64-bit word each: parent node, byte, child node. Walking a word
/// costs one probe for each byte and allocates nothing.
struct PieceTrie: Sendable {
    static let wordStart: UInt32 = 0
    static let continuation: UInt32 = 1
    /// Node numbers have 28 bits in an edge.
    static let maximumNodes = 1 << 28

    private var edges: [UInt64]
    private var shift: UInt64
    private var pieces: [Int32] = [-1, -1]

    /// Makes an empty trie.
    init() {
        edges = [UInt64](repeating: 0, count: 1 << 10)
        shift = 64 - 10
    }

    /// Adds a piece, over an equal one that was there before.
    ///
    /// - Returns: Whether the trie had room for it.
    mutating func insert(_ bytes: some Sequence<UInt8>, under root: UInt32, id: Int32) -> Bool {
        var node = root
        for byte in bytes {
            if let next = child(of: node, byte) {
                node = next
            } else {
                guard pieces.count < Self.maximumNodes else { return false }
                let next = UInt32(pieces.count)
                pieces.append(-1)
                if pieces.count * 2 > edges.count { grow() }
                link(Self.key(node, byte) | UInt64(next))
                node = next
            }
        }
        pieces[Int(node)] = id
        return true
    }

    /// The node that the byte leads to.
    @inline(__always)
    func child(of node: UInt32, _ byte: UInt8) -> UInt32? {
        let key = Self.key(node, byte)
        var slot = Self.slot(key, shift)
        while true {
            let edge = edges[slot]
            if edge == 0 { return nil }
            if edge & Self.keyMask == key { return UInt32(truncatingIfNeeded: edge & Self.nodeMask) }
            slot = (slot + 1) & (edges.count - 1)
        }
    }

    /// The longest piece under a root that the bytes hold from an index on, and the index where it ends.
    @inline(__always)
    func longestPiece<Bytes: RandomAccessCollection>(
        of bytes: Bytes,
        from start: Int,
        under root: UInt32
    ) -> (id: Int32, end: Int)? where Bytes.Element == UInt8, Bytes.Index == Int {
        var node = root
        var longest: (id: Int32, end: Int)?
        var position = start
        while position < bytes.endIndex, let next = child(of: node, bytes[position]) {
            node = next
            position += 1
            let id = piece(at: node)
            if id >= 0 { longest = (id, position) }
        }
        return longest
    }

    /// The id of the piece that ends in a node, or -1.
    @inline(__always)
    func piece(at node: UInt32) -> Int32 { pieces[Int(node)] }

    private static let nodeMask: UInt64 = (1 << 28) - 1
    private static let keyMask: UInt64 = ~nodeMask

    @inline(__always)
    private static func key(_ node: UInt32, _ byte: UInt8) -> UInt64 {
        UInt64(node) << 36 | UInt64(byte) << 28
    }

    @inline(__always)
    private static func slot(_ key: UInt64, _ shift: UInt64) -> Int {
        Int(truncatingIfNeeded: ((key >> 28) &* 0x9E37_79B9_7F4A_7C15) >> shift)
    }

    private mutating func link(_ edge: UInt64) {
        var slot = Self.slot(edge & Self.keyMask, shift)
        while edges[slot] != 0 { slot = (slot + 1) & (edges.count - 1) }
        edges[slot] = edge
    }

    private mutating func grow() {
        let old = edges
        edges = [UInt64](repeating: 0, count: old.count * 2)
        shift -= 1
        for edge in old where edge != 0 { link(edge) }
    }
}
