/// A normalized stretch of a text, and for each of its bytes where in the text it came from.
struct AlignedText {
    /// The stretch in UTF-8.
    private(set) var bytes: [UInt8] = []
    /// For each byte, the place in the text of the scalar that it came from.
    private(set) var sources: [Int] = []

    /// A new scalar, and by how many scalars the text grows (1: it is inserted) or shrinks (below 0) with it.
    typealias Change = (scalar: UInt32, growth: Int)

    init() {}

    /// The stretch of a text as it is.
    init(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        bytes = Array(text[range])
        sources.reserveCapacity(range.count)
        var source = range.lowerBound
        for index in range {
            if text[index] & 0xC0 != 0x80 { source = index }
            sources.append(source)
        }
    }

    mutating func append(_ scalar: UInt32, from source: Int) {
        guard let scalar = Unicode.Scalar(scalar) else { return }
        append(scalar.utf8, from: source)
    }

    mutating func append(_ bytes: some Collection<UInt8>, from source: Int) {
        self.bytes.append(contentsOf: bytes)
        sources.append(contentsOf: repeatElement(source, count: bytes.count))
    }

    /// The scalars with the index of their first byte.
    func forEachScalar(_ body: (_ scalar: UInt32, _ index: Int) -> Void) {
        bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                let (scalar, length) = bytes.anyScalar(at: index)
                body(scalar, index)
                index += length
            }
        }
    }

    /// The text after changes that are listed scalar by scalar.
    ///
    /// As in the peer, scalars are aligned by position: a new one stands for the next old one, and one that is inserted
    /// for the same as the one before it.
    func applying(_ changes: [Change]) -> AlignedText {
        var result = AlignedText()
        result.bytes.reserveCapacity(bytes.count)
        result.sources.reserveCapacity(bytes.count)
        var next = 0
        for (scalar, growth) in changes {
            let aligned = growth > 0 ? next - 1 : next
            let source = sources.indices.contains(aligned) ? sources[aligned] : sources.first ?? 0
            for _ in 0..<max(0, 1 - growth) where next < bytes.count { next += Self.length(of: bytes[next]) }
            result.append(scalar, from: source)
        }
        return result
    }

    /// The bytes of a scalar by its first.
    static func length(of lead: UInt8) -> Int { lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4 }
}

extension AlignedText {
    /// Adds a part of another text with its alignment.
    mutating func append(_ other: AlignedText, in range: Range<Int>) {
        bytes.append(contentsOf: other.bytes[range])
        sources.append(contentsOf: other.sources[range])
    }

    /// A part of the text with its alignment.
    func part(_ range: Range<Int>) -> AlignedText {
        if range == 0..<bytes.count { return self }
        var part = AlignedText()
        part.append(self, in: range)
        return part
    }
}
