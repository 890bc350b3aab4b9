import FielCore

/// Typed access to the members of a JSON file.
struct JSONFields {
    let location: FielError.Location
    private let members: [String: JSONValue]

    private init(location: FielError.Location, members: [String: JSONValue]) {
        self.location = location
        self.members = members
    }

    init(file: String) throws(FielError) {
        location = .init(file: file)
        let bytes = try MappedFile(path: file).contents
        let value: JSONValue
        do throws(FielError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw FielError(.malformedModel, error.message, at: location)
        }
        guard let members = value.object else {
            throw FielError(.malformedModel, "is \(value.kind), expected a JSON object", at: location)
        }
        self.members = members
    }

    subscript(_ name: String) -> JSONValue? { members[name] }

    func error(_ name: String, _ found: String, expected: String) -> FielError {
        FielError(.malformedModel, "\(name) is \(found), expected \(expected)", at: location)
    }

    func unsupported(_ name: String, _ found: String) -> FielError {
        FielError(.unsupported, "\(name) is \(found), which is not supported", at: location)
    }

    /// The fields of a member that is an object; nil where it is missing or null.
    func object(_ name: String) throws(FielError) -> JSONFields? {
        guard let value = members[name], value != .null else { return nil }
        guard let inner = value.object else { throw wrong(name, expected: "an object") }
        return JSONFields(location: location, members: inner)
    }

    /// The number, where there is one.
    func optionalNumber(_ name: String) throws(FielError) -> Double? {
        guard let value = members[name], value != .null else { return nil }
        guard let number = value.number else { throw wrong(name, expected: "a number") }
        return number
    }

    /// The integer, where there is one.
    func optionalInteger(_ name: String) throws(FielError) -> Int? {
        guard let number = try optionalNumber(name) else { return nil }
        guard let integer = Int(exactly: number) else { throw wrong(name, expected: "an integer") }
        return integer
    }

    /// The boolean, where there is one.
    func optionalBool(_ name: String) throws(FielError) -> Bool? {
        switch members[name] {
        case nil, .null: return nil
        case .bool(let value): return value
        default: throw wrong(name, expected: "true or false")
        }
    }

    func string(_ name: String) throws(FielError) -> String {
        guard let value = members[name]?.string else { throw wrong(name, expected: "a string") }
        return value
    }

    func number(_ name: String) throws(FielError) -> Double {
        guard let value = members[name]?.number else { throw wrong(name, expected: "a number") }
        return value
    }

    func integer(_ name: String) throws(FielError) -> Int {
        guard let value = members[name]?.number.flatMap({ Int(exactly: $0) }) else {
            throw wrong(name, expected: "an integer")
        }
        return value
    }

    private func wrong(_ name: String, expected: String) -> FielError {
        error(name, members[name]?.kind ?? "missing", expected: expected)
    }
}
