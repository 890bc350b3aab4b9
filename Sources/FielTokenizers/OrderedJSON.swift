import FielCore

/// A JSON value whose objects keep every member as it was written.
///
/// A vocabulary may hold canonically equivalent keys, which a Swift dictionary takes for one.
indirect enum OrderedJSON: Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([OrderedJSON])
    case object([Member])

    /// A name and its value.
    struct Member: Equatable {
        var name: String
        var value: OrderedJSON
    }

    /// Reads the one value that fills the bytes, which must be UTF-8.
    init(parsing bytes: [UInt8]) throws(FielError) {
        var parser = OrderedJSONParser(bytes)
        self = try parser.parse()
    }

    var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    var integer: Int? {
        guard case .number(let value) = self else { return nil }
        return Int(exactly: value)
    }

    var array: [OrderedJSON]? {
        guard case .array(let value) = self else { return nil }
        return value
    }

    /// The member of a name, compared byte by byte; of several, the last.
    subscript(name: String) -> OrderedJSON? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    /// The element at an index.
    subscript(index: Int) -> OrderedJSON? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }
}

extension OrderedJSON: CustomStringConvertible {
    /// The value, in short, for messages.
    var description: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let value): "\"\(value.unicodeScalars.prefix(80))\""
        case .array: "an array"
        case .object: self["type"].map { "an object of type \($0)" } ?? "an object"
        }
    }
}
