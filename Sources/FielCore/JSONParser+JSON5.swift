/// What JSON5 (json5.org, 1.0) allows beyond JSON, but for `Infinity` and `NaN`, which stand for no value.
extension JSONParser {
    /// The line of a byte, from 1.
    public func line(of position: Int) -> Int { 1 + bytes.prefix(position).count { $0 == 0x0A } }

    /// Skips a comment or a space that JSON does not know, and says whether there was one.
    mutating func skipSpace() -> Bool {
        let rest = bytes[position...]
        if rest.starts(with: [0x2F, 0x2F]) {
            position = rest.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
        } else if rest.starts(with: [0x2F, 0x2A]) {
            position += 2
            while position < bytes.count, !bytes[position...].starts(with: [0x2A, 0x2F]) { position += 1 }
            position = min(bytes.count, position + 2)
        } else if rest.starts(with: [0x0B]) || rest.starts(with: [0x0C]) {
            position += 1
        } else if rest.starts(with: [0xC2, 0xA0]) {
            position += 2
        } else if rest.starts(with: [0xEF, 0xBB, 0xBF]) || rest.starts(with: [0xE2, 0x80, 0xA8])
            || rest.starts(with: [0xE2, 0x80, 0xA9])
        {
            position += 3
        } else {
            return false
        }
        return true
    }

    /// Reads a string in single quotes, or a number.
    mutating func looseValue() throws(FielError) -> JSONValue {
        if peek() == UInt8(ascii: "'") { return .string(try string()) }
        let start = position
        let sign: Double = skip(UInt8(ascii: "-")) ? -1 : 1
        if sign > 0 { _ = skip(UInt8(ascii: "+")) }
        let digits = bytes[position...]
        if digits.starts(with: [0x30, 0x78]) || digits.starts(with: [0x30, 0x58]) {
            position += 2
            return .number(sign * (try hexNumber()))
        }
        let text = digits.prefix { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"),
                UInt8(ascii: "+"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard let number = Self.decimal(text) else {
            position = start
            throw unexpected(expected: "a value")
        }
        position = text.endIndex
        return .number(sign * number)
    }

    /// A number that may begin or end with its point.
    private static func decimal(_ text: ArraySlice<UInt8>) -> Double? {
        guard let first = text.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-") else { return nil }
        let isOctal = text.count > 1 && first == 0x30 && (0x30...0x39).contains(text[text.startIndex + 1])
        var parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 | 0x20 == UInt8(ascii: "e") }
        guard !isOctal, parts[0].contains(where: { $0 != UInt8(ascii: ".") }) else { return nil }
        if parts[0].first == UInt8(ascii: ".") { parts[0] = [0x30] + parts[0] }
        if parts[0].last == UInt8(ascii: ".") { parts[0] += [0x30] }
        let number = Double(parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "e"))
        return number.flatMap { $0.isFinite ? $0 : nil }
    }

    private mutating func hexNumber() throws(FielError) -> Double {
        let digits = bytes[position...].prefix { Character(UnicodeScalar($0)).isHexDigit }
        guard !digits.isEmpty, let number = UInt64(String(decoding: digits, as: UTF8.self), radix: 16) else {
            throw unexpected(expected: "1 to 16 hexadecimal digits")
        }
        position = digits.endIndex
        return Double(number)
    }

    /// Reads a member's name in single quotes, or without quotes: letters, digits, `_` and `$`.
    mutating func looseName() throws(FielError) -> String {
        if peek() == UInt8(ascii: "'") { return try string() }
        let name = bytes[position...].prefix { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
                UInt8(ascii: "$"), 0x80...:
                true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: false
            }
        }
        guard let first = name.first, !(0x30...0x39).contains(first) else {
            throw unexpected(expected: "a member name")
        }
        defer { position = name.endIndex }
        return try String(utf8: name, offset: name.startIndex)
    }

    /// Reads what follows a backslash where JSON knows no such escape.
    mutating func looseEscape(into text: inout [UInt8]) throws(FielError) {
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: "v"): text.append(0x0B)
        case UInt8(ascii: "0"): text.append(0)
        case UInt8(ascii: "x"):
            let digits = bytes[position...].dropFirst().prefix(2)
            guard digits.count == 2, let scalar = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) else {
                throw unexpected(expected: "two hexadecimal digits")
            }
            text += Array(String(UnicodeScalar(scalar)).utf8)
            position += 2
        case 0x0D:
            if bytes[position...].starts(with: [0x0D, 0x0A]) { position += 1 }
        case 0x0A: break
        case UInt8(ascii: "1")...UInt8(ascii: "9"): throw unexpected(expected: "an escape")
        default: text.append(byte)
        }
        position += 1
    }
}
