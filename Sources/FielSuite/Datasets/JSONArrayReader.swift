import FielCore

/// Reads a file that is one JSON value: an array of objects, an object that holds such an array, or a single object.
///
/// A file that turns out to hold one object after the other is read as JSON Lines.
struct JSONArrayReader: RowReader {
    /// The largest file that is read, which is held in memory as a whole: 1 GiB.
    static let sizeLimit = 1 << 30
    /// The members that hold the samples, where the file is an object.
    static let wrappers = ["samples", "data", "examples", "test_cases", "testCases", "rows", "results"]

    private var source: LineReader
    private var state = State.unread
    private var count = 0

    private enum State {
        case unread
        case elements(JSONParser, bytes: [UInt8], lineStart: Int, line: Int)
        case ready([JSONValue], line: Int)
        case lines(JSONLinesReader)
        case finished
    }

    init(_ source: LineReader) {
        self.source = source
    }

    mutating func next(waits: Bool) throws(FielError) -> DatasetRow? {
        if case .unread = state { try open() }
        switch state {
        case .elements(let parser, let bytes, let counted, let line):
            return nextElement(parser, bytes, counted: counted, line: line)
        case .ready(let values, let line):
            guard count < values.count else { return nil }
            count += 1
            return row(.success(values[count - 1]), line: line)
        case .lines(var lines):
            defer { state = .lines(lines) }
            return try lines.next(waits: waits)
        case .unread, .finished:
            return nil
        }
    }

    private mutating func open() throws(FielError) {
        let bytes = try source.rest(limit: Self.sizeLimit)
        var parser = JSONParser(bytes)
        guard parser.peek() != nil else {
            state = .finished
            return
        }
        if parser.take(UInt8(ascii: "[")) {
            state = parser.take(UInt8(ascii: "]")) ? .finished : .elements(parser, bytes: bytes, lineStart: 0, line: 1)
            return
        }
        guard let value = try? parser.value(), parser.peek() == nil else {
            state = .lines(JSONLinesReader(LineReader(MemorySource(bytes, name: source.name))))
            return
        }
        let wrapped = Self.wrappers.lazy.compactMap { value.object?[$0]?.array }.first
        state = .ready(wrapped ?? [value], line: 1)
    }

    private mutating func nextElement(_ old: JSONParser, _ bytes: [UInt8], counted: Int, line: Int) -> DatasetRow {
        var parser = old
        _ = parser.peek()
        let start = parser.position
        let here = line + bytes[counted..<start].count { $0 == 0x0A }
        count += 1
        do throws(FielError) {
            let value = try parser.value()
            if parser.take(UInt8(ascii: ",")) {
                state = .elements(parser, bytes: bytes, lineStart: start, line: here)
            } else {
                guard parser.take(UInt8(ascii: "]")), parser.peek() == nil else {
                    throw parser.unexpected(expected: "a comma or the end of the array")
                }
                state = .finished
            }
            return row(.success(value), line: here)
        } catch {
            // What follows a syntax error in an array cannot be told apart any more.
            state = .finished
            let line = here + bytes[start..<min(bytes.count, parser.position)].count { $0 == 0x0A }
            let lost = FielError(
                error.code,
                "\(error.message); the samples from here on are not read",
                hint: error.hint
            )
            return row(.failure(lost), line: line)
        }
    }

    private func row(_ value: Result<JSONValue, FielError>, line: Int) -> DatasetRow {
        let fields = value.flatMap { value -> Result<[String: JSONValue], FielError> in
            value.object.map { .success($0) }
                ?? .failure(
                    FielError(.malformedInput, "the element is \(value.kind) (\(value.excerpt)), expected an object")
                )
        }
        return DatasetRow(line: line, defaultID: "item-\(count)", fields: fields)
    }
}
