/// Writes one line of JSON with its members in the order they are given.
///
/// Numbers are written with the fewest digits that read back as the same number, so the same results give the same
/// bytes. A number that JSON cannot hold is the caller's bug.
public struct JSONWriter: Sendable {
    /// What has been written so far, as UTF-8.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Starts with nothing written.
    public init() {}

    /// What has been written so far.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Writes `{`, the members that the closure writes, and `}`.
    public mutating func object(_ members: (inout JSONWriter) throws -> Void) rethrows {
        try nested(UInt8(ascii: "{"), UInt8(ascii: "}"), members)
    }

    /// Writes `[`, the elements that the closure writes, and `]`.
    public mutating func array(_ elements: (inout JSONWriter) throws -> Void) rethrows {
        try nested(UInt8(ascii: "["), UInt8(ascii: "]"), elements)
    }

    /// Writes the name of the member whose value comes next.
    public mutating func key(_ name: String) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a string.
    public mutating func value(_ value: String) {
        separate()
        quote(value)
        needsComma = true
    }

    /// Writes an integer.
    public mutating func value(_ value: Int) { raw(value.description) }

    /// Writes a boolean.
    public mutating func value(_ value: Bool) { raw(value ? "true" : "false") }

    /// Writes a finite number.
    public mutating func value(_ value: Double) {
        precondition(value.isFinite, "JSONWriter: \(value) is not a JSON number")
        raw(value.description)
    }

    /// Writes a finite number with the digits of its own precision.
    public mutating func value(_ value: Float) {
        precondition(value.isFinite, "JSONWriter: \(value) is not a JSON number")
        raw(value.description)
    }

    /// Writes `null`.
    public mutating func null() { raw("null") }

    /// Writes a half-open range as `[start,end]`.
    public mutating func value(_ range: Range<Int>) {
        raw("[\(range.lowerBound),\(range.upperBound)]")
    }

    private mutating func raw(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    private mutating func nested(_ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) throws -> Void) rethrows {
        separate()
        bytes.append(open)
        needsComma = false
        try body(&self)
        bytes.append(close)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func quote(_ text: String) {
        let hex = Array("0123456789abcdef".utf8)
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x0A: bytes += Array("\\n".utf8)
            case 0x0D: bytes += Array("\\r".utf8)
            case 0x09: bytes += Array("\\t".utf8)
            case 0..<0x20, 0x7F: bytes += Array("\\u00".utf8) + [hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
