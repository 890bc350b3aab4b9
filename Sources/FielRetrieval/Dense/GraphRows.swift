import FielCore

/// The links of a graph in memory, while its bytes are held; what a row says is checked when it is read.
struct GraphRows: Sendable {
    let count: Int
    let maximumLinks: Int
    nonisolated(unsafe) let bottom: UnsafePointer<UInt32>  // read-only while a search runs, as are all of these
    nonisolated(unsafe) let starts: UnsafePointer<UInt32>
    /// `nil` where no node is above the bottom layer.
    nonisolated(unsafe) let upper: UnsafePointer<UInt32>?
    let upperRows: Int

    /// The most links of a node on a layer.
    func capacity(_ layer: Int) -> Int { layer == 0 ? 2 * maximumLinks : maximumLinks }

    /// The highest layer of a node.
    func layers(of node: Int) -> Int { max(0, Int(starts[node + 1]) - Int(starts[node])) }

    /// The links of a node on a layer.
    ///
    /// - Throws: `FielError` where the row lies outside the graph or names a node outside it.
    @inline(__always)
    func links(of node: Int, layer: Int) throws(FielError) -> UnsafeBufferPointer<UInt32> {
        let row = try row(of: node, layer: layer)
        let links = UnsafeBufferPointer(start: row + 1, count: min(Int(row[0]), capacity(layer)))
        for link in links where link >= count { throw HNSWGraph.damaged("node \(node) has a link to \(link)") }
        return links
    }

    @inline(__always)
    private func row(of node: Int, layer: Int) throws(FielError) -> UnsafePointer<UInt32> {
        if layer == 0 { return bottom + node * (2 * maximumLinks + 1) }
        let place = Int(starts[node]) + layer - 1
        guard let upper, layer <= layers(of: node), place < upperRows else {
            throw HNSWGraph.damaged("node \(node) is not on layer \(layer)")
        }
        return upper + place * (maximumLinks + 1)
    }
}
