import FielCore

/// The members of an object in a results file, each read as what it must be.
struct RecordFields {
    private let fields: [String: JSONValue]
    private let path: String

    /// - Parameter path: the name of the object within its line; empty for the line itself.
    init(_ fields: [String: JSONValue], of path: String = "") {
        (self.fields, self.path) = (fields, path)
    }

    /// The name of a member within its line.
    func name(_ field: String) -> String { path.isEmpty ? field : "\(path).\(field)" }

    func wrong(_ field: String, _ problem: String) -> FielError {
        FielError(.malformedInput, "field \"\(name(field))\" \(problem)")
    }

    /// A member that may be missing or null.
    private func optional<T>(
        _ field: String,
        _ expected: String,
        _ read: (JSONValue) -> T?
    ) throws(FielError) -> T? {
        guard let value = fields[field], value != .null else { return nil }
        guard let found = read(value) else {
            throw wrong(field, "is \(value.kind) (\(value.excerpt)), expected \(expected)")
        }
        return found
    }

    private func needed<T>(_ field: String, _ value: T?) throws(FielError) -> T {
        guard let value else { throw wrong(field, "is missing") }
        return value
    }

    func optionalString(_ field: String) throws(FielError) -> String? {
        try optional(field, "a string", \.string)
    }

    func string(_ field: String) throws(FielError) -> String { try needed(field, optionalString(field)) }

    /// A text or a number that names something; an empty text names nothing.
    func optionalName(_ field: String) throws(FielError) -> String? {
        try optional(field, "a string or a number", \.name).flatMap { $0.isEmpty ? nil : $0 }
    }

    func optionalNumber(_ field: String) throws(FielError) -> Double? {
        try optional(field, "a finite number") { $0.number.flatMap { $0.isFinite ? $0 : nil } }
    }

    func number(_ field: String) throws(FielError) -> Double { try needed(field, optionalNumber(field)) }

    func optionalWhole(_ field: String) throws(FielError) -> Int? {
        try optional(field, "a whole number of at least 0", Self.whole)
    }

    func whole(_ field: String) throws(FielError) -> Int { try needed(field, optionalWhole(field)) }

    private static func whole(_ value: JSONValue) -> Int? {
        value.number.flatMap(Int.init(exactly:)).flatMap { $0 >= 0 ? $0 : nil }
    }

    func optionalRange(_ field: String) throws(FielError) -> Range<Int>? {
        try optional(field, "two whole numbers in order") { value in
            guard let ends = value.array?.compactMap(Self.whole), ends.count == 2, value.array?.count == 2,
                ends[0] <= ends[1]
            else { return nil }
            return ends[0]..<ends[1]
        }
    }

    func range(_ field: String) throws(FielError) -> Range<Int> { try needed(field, optionalRange(field)) }

    func optionalObject(_ field: String) throws(FielError) -> [String: JSONValue]? {
        try optional(field, "an object", \.object)
    }

    func object(_ field: String) throws(FielError) -> RecordFields {
        RecordFields(try needed(field, optionalObject(field)), of: name(field))
    }

    /// The members as objects, by their names in order.
    func members() throws(FielError) -> [(String, RecordFields)] {
        var members: [(String, RecordFields)] = []
        for field in fields.keys.sorted() { members.append((field, try object(field))) }
        return members
    }

    /// The objects of a list; none where it is missing.
    func objects(_ field: String) throws(FielError) -> [RecordFields] {
        let list = try optional(field, "an array", \.array) ?? []
        var objects: [RecordFields] = []
        for (place, element) in list.enumerated() {
            guard let members = element.object else {
                throw wrong("\(field)[\(place)]", "is \(element.kind) (\(element.excerpt)), expected an object")
            }
            objects.append(RecordFields(members, of: name("\(field)[\(place)]")))
        }
        return objects
    }

    /// The strings of a list; none where it is missing.
    func strings(_ field: String) throws(FielError) -> [String] {
        try optional(field, "an array of strings") { value in
            let strings = value.array?.compactMap(\.string)
            return strings?.count == value.array?.count ? strings : nil
        } ?? []
    }
}
