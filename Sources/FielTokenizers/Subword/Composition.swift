/// Normalization Form C, with the alignment of the peer.
///
/// The algorithm is that of The Unicode Standard, section 3.11: decompose, order marks, compose.
enum Composition {
    /// Whether a text may change.
    static func mayChange(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        text[range].contains { $0 >= 0xCC }  // U+0300 begins with CC
    }

    static func apply(to text: AlignedText) -> AlignedText {
        text.applying(compose(decompose(text)))
    }

    /// The canonical decomposition in canonical order.
    private static func decompose(_ text: AlignedText) -> [AlignedText.Change] {
        let unicode = BertUnicode.shared
        var result: [AlignedText.Change] = []
        var marks: [(change: AlignedText.Change, order: Int)] = []

        func place(_ scalar: UInt32, _ properties: BertUnicode.Properties, _ growth: Int) {
            guard properties.combiningClass == 0 else {
                // By class, and marks of one class as they stand.
                return marks.append(((scalar, growth), Int(properties.combiningClass) << 40 | marks.count))
            }
            flush()
            result.append((scalar, growth))
        }
        func flush() {
            guard !marks.isEmpty else { return }
            marks.sort { $0.order < $1.order }
            result.append(contentsOf: marks.map(\.change))
            marks.removeAll(keepingCapacity: true)
        }

        text.forEachScalar { scalar, _ in
            let properties = unicode.properties(of: scalar)
            guard scalar >= 0x80, properties.contains(.decomposes) else { return place(scalar, properties, 0) }
            for (index, part) in unicode.decomposition(of: scalar).enumerated() {
                place(part, unicode.properties(of: part), index == 0 ? 0 : 1)
            }
        }
        flush()
        return result
    }

    private static func compose(_ ordered: [AlignedText.Change]) -> [AlignedText.Change] {
        let unicode = SubwordUnicode.shared
        var result: [AlignedText.Change] = []
        var starter: Int?  // where the last starter stands in the result
        var lastClass: UInt8 = 0  // of the marks after it that did not compose
        for change in ordered {
            let combiningClass = BertUnicode.shared.properties(of: change.scalar).combiningClass
            let isNext = starter.map { $0 == result.count - 1 } ?? false
            let isBlocked = !isNext && lastClass >= combiningClass
            if let place = starter, !isBlocked,
                let composite = unicode.composite(of: result[place].scalar, change.scalar)
            {
                result[place] = (composite, result[place].growth + change.growth - 1)
                continue
            }
            if combiningClass == 0 { starter = result.count }
            lastClass = combiningClass
            result.append(change)
        }
        return result
    }
}
