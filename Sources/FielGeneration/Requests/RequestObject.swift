import FielCore

/// The members of a JSON object that a user wrote; what is not taken is an error.
struct RequestObject {
    private let members: [String: JSONValue]
    private let known: [String]
    private let name: String

    /// Checks the names of the members.
    ///
    /// - Parameter name: what the object is, for messages.
    init(_ value: JSONValue, named name: String, known: [String]) throws(FielError) {
        guard case .object(let members) = value else {
            throw FielError(.malformedInput, "the \(name) is \(value.kind), expected an object")
        }
        // A null stands for a member that is not there.
        self.members = members.filter { $0.value != .null }
        self.known = known
        self.name = name
        for key in members.keys.sorted() where !known.contains(key) {
            let nearest = NearestName.find(key, among: known)
            throw FielError(
                .malformedInput,
                "the \(name) has the unknown field \"\(key)\"",
                hint: nearest.map { "did you mean \($0)?" } ?? "fields: \(known.sorted().joined(separator: ", "))"
            )
        }
    }

    /// Whether a member is there.
    func has(_ key: String) -> Bool { members[key] != nil }

    /// The names of the members that are there.
    var keys: [String] { members.keys.sorted() }

    /// A member, whatever it is.
    subscript(key: String) -> JSONValue? { members[key] }

    /// A number in a range.
    func number(_ key: String, _ range: ClosedRange<Double>) throws(FielError) -> Double? {
        guard let value = members[key] else { return nil }
        guard let number = value.number, range.contains(number) else {
            throw wrong(key, "a number in \(range.lowerBound.short)...\(range.upperBound.short)")
        }
        return number
    }

    /// A whole number in a range.
    func integer(_ key: String, _ range: ClosedRange<Int>) throws(FielError) -> Int? {
        guard let value = members[key] else { return nil }
        guard let number = value.number, let integer = Int(exactly: number), range.contains(integer) else {
            throw wrong(key, "a whole number in \(range.lowerBound)...\(range.upperBound)")
        }
        return integer
    }

    /// True or false.
    func flag(_ key: String) throws(FielError) -> Bool? {
        guard let value = members[key] else { return nil }
        guard case .bool(let flag) = value else { throw wrong(key, "true or false") }
        return flag
    }

    /// A string.
    func string(_ key: String) throws(FielError) -> String? {
        guard let value = members[key] else { return nil }
        guard let string = value.string else { throw wrong(key, "a string") }
        return string
    }

    /// A string of a fixed set.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String,
        _: Choice.Type
    ) throws(FielError) -> Choice? where Choice.RawValue == String {
        guard let value = members[key] else { return nil }
        guard let choice = value.string.flatMap(Choice.init(rawValue:)) else {
            throw wrong(key, "one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }

    /// A list of strings; with `orString`, one string stands for a list of one.
    func strings(_ key: String, orString: Bool = false) throws(FielError) -> [String]? {
        guard let value = members[key] else { return nil }
        if orString, let string = value.string { return [string] }
        let strings = value.array?.compactMap(\.string)
        guard let strings, strings.count == value.array?.count else { throw wrong(key, "an array of strings") }
        return strings
    }

    /// The error that a member is not what it should be.
    func wrong(_ key: String, _ expected: String) -> FielError {
        FielError(
            .malformedInput,
            "\(key) of the \(name) is \(members[key]?.excerpt ?? "missing"), expected \(expected)"
        )
    }
}

extension Double {
    /// A whole number without its fraction.
    fileprivate var short: String { Int(exactly: self).map(String.init) ?? description }
}

extension JSONValue {
    /// The value where it is short, else what kind it is.
    fileprivate var excerpt: String {
        switch self {
        case .number(let number): number.short
        case .string(let string): "\"\(string.prefix(40))\""
        case .bool(let flag): flag.description
        default: kind
        }
    }
}
