/// How Hugging Face `tokenizers` classes and composes each Unicode scalar, as constant-time look-ups.
///
/// Built once from ``SubwordUnicodeData``; Swift's own properties follow another version of Unicode.
final class SubwordUnicode: Sendable {
    /// What is known of one scalar.
    struct Classes: OptionSet {
        var rawValue: UInt8

        /// `\p{L}`.
        static let letter = Classes(rawValue: 1 << 0)
        /// `\p{N}`.
        static let number = Classes(rawValue: 1 << 1)
        /// `\s`.
        static let space = Classes(rawValue: 1 << 2)
        /// What the pre-tokenizer Digits sets apart.
        static let digit = Classes(rawValue: 1 << 3)
        /// What the pre-tokenizer WhitespaceSplit removes.
        static let whitespace = Classes(rawValue: 1 << 4)
        /// What stays in one grapheme cluster with a letter before it.
        static let extender = Classes(rawValue: 1 << 5)
    }

    /// The one instance.
    static let shared = SubwordUnicode()

    private let pages: PagedTable
    private let compositions: [UInt64: UInt32]

    private init() {
        let sets: [(StaticString, Classes)] = [
            (SubwordUnicodeData.letters, .letter), (SubwordUnicodeData.numbers, .number),
            (SubwordUnicodeData.spaces, .space), (SubwordUnicodeData.digits, .digit),
            (SubwordUnicodeData.whitespace, .whitespace), (SubwordUnicodeData.extenders, .extender),
        ]
        var pages = PagedTable()
        for (text, classes) in sets {
            for item in UnicodeDataItems(text) { pages.formUnion(UInt16(classes.rawValue), item.scalars) }
        }
        self.pages = pages
        var compositions: [UInt64: UInt32] = [:]
        for item in UnicodeDataItems(SubwordUnicodeData.compositions) where item.values.count == 2 {
            compositions[Self.pair(item.values[0], item.values[1])] = item.scalars.lowerBound
        }
        self.compositions = compositions
    }

    /// What is known of a scalar.
    @inline(__always)
    func classes(of scalar: UInt32) -> Classes { Classes(rawValue: UInt8(truncatingIfNeeded: pages[scalar])) }

    /// The canonical composite of two scalars, where there is one.
    func composite(of first: UInt32, _ second: UInt32) -> UInt32? {
        Hangul.composite(of: first, second) ?? compositions[Self.pair(first, second)]
    }

    private static func pair(_ first: UInt32, _ second: UInt32) -> UInt64 { UInt64(first) << 32 | UInt64(second) }
}

extension Hangul {
    /// A syllable of a leading consonant and a vowel, or of such a syllable and a trailing consonant.
    fileprivate static func composite(of first: UInt32, _ second: UInt32) -> UInt32? {
        if (0x1100..<0x1113).contains(first), (0x1161..<0x1176).contains(second) {
            return syllables.lowerBound + ((first - 0x1100) * 21 + second - 0x1161) * 28
        }
        let isOpen = syllables.contains(first) && (first - syllables.lowerBound) % 28 == 0
        return isOpen && (0x11A8..<0x11C3).contains(second) ? first + second - 0x11A7 : nil
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The scalar of well-formed UTF-8 that begins at an index.
    @inline(__always)
    func anyScalar(at index: Int) -> (scalar: UInt32, length: Int) {
        self[index] < 0x80 ? (UInt32(self[index]), 1) : scalar(at: index)
    }
}
