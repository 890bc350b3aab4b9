import FielCore

/// Reads comma-separated values with a header row, as RFC 4180 defines them.
///
/// Fields in double quotes may hold the delimiter, doubled quotes and line breaks. The delimiter is a comma, or the
/// semicolon or tab that the header has in its place. A quote that is never closed costs one row: reading goes on with
/// the line after the one on which it was opened.
struct CSVReader: RowReader {
    private var lines: LineReader
    private var header: [String]?
    private var delimiter = UInt8(ascii: ",")
    private var record = CSVRecord()
    private var recordStart = 0
    private var pending: [Line] = []
    private var replayed: ArraySlice<Line> = []
    private var lastReplayed = 0

    init(_ lines: LineReader) {
        self.lines = lines
    }

    mutating func next(waits: Bool) throws(FielError) -> DatasetRow? {
        while let line = try nextLine(waits: waits) {
            if record.isEmpty && line.isBlank { continue }
            if record.isEmpty { recordStart = line.number }
            if let error = line.lengthError() ?? sizeError(adding: line) { return failure(error) }
            if header == nil && record.isEmpty { delimiter = CSVRecord.delimiter(ofHeader: line.bytes) }
            pending.append(line)
            record.append(line.bytes, delimiter: delimiter)
            if let error = record.error { return failure(error) }
            if record.isOpen {
                guard replayed.isEmpty && !wasReplayed(line) else { return failure(Self.unclosed) }
                continue
            }
            if let row = try finishRecord() { return row }
        }
        guard record.isOpen && waits else { return nil }
        replayed = pending.dropFirst()
        lastReplayed = pending.last?.number ?? 0
        return failure(Self.unclosed)
    }

    private func wasReplayed(_ line: Line) -> Bool { line.number <= lastReplayed }

    private static let unclosed = FielError(.malformedInput, "a quoted field begins in this row and is never closed")

    private mutating func nextLine(waits: Bool) throws(FielError) -> Line? {
        if let line = replayed.popFirst() { return line }
        return try lines.next(waits: waits)
    }

    private func sizeError(adding line: Line) -> FielError? {
        guard record.size + line.bytes.count > LineReader.defaultLimit else { return nil }
        return FielError(
            .malformedInput,
            "the row has more than \(LineReader.defaultLimit >> 20) MiB; is a quote not closed?"
        )
    }

    private mutating func failure(_ error: FielError) -> DatasetRow {
        defer { clear() }
        return DatasetRow(
            line: recordStart,
            defaultID: "line-\(recordStart)",
            fields: .failure(error),
            holdsOnlyText: true
        )
    }

    private mutating func clear() {
        record = CSVRecord()
        pending = []
    }

    /// The fields of the row as text.
    private func values() -> Result<[String], FielError> {
        var values: [String] = []
        for field in record.fields {
            do {
                values.append(try String(utf8: field))
            } catch {
                let name =
                    header?.dropFirst(values.count).first.map { "\"\($0)\"" } ?? "\(values.count + 1) of the header"
                return .failure(FielError(error.code, "field \(name) \(error.message)", hint: error.hint))
            }
        }
        return .success(values)
    }

    private mutating func finishRecord() throws(FielError) -> DatasetRow? {
        defer { clear() }
        guard let header else {
            // Without the names of its columns nothing of the file can be read.
            let values = try values().get()
            self.header = values
            return nil
        }
        let values: [String]
        switch self.values() {
        case .success(let found): values = found
        case .failure(let error): return failure(error)
        }
        guard values.count == header.count else {
            let message = "the row has \(values.count) fields, the header \(header.count)"
            return failure(FielError(.malformedInput, message))
        }
        let pairs = zip(header, values).map { ($0, $1.isEmpty ? JSONValue.null : .string($1)) }
        return DatasetRow(
            line: recordStart,
            defaultID: "line-\(recordStart)",
            fields: .success(Dictionary(pairs) { $1 }),
            holdsOnlyText: true
        )
    }
}
