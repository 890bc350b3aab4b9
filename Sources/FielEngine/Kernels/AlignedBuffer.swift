/// Memory for the kernels, aligned to cache lines, freed with the object.
final class AlignedBuffer<Element: BitwiseCopyable>: Sendable {
    /// How many elements there is room for.
    let count: Int
    /// The first element; whoever writes to a range is the only one to touch it at that time.
    nonisolated(unsafe) let start: UnsafeMutablePointer<Element>  // owned memory, freed in deinit

    /// Reserves room; the contents are undefined.
    init(count: Int) {
        self.count = count
        let raw = UnsafeMutableRawPointer.allocate(
            byteCount: max(1, count) * MemoryLayout<Element>.stride,
            alignment: 64
        )
        start = raw.bindMemory(to: Element.self, capacity: max(1, count))
    }

    deinit { UnsafeMutableRawPointer(start).deallocate() }
}
