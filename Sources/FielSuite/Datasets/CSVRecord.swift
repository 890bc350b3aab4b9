import FielCore

/// One record of a CSV file, taken apart line by line.
struct CSVRecord: Sendable {
    /// The fields so far, without their quotes.
    private(set) var fields: [[UInt8]] = []
    /// Whether a quoted field is still open at the end of the last line.
    private(set) var isOpen = false
    /// What breaks the format.
    private(set) var error: FielError?
    /// How many bytes were taken in.
    private(set) var size = 0
    private var field: [UInt8] = []

    /// Whether nothing was taken in.
    var isEmpty: Bool { size == 0 }

    /// Takes in the next line of the record.
    mutating func append(_ line: [UInt8], delimiter: UInt8) {
        size += line.count + 1
        var position = 0
        if isOpen {
            field.append(0x0A)
            position = quoted(line, from: 0, delimiter: delimiter)
        }
        while !isOpen && error == nil && position <= line.count {
            position = nextField(line, from: position, delimiter: delimiter)
        }
    }

    /// Reads the field that begins at `position`; returns where the next one begins, beyond the line's end if none does.
    private mutating func nextField(_ line: [UInt8], from position: Int, delimiter: UInt8) -> Int {
        if position < line.count, line[position] == UInt8(ascii: "\"") {
            return quoted(line, from: position + 1, delimiter: delimiter)
        }
        let end = line[position...].firstIndex(of: delimiter) ?? line.count
        fields.append(Array(line[position..<end]))
        return end + 1
    }

    private mutating func quoted(_ line: [UInt8], from start: Int, delimiter: UInt8) -> Int {
        isOpen = true
        var position = start
        while let quote = line[position...].firstIndex(of: UInt8(ascii: "\"")) {
            field += line[position..<quote]
            position = quote + 1
            guard position < line.count, line[position] == UInt8(ascii: "\"") else {
                return close(line, at: position, delimiter: delimiter)
            }
            field.append(UInt8(ascii: "\""))
            position += 1
        }
        field += line[position...]
        return line.count + 1
    }

    private mutating func close(_ line: [UInt8], at position: Int, delimiter: UInt8) -> Int {
        isOpen = false
        fields.append(field)
        field = []
        if position < line.count && line[position] != delimiter {
            let found = String(decoding: line[position...].prefix(12), as: UTF8.self)
            error = FielError(
                .malformedInput,
                "field \(fields.count) goes on with \"\(found)\" after its closing quote",
                hint: "double the quotes inside a quoted field"
            )
        }
        return position + 1
    }

    /// The delimiter of a header row: the comma, or the semicolon or tab where there is no comma.
    static func delimiter(ofHeader line: [UInt8]) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09]
        return candidates.first { line.contains($0) } ?? candidates[0]
    }
}
