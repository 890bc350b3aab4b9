import FielCore

/// Holds a value against a shape and collects what is wrong, with the line and the path of each place.
struct SuiteChecker {
    private let file: String
    private let parser: JSONParser
    private(set) var problems: [FielError] = []

    /// - Parameter parser: has read the file.
    init(file: String, parser: JSONParser) { (self.file, self.parser) = (file, parser) }

    /// Notes a problem.
    ///
    /// - Parameter path: the place of the value, such as `configurations[0].topK`; empty for the whole file.
    mutating func report(_ path: String, _ message: String, hint: String? = nil) {
        let line = parser.places[path].map { parser.line(of: $0) } ?? 1
        let text = path.isEmpty ? message : "\(path) \(message)"
        problems.append(FielError(.invalidArgument, text, hint: hint, at: .init(file: file, line: line)))
    }

    /// Checks a value and everything within it.
    mutating func check(_ value: JSONValue, _ shape: SuiteShape, at path: String = "") {
        switch shape {
        case .either(let shapes):
            guard let fitting = shapes.first(where: { $0.isKind(of: value) }) else {
                return mismatch(value, shape, path)
            }
            check(value, fitting, at: path)
        case .object(let members):
            guard let object = value.object else { return mismatch(value, shape, path) }
            check(object, members, at: path)
        case .list(let element):
            guard let elements = value.array, !elements.isEmpty else { return mismatch(value, shape, path) }
            for (place, value) in elements.enumerated() { check(value, element, at: "\(path)[\(place)]") }
        case .choice(let names):
            guard value.string.map(names.contains) != true else { return }
            let nearest = value.string.flatMap { NearestName.find($0, among: names) }
            mismatch(value, shape, path, hint: nearest.map { "did you mean \($0)?" })
        case .text, .number, .whole, .flag:
            if !shape.holds(value) { mismatch(value, shape, path) }
        }
    }

    private mutating func check(_ object: [String: JSONValue], _ members: [SuiteShape.Member], at path: String) {
        let inner = { (name: String) in path.isEmpty ? name : "\(path).\(name)" }
        for name in object.keys.sorted() {
            guard let value = object[name] else { continue }
            guard let member = members.first(where: { $0.name == name }) else {
                let names = members.map(\.name)
                let nearest =
                    NearestName.find(name, among: names) ?? names.first { $0.lowercased() == name.lowercased() }
                let hint = nearest.map { "did you mean \($0)?" } ?? "known are \(names.joined(separator: ", "))"
                report(inner(name), "is unknown", hint: hint)
                continue
            }
            check(value, member.shape, at: inner(name))
        }
        for member in members where member.isNeeded && object[member.name] == nil {
            report(path, "has no \(member.name)")
        }
    }

    private mutating func mismatch(_ value: JSONValue, _ shape: SuiteShape, _ path: String, hint: String? = nil) {
        let found = value.array?.isEmpty == true ? "an empty array" : "\(value.kind) (\(value.excerpt))"
        report(path, "is \(found), expected \(shape.expectation)", hint: hint)
    }
}

extension SuiteShape {
    /// Whether a value is of the kind of JSON value that the shape wants.
    fileprivate func isKind(of value: JSONValue) -> Bool {
        switch (self, value) {
        case (.text, .string), (.choice, .string), (.number, .number), (.whole, .number), (.flag, .bool),
            (.list, .array), (.object, .object):
            true
        case (.either(let shapes), _): shapes.contains { $0.isKind(of: value) }
        default: false
        }
    }

    /// Whether a value without parts is what the shape wants.
    fileprivate func holds(_ value: JSONValue) -> Bool {
        switch (self, value) {
        case (.text, .string(let text)): !text.isEmpty
        case (.number(let range, let isOpen), .number(let number)):
            range.contains(number) && !(isOpen && number == range.lowerBound)
        case (.whole(let range), .number(let number)): Int(exactly: number).map(range.contains) ?? false
        case (.flag, .bool): true
        default: false
        }
    }
}
