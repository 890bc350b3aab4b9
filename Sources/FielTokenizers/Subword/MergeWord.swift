/// The tokens of one word on their way to being merged: a linked list, and a heap of the merges that are due.
///
/// Time is O(n log n) in the number of tokens. One value serves for all words of a text, so that nothing is allocated
/// for each.
struct MergeWord {
    private struct Symbol {
        var id: Int32
        /// 0 for one that went into its left neighbour.
        var length: Int32
        var previous: Int32
        var next: Int32
    }

    private var symbols: [Symbol] = []
    /// Rank (32 bits) and index (32) of merges; the least is first, so of equal ranks the leftmost.
    private var heap: [UInt64] = []

    mutating func removeAll() {
        symbols.removeAll(keepingCapacity: true)
    }

    /// Adds a token that stands for so many bytes, at least 1.
    @inline(__always)
    mutating func append(_ id: Int32, length: Int) {
        let index = Int32(truncatingIfNeeded: symbols.count)
        if index > 0 { symbols[Int(index) - 1].next = index }
        symbols.append(Symbol(id: id, length: Int32(truncatingIfNeeded: length), previous: index - 1, next: -1))
    }

    /// Merges until no merge is left.
    mutating func merge(by table: MergeTable) {
        heap.removeAll(keepingCapacity: true)
        guard symbols.count > 1 else { return }
        for index in 0..<symbols.count - 1 { push(Int32(truncatingIfNeeded: index), table) }
        while let due = popHeap() {
            let left = Int(due & 0xFFFF_FFFF)
            guard symbols[left].length > 0, symbols[left].next >= 0 else { continue }
            let right = symbols[Int(symbols[left].next)]
            // A merge that was noted before its neighbours changed is out of date.
            guard let merge = table[symbols[left].id, right.id], UInt64(merge.rank) == due >> 32 else { continue }
            symbols[Int(symbols[left].next)].length = 0
            symbols[left].id = merge.id
            symbols[left].length += right.length
            symbols[left].next = right.next
            if right.next >= 0 { symbols[Int(right.next)].previous = Int32(truncatingIfNeeded: left) }
            if symbols[left].previous >= 0 { push(symbols[left].previous, table) }
            push(Int32(truncatingIfNeeded: left), table)
        }
    }

    /// The tokens in order, with their lengths in bytes.
    @inline(__always)
    func forEach(_ body: (_ id: Int32, _ length: Int) -> Void) {
        for symbol in symbols where symbol.length > 0 { body(symbol.id, Int(symbol.length)) }
    }

    /// Notes the merge of a token with the next one, where there is one.
    @inline(__always)
    private mutating func push(_ index: Int32, _ table: MergeTable) {
        let left = symbols[Int(index)]
        guard left.next >= 0, let merge = table[left.id, symbols[Int(left.next)].id] else { return }
        pushHeap(UInt64(merge.rank) << 32 | UInt64(index))
    }

    private mutating func pushHeap(_ entry: UInt64) {
        heap.append(entry)
        var index = heap.count - 1
        while index > 0, heap[(index - 1) / 2] > entry {
            heap[index] = heap[(index - 1) / 2]
            index = (index - 1) / 2
        }
        heap[index] = entry
    }

    private mutating func popHeap() -> UInt64? {
        guard let least = heap.first, let entry = heap.popLast() else { return nil }
        if heap.isEmpty { return least }
        var index = 0
        while true {
            var child = 2 * index + 1
            if child >= heap.count { break }
            if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
            if heap[child] >= entry { break }
            heap[index] = heap[child]
            index = child
        }
        heap[index] = entry
        return least
    }
}
