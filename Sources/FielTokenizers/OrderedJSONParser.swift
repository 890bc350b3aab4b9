import FielCore

/// A strict JSON reader; depth is limited, time and memory are linear in the input.
struct OrderedJSONParser {
    private static let maximumDepth = 64
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func parse() throws(FielError) -> OrderedJSON {
        let value = try value(depth: 0)
        guard nextToken() == nil else { throw malformed("something follows the value") }
        return value
    }

    private mutating func value(depth: Int) throws(FielError) -> OrderedJSON {
        guard depth < Self.maximumDepth else { throw malformed("nested deeper than \(Self.maximumDepth)") }
        switch nextToken() {
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func object(depth: Int) throws(FielError) -> [OrderedJSON.Member] {
        var members: [OrderedJSON.Member] = []
        position += 1
        if take("}") { return members }
        repeat {
            guard nextToken() == UInt8(ascii: "\"") else { throw malformed("a member has no name") }
            let name = try string()
            guard take(":") else { throw malformed("a colon is missing") }
            members.append(.init(name: name, value: try value(depth: depth + 1)))
        } while take(",")
        guard take("}") else { throw malformed("an object does not end") }
        return members
    }

    private mutating func array(depth: Int) throws(FielError) -> [OrderedJSON] {
        var elements: [OrderedJSON] = []
        position += 1
        if take("]") { return elements }
        repeat { elements.append(try value(depth: depth + 1)) } while take(",")
        guard take("]") else { throw malformed("an array does not end") }
        return elements
    }

    private mutating func word(_ text: String, _ value: OrderedJSON) throws(FielError) -> OrderedJSON {
        guard bytes[position...].starts(with: text.utf8) else { throw malformed("unknown word") }
        position += text.utf8.count
        return value
    }

    private mutating func number() throws(FielError) -> Double {
        let digits = bytes[position...].prefix {
            switch $0 {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                true
            default: false
            }
        }
        guard let value = Double(String(decoding: digits, as: UTF8.self)), value.isFinite else {
            throw malformed("a value is expected")
        }
        position = digits.endIndex
        return value
    }

    /// Reads a string whose opening quote is next.
    private mutating func string() throws(FielError) -> String {
        position += 1
        let plain = bytes[position...].prefix { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        var text = Array(plain)
        position = plain.endIndex
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw malformed("not UTF-8") }
                return string
            case UInt8(ascii: "\\"): text.append(contentsOf: try escape().utf8)
            case 0..<0x20: throw malformed("a control character stands in a string")
            default: text.append(byte)
            }
        }
        throw malformed("a string does not end")
    }

    private mutating func escape() throws(FielError) -> Unicode.Scalar {
        guard position < bytes.count else { throw malformed("a string does not end") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try escapedScalar()
        default: throw malformed("unknown escape")
        }
    }

    private mutating func escapedScalar() throws(FielError) -> Unicode.Scalar {
        let value = try codeUnit()
        if UTF16.isLeadSurrogate(value), bytes[position...].starts(with: "\\u".utf8) {
            position += 2
            let trail = try codeUnit()
            guard UTF16.isTrailSurrogate(trail) else { throw malformed("half a surrogate pair") }
            let bits = UInt32(value & 0x3FF) << 10 | UInt32(trail & 0x3FF)
            return Unicode.Scalar(0x10000 + bits) ?? "\u{FFFD}"
        }
        guard let scalar = Unicode.Scalar(value) else { throw malformed("half a surrogate pair") }
        return scalar
    }

    private mutating func codeUnit() throws(FielError) -> UInt16 {
        let digits = bytes[position...].prefix(4)
        guard digits.count == 4, digits.first != UInt8(ascii: "+"),
            let value = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw malformed("an escape has no four digits") }
        position += 4
        return value
    }

    /// The next byte that is not white space, not taken.
    private mutating func nextToken() -> UInt8? {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x9, 0xA, 0xD: position += 1
            case let byte: return byte
            }
        }
        return nil
    }

    private mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard nextToken() == UInt8(ascii: mark) else { return false }
        position += 1
        return true
    }

    private func malformed(_ reason: String) -> FielError {
        FielError(.malformedModel, "not valid JSON at byte \(position): \(reason)")
    }
}
