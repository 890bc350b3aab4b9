/// A score and a number in one word, so that the better of two is the greater; of equal scores the lower number.
struct NodeKey: Comparable {
    let bits: UInt64

    init(_ score: Float, _ node: UInt32) {
        let raw = score.bitPattern
        let ordered = raw >> 31 == 0 ? raw | 0x8000_0000 : ~raw
        bits = UInt64(ordered) << 32 | UInt64(~node)
    }

    private init(bits: UInt64) { self.bits = bits }

    var node: UInt32 { ~UInt32(truncatingIfNeeded: bits) }

    var score: Float {
        let ordered = UInt32(bits >> 32)
        return Float(bitPattern: ordered >> 31 == 1 ? ordered & 0x7fff_ffff : ~ordered)
    }

    /// Orders the other way round, for a heap with the worst on top.
    var reversed: NodeKey { NodeKey(bits: ~bits) }

    static func < (a: NodeKey, b: NodeKey) -> Bool { a.bits < b.bits }
}

/// A binary heap with the greatest key on top.
struct KeyHeap {
    private(set) var keys: [NodeKey] = []

    var top: NodeKey? { keys.first }

    mutating func removeAll() { keys.removeAll(keepingCapacity: true) }

    mutating func push(_ key: NodeKey) {
        keys.append(key)
        keys.withUnsafeMutableBufferPointer { keys in
            var place = keys.count - 1
            while place > 0, keys[(place - 1) / 2] < key {
                keys[place] = keys[(place - 1) / 2]
                place = (place - 1) / 2
            }
            keys[place] = key
        }
    }

    mutating func pop() -> NodeKey? {
        guard let last = keys.popLast() else { return nil }
        guard let first = keys.first else { return last }
        sink(last)
        return first
    }

    /// Puts a key in the place of the top.
    mutating func replaceTop(_ key: NodeKey) { sink(key) }

    private mutating func sink(_ key: NodeKey) {
        keys.withUnsafeMutableBufferPointer { keys in
            var place = 0
            while 2 * place + 1 < keys.count {
                var child = 2 * place + 1
                if child + 1 < keys.count, keys[child] < keys[child + 1] { child += 1 }
                guard key < keys[child] else { break }
                keys[place] = keys[child]
                place = child
            }
            keys[place] = key
        }
    }
}
