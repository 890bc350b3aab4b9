/// A run of combining marks that waits to be put in canonical order.
///
/// The peer aligns decomposed text with its source by position: after ordering, the n-th mark that begins a source
/// scalar belongs to the n-th of these scalars, and a mark from inside a decomposition to the one before it.
struct MarkRun {
    /// Combining class (8 bits), position (34), whether inside a decomposition (1), scalar (21): sorting these
    /// numbers is the stable sort by class.
    private var marks: [UInt64] = []
    private var sources: [Int] = []

    var isEmpty: Bool { marks.isEmpty }

    mutating func append(_ scalar: UInt32, combiningClass: UInt8, from source: Int, continues: Bool) {
        let position = UInt64(marks.count) & (1 << 34 - 1)
        marks.append(UInt64(combiningClass) << 56 | position << 22 | (continues ? 1 << 21 : 0) | UInt64(scalar))
        if !continues { sources.append(source) }
    }

    /// Empties the run in canonical order.
    ///
    /// - Parameter previous: The source of the scalar before the run.
    mutating func drain(after previous: Int) -> [(scalar: UInt32, source: Int)] {
        marks.sort()
        var source = previous
        var next = sources.makeIterator()
        let ordered = marks.map { mark in
            if mark & (1 << 21) == 0 { source = next.next() ?? source }
            return (scalar: UInt32(truncatingIfNeeded: mark & (1 << 21 - 1)), source: source)
        }
        marks.removeAll(keepingCapacity: true)
        sources.removeAll(keepingCapacity: true)
        return ordered
    }
}
