/// Text from bytes that arrive in pieces, each of which may end inside a character.
///
/// Bytes that are not UTF-8 become U+FFFD, one for each maximal ill-formed part (The Unicode Standard, section 3.9,
/// "Substitution of Maximal Subparts"), so the pieces joined are the text that decoding all bytes at once gives.
public struct UTF8Stream: Sendable {
    /// The bytes of a character that has begun, at most three.
    private var begun: [UInt8] = []
    /// How many bytes the character still lacks.
    private var missing = 0
    /// The values that its next byte may have.
    private var continuation: ClosedRange<UInt8> = 0x80...0xBF

    private static let replacement = Array("\u{FFFD}".utf8)

    /// Makes a stream that has read nothing.
    public init() {}

    /// Reads bytes.
    ///
    /// - Returns: The text that they complete; only a character that may still become whole is held back.
    public mutating func append(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        for byte in bytes { append(byte, to: &text) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Ends the text: gives U+FFFD for a character that has begun and will not become whole, else nothing.
    ///
    /// The stream can then read another text.
    public mutating func finish() -> String {
        defer { self = UTF8Stream() }
        return begun.isEmpty ? "" : "\u{FFFD}"
    }

    private mutating func append(_ byte: UInt8, to text: inout [UInt8]) {
        guard missing > 0 else { return begin(byte, &text) }
        guard continuation.contains(byte) else {
            text += Self.replacement
            return begin(byte, &text)
        }
        begun.append(byte)
        missing -= 1
        continuation = 0x80...0xBF
        if missing == 0 {
            text += begun
            begun.removeAll(keepingCapacity: true)
        }
    }

    /// Reads the first byte of a character; well-formed sequences are those of Table 3-7 of the standard.
    private mutating func begin(_ byte: UInt8, _ text: inout [UInt8]) {
        begun.removeAll(keepingCapacity: true)
        continuation = 0x80...0xBF
        switch byte {
        case 0x00...0x7F:
            missing = 0
            return text.append(byte)
        case 0xC2...0xDF: missing = 1
        case 0xE0...0xEF: missing = 2
        case 0xF0...0xF4: missing = 3
        default:
            missing = 0
            text += Self.replacement
            return
        }
        switch byte {
        case 0xE0: continuation = 0xA0...0xBF
        case 0xED: continuation = 0x80...0x9F
        case 0xF0: continuation = 0x90...0xBF
        case 0xF4: continuation = 0x80...0x8F
        default: break
        }
        begun.append(byte)
    }
}
