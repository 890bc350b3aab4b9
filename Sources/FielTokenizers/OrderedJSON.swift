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

    /// Reads the one value that fills the bytes.
    ///
    /// - Throws: `FielError` with code `malformedModel` that says what is wrong and where.
    init(parsing bytes: [UInt8]) throws(FielError) {
        var parser = JSONParser(bytes, isStrict: true)
        do throws(FielError) {
            self = try Self.next(&parser, depth: 0)
            guard parser.peek() == nil else { throw parser.unexpected(expected: "the end") }
        } catch {
            throw FielError(.malformedModel, error.message)
        }
    }

    private static func next(_ parser: inout JSONParser, depth: Int) throws(FielError) -> OrderedJSON {
        guard depth < JSONParser.maximumDepth else {
            throw FielError(.malformedModel, "not valid JSON: nested more than \(JSONParser.maximumDepth) deep")
        }
        if parser.take(UInt8(ascii: "{")) { return .object(try members(&parser, depth: depth + 1)) }
        if parser.take(UInt8(ascii: "[")) { return .array(try elements(&parser, depth: depth + 1)) }
        switch try parser.value() {
        case .bool(let value): return .bool(value)
        case .number(let value): return .number(value)
        case .string(let value): return .string(value)
        default: return .null
        }
    }

    private static func members(_ parser: inout JSONParser, depth: Int) throws(FielError) -> [Member] {
        var members: [Member] = []
        if parser.take(UInt8(ascii: "}")) { return members }
        repeat {
            let name = try parser.string()
            guard parser.take(UInt8(ascii: ":")) else { throw parser.unexpected(expected: "a colon") }
            members.append(Member(name: name, value: try next(&parser, depth: depth)))
        } while parser.take(UInt8(ascii: ","))
        guard parser.take(UInt8(ascii: "}")) else { throw parser.unexpected(expected: "a comma or }") }
        return members
    }

    private static func elements(_ parser: inout JSONParser, depth: Int) throws(FielError) -> [OrderedJSON] {
        var elements: [OrderedJSON] = []
        if parser.take(UInt8(ascii: "]")) { return elements }
        repeat { elements.append(try next(&parser, depth: depth)) } while parser.take(UInt8(ascii: ","))
        guard parser.take(UInt8(ascii: "]")) else { throw parser.unexpected(expected: "a comma or ]") }
        return elements
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
