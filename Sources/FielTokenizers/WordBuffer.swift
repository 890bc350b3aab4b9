/// The normalized word under way, and which scalar of the text each of its bytes came from.
///
/// A word longer than the limit is unknown whatever it holds, so only its extent is kept: memory stays bounded.
struct WordBuffer {
    /// The word in UTF-8.
    private(set) var bytes: [UInt8] = []
    /// For each byte, the index of the scalar of the text that it came from; never falls.
    private(set) var sources: [Int] = []
    private var scalarCount = 0
    private var first = 0
    private var last = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    var isEmpty: Bool { scalarCount == 0 }
    var isTooLong: Bool { scalarCount > limit }
    /// The scalars of the text from the word's first to its last.
    var extent: Range<Int> { first..<last + 1 }

    @inline(__always)
    mutating func append(ascii byte: UInt8, from source: Int) {
        guard count(source) else { return }
        bytes.append(byte)
        sources.append(source)
    }

    mutating func append(_ scalar: UInt32, from source: Int) {
        guard count(source), let scalar = Unicode.Scalar(scalar) else { return }
        for byte in scalar.utf8 {
            bytes.append(byte)
            sources.append(source)
        }
    }

    @inline(__always)
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        sources.removeAll(keepingCapacity: true)
        scalarCount = 0
    }

    /// Counts a scalar in; false when there is no more need to keep it.
    @inline(__always)
    private mutating func count(_ source: Int) -> Bool {
        if scalarCount == 0 { first = source }
        last = source
        scalarCount += 1
        return scalarCount <= limit
    }
}
