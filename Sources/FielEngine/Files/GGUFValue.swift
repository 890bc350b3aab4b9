import FielCore

/// A value of a GGUF file's metadata.
enum GGUFValue: Sendable, Hashable {
    case integer(Int)
    case float(Double)
    case bool(Bool)
    case string(String)
    case integers([Int])
    case floats([Double])
    case bools([Bool])
    case strings([String])
    case arrays([GGUFValue])

    /// The integer, where the value is one.
    var integer: Int? {
        guard case .integer(let value) = self else { return nil }
        return value
    }

    /// The number as f64, where the value is one.
    var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .float(let value): value
        default: nil
        }
    }

    /// The string, where the value is one.
    var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    /// The strings, where the value is an array of them.
    var strings: [String]? {
        guard case .strings(let value) = self else { return nil }
        return value
    }

    /// Reads a value with its type number before it.
    init(of key: String, from reader: inout ByteReader) throws(FielError) {
        let type = try reader.integer(UInt32.self, "the type of metadata \(key)")
        self = try Self.value(of: type, key, from: &reader, depth: 0)
    }

    private static func value(
        of type: UInt32,
        _ key: String,
        from reader: inout ByteReader,
        depth: Int
    ) throws(FielError) -> GGUFValue {
        switch type {
        case 0...5, 10, 11: .integer(try integer(type, key, from: &reader))
        case 6, 12: .float(try float(type, key, from: &reader))
        case 7: .bool(try bool(key, from: &reader))
        case 8: .string(try reader.string("metadata \(key)"))
        case 9: try array(key, from: &reader, depth: depth)
        default: throw reader.malformed("metadata \(key) has the unknown type \(type)")
        }
    }

    private static func integer(_ type: UInt32, _ key: String, from reader: inout ByteReader) throws(FielError) -> Int {
        switch type {
        case 0: return Int(try reader.integer(UInt8.self, key))
        case 1: return Int(try reader.integer(Int8.self, key))
        case 2: return Int(try reader.integer(UInt16.self, key))
        case 3: return Int(try reader.integer(Int16.self, key))
        case 4: return Int(try reader.integer(UInt32.self, key))
        case 5: return Int(try reader.integer(Int32.self, key))
        case 11: return Int(try reader.integer(Int64.self, key))
        default:
            let value = try reader.integer(UInt64.self, key)
            guard let fits = Int(exactly: value) else {
                throw reader.malformed("metadata \(key) is \(value), too large")
            }
            return fits
        }
    }

    private static func float(_ type: UInt32, _ key: String, from reader: inout ByteReader) throws(FielError) -> Double
    {
        type == 6
            ? Double(Float(bitPattern: try reader.integer(UInt32.self, key)))
            : Double(bitPattern: try reader.integer(UInt64.self, key))
    }

    private static func bool(_ key: String, from reader: inout ByteReader) throws(FielError) -> Bool {
        let byte = try reader.integer(UInt8.self, key)
        guard byte <= 1 else { throw reader.malformed("metadata \(key) is \(byte), expected a boolean 0 or 1") }
        return byte == 1
    }

    private static func array(_ key: String, from reader: inout ByteReader, depth: Int) throws(FielError) -> GGUFValue {
        guard depth < 4 else { throw reader.malformed("metadata \(key) nests arrays more than 4 deep") }
        let type = try reader.integer(UInt32.self, "the element type of metadata \(key)")
        guard let size = leastBytes(of: type) else {
            throw reader.malformed("metadata \(key) is an array of the unknown type \(type)")
        }
        let count = try reader.count("the number of elements of metadata \(key)", bytesEach: size)
        switch type {
        case 0...5, 10, 11:
            return .integers(try elements(count) { () throws(FielError) in try integer(type, key, from: &reader) })
        case 6, 12: return .floats(try elements(count) { () throws(FielError) in try float(type, key, from: &reader) })
        case 7: return .bools(try elements(count) { () throws(FielError) in try bool(key, from: &reader) })
        case 8:
            return .strings(
                try elements(count) { () throws(FielError) in try reader.string("an element of metadata \(key)") }
            )
        default:
            return .arrays(
                try elements(count) { () throws(FielError) in try array(key, from: &reader, depth: depth + 1) }
            )
        }
    }

    private static func elements<T>(_ count: Int, _ next: () throws(FielError) -> T) throws(FielError) -> [T] {
        var result: [T] = []
        result.reserveCapacity(count)
        for _ in 0..<count { result.append(try next()) }
        return result
    }

    /// The fewest bytes that a value of the type takes in the file; nil for an unknown type.
    private static func leastBytes(of type: UInt32) -> Int? {
        switch type {
        case 0, 1, 7: 1
        case 2, 3: 2
        case 4, 5, 6: 4
        case 8, 10, 11, 12: 8
        case 9: 12
        default: nil
        }
    }
}
