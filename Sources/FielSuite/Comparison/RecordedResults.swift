public import FielCore

/// What `fiel score --out` or `fiel run` wrote, read back.
public struct RecordedResults: Sendable {
    /// The path as the user gave it.
    public let path: String
    /// The rows in order; of samples with one name, each name but the first has ` (2)`, ` (3)` … after it.
    public let rows: [ResultRecord]
    /// The line of the file on which each row stands, from 1.
    public let lines: [Int]
    /// The lines that stand for input that could not be scored.
    public let failed: [Failure]
    /// How many lines stand for input that could not be scored.
    public var failures: Int { failed.count }

    /// Input that could not be scored.
    public struct Failure: Error, Sendable, Hashable {
        /// The name that it gave itself, where it had one.
        public var id: String?
        /// What was wrong with it; its location is the line of the data set.
        public var error: FielError
    }

    /// Reads results line by line.
    ///
    /// - Parameter keepsContexts: whether the texts of the passages, which take most of the room, are kept.
    /// - Throws: `FielError` with code `invalidArgument` for a line that is no result, with its number and what is wrong.
    public init(_ source: any ByteSource, keepsContexts: Bool = true) throws(FielError) {
        path = source.name
        var reader = LineReader(source)
        var rows: [ResultRecord] = []
        var lines: [Int] = []
        var failed: [Failure] = []
        var seen: [Key: Int] = [:]
        while let line = try reader.next() {
            guard !line.isBlank else { continue }
            var row: ResultRecord
            switch try Self.row(line, of: source.name) {
            case .success(let found): row = found
            case .failure(let failure):
                failed.append(failure)
                continue
            }
            if !keepsContexts { row.sample.contexts = [] }
            let key = Key(id: row.id, configuration: row.configuration)
            seen[key, default: 0] += 1
            if let count = seen[key], count > 1 { row.sample.id += " (\(count))" }
            rows.append(row)
            lines.append(line.number)
        }
        self.rows = rows
        self.lines = lines
        self.failed = failed
    }

    /// The configurations that rows name, in the order in which they come; nil for rows that name none.
    public var configurations: [String?] {
        var seen: Set<String?> = []
        return rows.map(\.configuration).filter { seen.insert($0).inserted }
    }

    /// The rows of one configuration, and none of the failures.
    public func only(_ configuration: String?) -> RecordedResults {
        let kept = rows.indices.filter { rows[$0].configuration == configuration }
        let name = configuration.map { "\(path) [\($0)]" } ?? path
        return RecordedResults(path: name, rows: kept.map { rows[$0] }, lines: kept.map { lines[$0] })
    }

    private init(path: String, rows: [ResultRecord], lines: [Int]) {
        (self.path, self.rows, self.lines, failed) = (path, rows, lines, [])
    }

    private struct Key: Hashable {
        var id: String
        var configuration: String?
    }

    private static func row(_ line: Line, of path: String) throws(FielError) -> Result<ResultRecord, Failure> {
        do throws(FielError) {
            let members = try line.object.get()
            guard let error = members["error"] else { return .success(try ResultRecord(members)) }
            return .failure(Failure(id: members["id"]?.string, error: Self.error(error.object ?? [:])))
        } catch {
            throw FielError(
                .invalidArgument,
                error.message,
                hint: "results are what fiel score --out writes",
                at: .init(file: path, line: line.number)
            )
        }
    }

    /// The error that a line tells of, as `ResultLine` wrote it.
    private static func error(_ members: [String: JSONValue]) -> FielError {
        FielError(
            .malformedInput,
            members["message"]?.string ?? "could not be scored",
            at: members["line"]?.number.flatMap(Int.init(exactly:)).flatMap { $0 > 0 ? .init(file: "", line: $0) : nil }
        )
    }
}
