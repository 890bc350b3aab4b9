public import FielCore

/// What `fiel score --out` or `fiel run` wrote, read back.
public struct RecordedResults: Sendable {
    /// The path as the user gave it.
    public let path: String
    /// The rows in order; of samples with one name, each name but the first has ` (2)`, ` (3)` … after it.
    public let rows: [ResultRecord]
    /// How many lines stand for input that could not be scored.
    public let failures: Int

    /// Reads results line by line.
    ///
    /// - Parameter keepsContexts: whether the texts of the passages, which take most of the room, are kept.
    /// - Throws: `FielError` with code `invalidArgument` for a line that is no result, with its number and what is wrong.
    public init(_ source: any ByteSource, keepsContexts: Bool = true) throws(FielError) {
        path = source.name
        var reader = LineReader(source)
        var rows: [ResultRecord] = []
        var failures = 0
        var seen: [Key: Int] = [:]
        while let line = try reader.next() {
            guard !line.isBlank else { continue }
            guard var row = try Self.row(line, of: source.name) else {
                failures += 1
                continue
            }
            if !keepsContexts { row.sample.contexts = [] }
            let key = Key(id: row.id, configuration: row.configuration)
            seen[key, default: 0] += 1
            if let count = seen[key], count > 1 { row.sample.id += " (\(count))" }
            rows.append(row)
        }
        self.rows = rows
        self.failures = failures
    }

    /// The versions of a metric that the rows were scored with, in order.
    public func versions(of metric: String) -> [Int] {
        Set(rows.compactMap { $0.value(of: metric) == nil ? nil : $0.versions[metric] }).sorted()
    }

    private struct Key: Hashable {
        var id: String
        var configuration: String?
    }

    private static func row(_ line: Line, of path: String) throws(FielError) -> ResultRecord? {
        do throws(FielError) {
            let members = try line.object.get()
            return members["error"] == nil ? try ResultRecord(members) : nil
        } catch {
            throw FielError(
                .invalidArgument,
                error.message,
                hint: "results are what fiel score --out writes",
                at: .init(file: path, line: line.number)
            )
        }
    }
}
