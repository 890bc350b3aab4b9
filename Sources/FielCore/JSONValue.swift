/// Any JSON value; objects keep no order.
public enum JSONValue: Sendable, Hashable {
    /// `null`
    case null
    /// `true` or `false`
    case bool(Bool)
    /// A number; integers beyond 2⁵³ lose their last digits.
    case number(Double)
    /// A string
    case string(String)
    /// An array
    case array([JSONValue])
    /// An object
    case object([String: JSONValue])

    /// Reads one JSON value that fills the given bytes.
    ///
    /// - Parameter bytes: UTF-8; malformed sequences become U+FFFD.
    /// - Throws: `FielError` with code `malformedInput` that says what is wrong and where.
    public init(parsing bytes: some Collection<UInt8>) throws(FielError) {
        var parser = JSONParser(Array(bytes))
        self = try parser.value()
        guard parser.peek() == nil else { throw parser.unexpected(expected: "the end") }
    }

    /// The string, where the value is one.
    public var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    /// The number, where the value is one.
    public var number: Double? {
        guard case .number(let value) = self else { return nil }
        return value
    }

    /// The elements, where the value is an array.
    public var array: [JSONValue]? {
        guard case .array(let value) = self else { return nil }
        return value
    }

    /// The members, where the value is an object.
    public var object: [String: JSONValue]? {
        guard case .object(let value) = self else { return nil }
        return value
    }

    /// What kind of value it is, for messages, such as `a string` or `an array`.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
