public import FielCore

/// What `fiel score --out` wrote, read back for comparison.
public struct RecordedResults: Sendable {
    /// One sample's results.
    public struct Row: Sendable {
        /// The sample's name.
        public var id: String
        /// The value of each metric that was scored.
        public var values: [String: Double]
        /// The claims of the answer with their verdicts, in order.
        public var claims: [(verdict: String, text: String)]
    }

    /// The path as the user gave it.
    public let path: String
    /// The rows in order; of samples with one name, each name but the first has ` (2)`, ` (3)` … after it.
    public let rows: [Row]
    /// How many lines stand for input that could not be scored.
    public let failures: Int

    /// Reads results line by line.
    ///
    /// - Throws: `FielError` with code `invalidArgument` for a line that is no result, with its number and what is wrong.
    public init(_ source: any ByteSource) throws(FielError) {
        path = source.name
        var reader = LineReader(source)
        var rows: [Row] = []
        var failures = 0
        var seen: [String: Int] = [:]
        while let line = try reader.next() {
            guard !line.isBlank else { continue }
            guard var row = try Self.row(line, of: source.name) else {
                failures += 1
                continue
            }
            seen[row.id, default: 0] += 1
            if let count = seen[row.id], count > 1 { row.id += " (\(count))" }
            rows.append(row)
        }
        self.rows = rows
        self.failures = failures
    }

    private static func row(_ line: Line, of path: String) throws(FielError) -> Row? {
        func wrong(_ message: String) -> FielError {
            FielError(
                .invalidArgument,
                message,
                hint: "compare reads what fiel score --out writes",
                at: .init(file: path, line: line.number)
            )
        }
        guard line.excess == nil else { throw wrong("the line is too long") }
        let value: JSONValue
        do { value = try JSONValue(parsing: line.bytes) } catch { throw wrong(error.message) }
        guard let members = value.object else { throw wrong("is \(value.kind), expected an object") }
        if members["error"] != nil { return nil }
        guard let id = members["id"]?.string else { throw wrong("has no \"id\" that is a string") }
        guard let metrics = members["metrics"]?.object else { throw wrong("has no \"metrics\" that is an object") }
        var values: [String: Double] = [:]
        for (name, outcome) in metrics {
            guard outcome.object?["status"]?.string == "scored" else { continue }
            guard let number = outcome.object?["value"]?.number else {
                throw wrong("metric \(name.debugDescription) is scored and has no number as its value")
            }
            values[name] = number
        }
        let claims = (members["claims"]?.array ?? []).compactMap { claim -> (verdict: String, text: String)? in
            guard let text = claim.object?["text"]?.string, let verdict = claim.object?["verdict"]?.string else {
                return nil
            }
            return (verdict, text)
        }
        return Row(id: id, values: values, claims: claims)
    }
}
