#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

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
        do {
            self = try JSONDecoder().decode(JSONValue.self, from: Data(String(decoding: bytes, as: UTF8.self).utf8))
        } catch DecodingError.dataCorrupted(let context) {
            throw FielError(.malformedInput, "not valid JSON: \(Self.reason(context))")
        } catch {
            throw FielError(.malformedInput, "not valid JSON: \(error)")
        }
    }

    private static func reason(_ context: DecodingError.Context) -> String {
        guard let cause = context.underlyingError as? CocoaError,
            let detail = cause.userInfo["NSDebugDescription"] as? String
        else { return context.debugDescription }
        return detail
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

    /// What kind of value it is, as messages say it: "a string", "an array".
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

extension JSONValue: Decodable {
    /// Decodes whatever value stands there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }
}
