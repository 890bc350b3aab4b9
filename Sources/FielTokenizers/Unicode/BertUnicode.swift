/// What the BERT normalizer knows of each Unicode scalar, as constant-time look-ups.
///
/// Built once from ``BertUnicodeData``. Swift's own Unicode properties are not used: they follow another version of
/// Unicode than the peer, and change with the toolchain.
final class BertUnicode: Sendable {
    /// What is known of one scalar.
    struct Properties: OptionSet {
        var rawValue: UInt16

        static let removed = Properties(rawValue: 1 << 0)
        static let space = Properties(rawValue: 1 << 1)
        static let ideograph = Properties(rawValue: 1 << 2)
        static let nonspacingMark = Properties(rawValue: 1 << 3)
        static let whitespace = Properties(rawValue: 1 << 4)
        static let punctuation = Properties(rawValue: 1 << 5)
        static let decomposes = Properties(rawValue: 1 << 6)
        static let hasLowercase = Properties(rawValue: 1 << 7)

        /// The canonical combining class; 0 for starters.
        @inline(__always)
        var combiningClass: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 8) }

        init(rawValue: UInt16) { self.rawValue = rawValue }
        init(combiningClass: UInt32) { rawValue = UInt16(truncatingIfNeeded: combiningClass << 8) }
    }

    /// The one instance.
    static let shared = BertUnicode()

    private let pages: PagedTable
    private let decompositions: [UInt32: [UInt32]]
    private let lowercase: [UInt32: [UInt32]]

    private init() {
        var pages = PagedTable()
        let sets: [(StaticString, Properties)] = [
            (BertUnicodeData.removed, .removed), (BertUnicodeData.spaces, .space),
            (BertUnicodeData.ideographs, .ideograph), (BertUnicodeData.nonspacingMarks, .nonspacingMark),
            (BertUnicodeData.whitespace, .whitespace), (BertUnicodeData.punctuation, .punctuation),
        ]
        for (text, property) in sets {
            for item in UnicodeDataItems(text) { pages.formUnion(property.rawValue, item.scalars) }
        }
        for item in UnicodeDataItems(BertUnicodeData.combiningClasses) {
            pages.formUnion(Properties(combiningClass: item.values[0]).rawValue, item.scalars)
        }
        decompositions = Self.mapping(BertUnicodeData.decompositions, .decomposes, &pages)
        pages.formUnion(Properties.decomposes.rawValue, Hangul.syllables)
        lowercase = Self.mapping(BertUnicodeData.lowercase, .hasLowercase, &pages)
        self.pages = pages
    }

    private static func mapping(
        _ text: StaticString,
        _ property: Properties,
        _ pages: inout PagedTable
    ) -> [UInt32: [UInt32]] {
        var mapping: [UInt32: [UInt32]] = [:]
        for item in UnicodeDataItems(text) {
            pages.formUnion(property.rawValue, item.scalars)
            for (step, scalar) in item.scalars.enumerated() {
                mapping[scalar] = item.scalars.count == 1 ? item.values : [item.values[0] + UInt32(step)]
            }
        }
        return mapping
    }

    /// What is known of a scalar.
    @inline(__always)
    func properties(of scalar: UInt32) -> Properties { Properties(rawValue: pages[scalar]) }

    /// The full canonical decomposition of a scalar that ``Properties/decomposes``.
    func decomposition(of scalar: UInt32) -> [UInt32] {
        Hangul.syllables.contains(scalar) ? Hangul.decomposition(of: scalar) : decompositions[scalar] ?? [scalar]
    }

    /// The lower-case mapping of a scalar that ``Properties/hasLowercase``.
    func lowercase(of scalar: UInt32) -> [UInt32] { lowercase[scalar] ?? [scalar] }
}

/// Hangul syllables decompose by arithmetic (The Unicode Standard, section 3.12).
enum Hangul {
    static let syllables: ClosedRange<UInt32> = 0xAC00...0xD7A3

    static func decomposition(of syllable: UInt32) -> [UInt32] {
        let index = syllable - syllables.lowerBound
        let pair = [0x1100 + index / 588, 0x1161 + index % 588 / 28]
        return index % 28 == 0 ? pair : pair + [0x11A7 + index % 28]
    }
}

/// Sixteen bits for each scalar, in pages of 256; pages that hold only zeros are one page.
struct PagedTable: Sendable {
    private var pageOfBlock = [UInt16](repeating: 0, count: 0x1100)
    private var values = [UInt16](repeating: 0, count: 256)

    @inline(__always)
    subscript(scalar: UInt32) -> UInt16 {
        values[Int(pageOfBlock[Int(scalar >> 8)]) << 8 | Int(scalar & 255)]
    }

    /// Sets bits for each scalar of a range.
    mutating func formUnion(_ bits: UInt16, _ scalars: ClosedRange<UInt32>) {
        for scalar in scalars {
            let block = Int(scalar >> 8)
            if pageOfBlock[block] == 0 {
                pageOfBlock[block] = UInt16(values.count >> 8)
                values.append(contentsOf: repeatElement(0, count: 256))
            }
            values[Int(pageOfBlock[block]) << 8 | Int(scalar & 255)] |= bits
        }
    }
}

/// Reads the items `first-last:value,value` of ``BertUnicodeData``, all hexadecimal.
struct UnicodeDataItems: Sequence, IteratorProtocol {
    private let text: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(_ text: StaticString) {
        self.text = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    }

    mutating func next() -> (scalars: ClosedRange<UInt32>, values: [UInt32])? {
        guard position < text.count else { return nil }
        let first = number()
        let last = take("-") ? number() : first
        var values: [UInt32] = []
        while take(":") || take(",") { values.append(number()) }
        position += 1  // the space or line break
        return (first...last, values)
    }

    private mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard position < text.count, text[position] == UInt8(ascii: mark) else { return false }
        position += 1
        return true
    }

    private mutating func number() -> UInt32 {
        var value: UInt32 = 0
        while position < text.count, let digit = Self.digit(text[position]) {
            value = value << 4 | digit
            position += 1
        }
        return value
    }

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        default: nil
        }
    }
}
