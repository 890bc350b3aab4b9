/// The printable characters by which byte-level vocabularies write bytes, as GPT-2 chose them.
///
/// Printable bytes of Latin-1 stand for themselves; the others, in order, are U+0100 and up.
enum ByteAlphabet {
    private static let table: (scalars: [UInt32], bytes: [UInt32: UInt8]) = {
        var scalars: [UInt32] = []
        var next: UInt32 = 0x100
        for byte in UInt32(0)...255 {
            let isPrintable = (0x21...0x7E).contains(byte) || (0xA1...0xFF).contains(byte) && byte != 0xAD
            scalars.append(isPrintable ? byte : next)
            if !isPrintable { next += 1 }
        }
        let pairs = scalars.enumerated().map { ($1, UInt8(truncatingIfNeeded: $0)) }
        return (scalars, Dictionary(pairs) { first, _ in first })
    }()

    /// The bytes that a piece of a vocabulary stands for; `nil` where it has other characters.
    static func bytes(of piece: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        for scalar in piece.unicodeScalars {
            guard let byte = table.bytes[scalar.value] else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}

/// The pieces `<0x00>` to `<0xFF>` by which character vocabularies write bytes.
enum ByteFallback {
    /// The piece of a byte.
    static func piece(of byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return "<0x" + (digits.utf8.count == 1 ? "0" : "") + digits + ">"
    }

    /// The byte of a piece.
    static func byte(of piece: String) -> UInt8? {
        guard piece.utf8.count == 6, piece.hasPrefix("<0x"), piece.hasSuffix(">") else { return nil }
        guard let byte = UInt8(piece.dropFirst(3).dropLast(), radix: 16), self.piece(of: byte) == piece else {
            return nil
        }
        return byte
    }
}
