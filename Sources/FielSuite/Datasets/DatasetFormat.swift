import FielCore

/// How a data set is written.
enum DatasetFormat {
    case lines
    case array
    case csv

    /// Tells the format by the file's name, or else by how it begins; nothing is taken from `lines`.
    init(name: String, lines: inout LineReader, fields: FieldMap) throws(FielError) {
        if try lines.peek(atLeast: 1).prefix(512).contains(0) {
            throw FielError(
                .malformedInput,
                "is binary, expected text",
                hint: "data sets are UTF-8 text: JSON Lines, JSON or CSV",
                at: .init(file: name)
            )
        }
        switch name.split(separator: ".").last?.lowercased() {
        case "jsonl", "ndjson": self = .lines
        case "csv", "tsv": self = .csv
        case "json": self = .array
        default: self = Self.sniffed(try Self.firstLine(of: &lines), fields: fields)
        }
    }

    /// Reads rows that are written so.
    func reader(_ lines: LineReader) -> any RowReader {
        switch self {
        case .lines: JSONLinesReader(lines)
        case .array: JSONArrayReader(lines)
        case .csv: CSVReader(lines)
        }
    }

    /// What stands before the first line break, as far as it is needed; waits for no more than that.
    private static func firstLine(of lines: inout LineReader) throws(FielError) -> ArraySlice<UInt8> {
        var length = 1
        while true {
            let bytes = try lines.peek(atLeast: length)
            let text = bytes.drop { $0 <= 0x20 }
            if let end = text.firstIndex(of: 0x0A) { return text[..<end] }
            let decides = text.first == UInt8(ascii: "{") || text.first == UInt8(ascii: "[")
            if decides || bytes.count < length || bytes.count > 1 << 16 { return text }
            length = bytes.count + 1
        }
    }

    private static func sniffed(_ line: ArraySlice<UInt8>, fields: FieldMap) -> DatasetFormat {
        if line.first == UInt8(ascii: "[") { return .array }
        if line.first == UInt8(ascii: "{") { return .lines }
        var record = CSVRecord()
        let trimmed = Array(line.last == 0x0D ? line.dropLast() : line)
        record.append(trimmed, delimiter: CSVRecord.delimiter(ofHeader: trimmed))
        let names = record.fields.map { String(decoding: $0, as: UTF8.self) }
        return fields.recognisesAnswer(in: names) ? .csv : .lines
    }
}
