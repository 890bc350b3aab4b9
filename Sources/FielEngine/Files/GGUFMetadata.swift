import FielCore

/// Typed access to the metadata of a GGUF file.
struct GGUFMetadata {
    let path: String
    let values: [String: GGUFValue]

    init(_ gguf: GGUFFile) {
        path = gguf.file.path
        values = gguf.metadata
    }

    func error(_ key: String, _ found: String, expected: String) -> FielError {
        FielError(.malformedModel, "metadata \(key) is \(found), expected \(expected)", at: .init(file: path))
    }

    func integer(_ key: String) throws(FielError) -> Int {
        try required(key, try optionalInteger(key))
    }

    func optionalInteger(_ key: String) throws(FielError) -> Int? {
        try optional(key, "an integer", \.integer)
    }

    func number(_ key: String) throws(FielError) -> Double {
        try required(key, try optionalNumber(key))
    }

    func optionalNumber(_ key: String) throws(FielError) -> Double? {
        try optional(key, "a number", \.number)
    }

    func optionalBool(_ key: String) throws(FielError) -> Bool? {
        try optional(key, "a boolean") { if case .bool(let value) = $0 { value } else { nil } }
    }

    func optionalIntegers(_ key: String) throws(FielError) -> [Int]? {
        try optional(key, "an array of integers") { if case .integers(let values) = $0 { values } else { nil } }
    }

    func optionalNumbers(_ key: String) throws(FielError) -> [Double]? {
        try optional(key, "an array of numbers") { if case .floats(let values) = $0 { values } else { nil } }
    }

    func string(_ key: String) throws(FielError) -> String {
        try required(key, try optionalString(key))
    }

    func optionalString(_ key: String) throws(FielError) -> String? {
        try optional(key, "a string", \.string)
    }

    func strings(_ key: String) throws(FielError) -> [String] {
        try required(key, try optionalStrings(key))
    }

    func optionalStrings(_ key: String) throws(FielError) -> [String]? {
        try optional(key, "an array of strings", \.strings)
    }

    private func optional<T>(_ key: String, _ kind: String, _ read: (GGUFValue) -> T?) throws(FielError) -> T? {
        guard let value = values[key] else { return nil }
        guard let result = read(value) else { throw error(key, "of another kind", expected: kind) }
        return result
    }

    private func required<T>(_ key: String, _ value: T?) throws(FielError) -> T {
        guard let value else { throw FielError(.malformedModel, "has no metadata \(key)", at: .init(file: path)) }
        return value
    }
}
