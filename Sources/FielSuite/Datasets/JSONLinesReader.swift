import FielCore

/// Reads JSON Lines: one object a line, blank lines ignored.
struct JSONLinesReader: RowReader {
    private var lines: LineReader

    init(_ lines: LineReader) {
        self.lines = lines
    }

    mutating func next(waits: Bool) throws(FielError) -> DatasetRow? {
        while let line = try lines.next(waits: waits) {
            if !line.isBlank {
                return DatasetRow(line: line.number, defaultID: "line-\(line.number)", fields: line.object)
            }
        }
        return nil
    }
}

extension Line {
    /// The members of the JSON object that the line holds.
    var object: Result<[String: JSONValue], FielError> {
        if let error = lengthError() { return .failure(error) }
        do {
            let value = try JSONValue(parsing: bytes)
            guard let members = value.object else {
                return .failure(
                    FielError(.malformedInput, "the line is \(value.kind) (\(value.excerpt)), expected an object")
                )
            }
            return .success(members)
        } catch {
            return .failure(error)
        }
    }
}
