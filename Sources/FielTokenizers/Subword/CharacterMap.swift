import FielCore

/// The `precompiled_charsmap` of SentencePiece: characters and short clusters, and what replaces them.
///
/// The bytes are the length of a Darts double array (little-endian, 32 bits), the array, and the replacements, each ended
/// by NUL.
struct CharacterMap: Sendable {
    private let units: [UInt32]
    private let replacements: [UInt8]

    /// - Throws: `FielError` with code `malformedModel` where the bytes break the format.
    init(_ bytes: [UInt8]) throws(FielError) {
        func word(_ index: Int) -> UInt32 { (0..<4).reduce(0) { $0 | UInt32(bytes[index + $1]) << UInt32(8 * $1) } }
        guard bytes.count >= 4, Int(word(0)) <= bytes.count - 4, word(0) % 4 == 0, word(0) > 0 else {
            throw FielError(.malformedModel, "the precompiled charsmap of the tokenizer breaks its format")
        }
        let length = Int(word(0))
        units = stride(from: 4, to: 4 + length, by: 4).map(word)
        replacements = Array(bytes[(4 + length)...])
        guard String(validating: replacements, as: UTF8.self) != nil else {
            throw FielError(.malformedModel, "the replacements of the tokenizer's charsmap are not UTF-8")
        }
    }

    /// What replaces the shortest known beginning of the bytes, as in the peer.
    func replacement(of bytes: some Sequence<UInt8>) -> ArraySlice<UInt8>? {
        var node = Self.offset(units[0])
        for byte in bytes {
            node ^= Int(byte)
            guard units.indices.contains(node) else { return nil }
            let unit = units[node]
            guard unit & (1 << 31 | 0xFF) == UInt32(byte) else { return nil }
            node ^= Self.offset(unit)
            if unit >> 8 & 1 == 1 {
                guard units.indices.contains(node) else { return nil }
                return replacement(at: Int(units[node] & 0x7FFF_FFFF))
            }
        }
        return nil
    }

    private static func offset(_ unit: UInt32) -> Int { Int((unit >> 10) << ((unit & 1 << 9) >> 6)) }

    private func replacement(at start: Int) -> ArraySlice<UInt8>? {
        guard start < replacements.count else { return start == replacements.count ? [] : nil }
        let end = replacements[start...].firstIndex(of: 0) ?? replacements.count
        return replacements[start..<end]
    }

    /// Replaces clusters shorter than six bytes as wholes where they are known, else character by character.
    func apply(to text: AlignedText) -> AlignedText {
        var changes: [AlignedText.Change] = []
        var cluster: [(scalar: UInt32, bytes: Range<Int>)] = []
        text.forEachScalar { scalar, index in
            let bytes = index..<index + AlignedText.length(of: text.bytes[index])
            if let last = cluster.last, GraphemeBreak.isBreak(between: last.scalar, scalar) {
                replace(cluster, text, &changes)
                cluster.removeAll(keepingCapacity: true)
            }
            cluster.append((scalar, bytes))
        }
        replace(cluster, text, &changes)
        return text.applying(changes)
    }

    private func replace(
        _ cluster: [(scalar: UInt32, bytes: Range<Int>)],
        _ text: AlignedText,
        _ changes: inout [AlignedText.Change]
    ) {
        guard let first = cluster.first, let last = cluster.last else { return }
        let whole = first.bytes.lowerBound..<last.bytes.upperBound
        if whole.count < 6, let replacement = replacement(of: text.bytes[whole]) {
            return Self.append(replacement, for: cluster.count, &changes)
        }
        for (scalar, bytes) in cluster {
            if let replacement = replacement(of: text.bytes[bytes]) {
                Self.append(replacement, for: 1, &changes)
            } else {
                changes.append((scalar, 0))
            }
        }
    }

    /// Lists a replacement: what it has more than the old characters is inserted last, what it has less goes with its end.
    private static func append(_ replacement: ArraySlice<UInt8>, for count: Int, _ changes: inout [AlignedText.Change])
    {
        let scalars = String(decoding: replacement, as: UTF8.self).unicodeScalars
        for (index, scalar) in scalars.enumerated() { changes.append((scalar.value, index < count ? 0 : 1)) }
        let growth = scalars.count - count
        if growth < 0, !changes.isEmpty { changes[changes.count - 1].growth += growth }
    }
}

/// Boundaries of grapheme clusters, as far as clusters shorter than six bytes need them (UAX #29, GB3 to GB9b).
///
/// Longer clusters (syllables of jamo, flags, emoji sequences) are replaced character by character anyway.
enum GraphemeBreak {
    static func isBreak(between first: UInt32, _ second: UInt32) -> Bool {
        if first == 0x0D, second == 0x0A { return false }
        if isControl(first) || isControl(second) { return true }
        return !(SubwordUnicode.shared.classes(of: second).contains(.extender) || prepended.contains(first))
    }

    private static func isControl(_ scalar: UInt32) -> Bool {
        let classes = BertUnicode.shared.properties(of: scalar)
        let isJoining = SubwordUnicode.shared.classes(of: scalar).contains(.extender) || prepended.contains(scalar)
        return !isJoining
            && (classes.contains(.removed) && !isPrivateUse(scalar) && scalar != 0xFFFD
                || [0x09, 0x0A, 0x0D, 0x2028, 0x2029].contains(scalar))
    }

    private static func isPrivateUse(_ scalar: UInt32) -> Bool {
        scalar >= 0xE000 && scalar < 0xF900 || scalar >= 0xF0000
    }

    /// Prepended_Concatenation_Mark and the other scalars of class Prepend.
    private static let prepended: Set<UInt32> = [
        0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0xD4E, 0x110BD, 0x110CD, 0x111C2,
        0x111C3, 0x1193F, 0x11941, 0x11A3A, 0x11A84, 0x11A85, 0x11A86, 0x11A87, 0x11A88, 0x11A89, 0x11D46, 0x11F02,
    ]
}
