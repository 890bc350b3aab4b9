public import FielCore

/// One line of a text file.
public struct Line: Sendable, Hashable {
    /// The number of the line, from 1.
    public var number: Int
    /// The bytes without the line break; empty where the line was too long to keep.
    public var bytes: [UInt8]
    /// The length of a line that was too long to keep; nil for every other line.
    public var excess: Int?

    /// Whether there is nothing but white space.
    public var isBlank: Bool { excess == nil && bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }
}

/// Reads lines as they arrive, in memory bounded by the longest line that is kept.
///
/// A line ends with LF or CRLF, the last one also with the file. A UTF-8 byte order mark at the start is dropped. A line
/// beyond the limit is read past and reported by its length.
public struct LineReader: Sendable {
    /// The longest line that is kept, in bytes, unless another limit is given: 64 MiB.
    public static let defaultLimit = 64 << 20

    /// The name of the source for messages.
    public var name: String { source.name }
    /// How many bytes have been read from the source.
    public private(set) var bytesRead = 0

    private let source: any ByteSource
    private let limit: Int
    private var buffer: [UInt8] = []
    private var start = 0
    private var scanned = 0
    private var skipped = 0
    private var number = 0
    private var isAtEnd = false

    /// Starts at the beginning of a source.
    public init(_ source: any ByteSource, limit: Int = LineReader.defaultLimit) {
        self.source = source
        self.limit = limit
    }

    /// The next line.
    ///
    /// - Parameter waits: whether to wait for a line that has not arrived as a whole.
    /// - Returns: nil at the end and, without waiting, where the next line is not there yet.
    /// - Throws: `FielError` where the source cannot be read.
    public mutating func next(waits: Bool = true) throws(FielError) -> Line? {
        while true {
            if let line = takeLine() { return line }
            guard !isAtEnd else { return takeRest() }
            guard waits || source.isReady else { return nil }
            try fill()
        }
    }

    /// What has arrived and was not taken, at least `count` bytes unless the end is nearer; nothing is taken.
    mutating func peek(atLeast count: Int) throws(FielError) -> ArraySlice<UInt8> {
        while buffer.count - start < count && !isAtEnd { try fill() }
        return buffer[start...]
    }

    /// All bytes that are left.
    ///
    /// - Throws: `FielError` where there are more than `limit` bytes, or the source cannot be read.
    public mutating func rest(limit: Int) throws(FielError) -> [UInt8] {
        while !isAtEnd {
            guard buffer.count - start <= limit else {
                throw FielError(
                    .malformedInput,
                    "holds one JSON value of more than \(limit >> 20) MiB",
                    hint: "write one JSON object a line (JSONL), which is read line by line",
                    at: .init(file: name)
                )
            }
            try fill()
        }
        defer { start = buffer.count }
        return Array(buffer[start...])
    }

    private mutating func fill() throws(FielError) {
        let isFirst = bytesRead == 0
        let bytes = try source.read(atMost: 1 << 18)
        isAtEnd = bytes.isEmpty
        bytesRead += bytes.count
        discardTaken()
        buffer += bytes
        if isFirst { try dropByteOrderMark() }
    }

    private mutating func dropByteOrderMark() throws(FielError) {
        while buffer.count < 3 && buffer.elementsEqual([0xEF, 0xBB, 0xBF].prefix(buffer.count)) && !isAtEnd {
            let bytes = try source.read(atMost: 1 << 18)
            isAtEnd = bytes.isEmpty
            bytesRead += bytes.count
            buffer += bytes
        }
        if buffer.starts(with: [0xEF, 0xBB, 0xBF]) {
            start = 3
            scanned = 3
        }
    }

    private mutating func discardTaken() {
        if scanned - start > limit {
            skipped += scanned - start
            start = scanned
        }
        buffer.removeFirst(start)
        scanned -= start
        start = 0
    }

    private mutating func takeLine() -> Line? {
        guard let end = buffer[scanned...].firstIndex(of: 0x0A) else {
            scanned = buffer.count
            return nil
        }
        return take(upTo: end, next: end + 1)
    }

    private mutating func takeRest() -> Line? {
        guard start < buffer.count || skipped > 0 else { return nil }
        return take(upTo: buffer.count, next: buffer.count)
    }

    private mutating func take(upTo end: Int, next: Int) -> Line {
        defer {
            start = next
            scanned = next
            skipped = 0
        }
        number += 1
        let length = skipped + end - start
        guard length <= limit else { return Line(number: number, bytes: [], excess: length) }
        let hasReturn = end > start && buffer[end - 1] == 0x0D
        return Line(number: number, bytes: Array(buffer[start..<(hasReturn ? end - 1 : end)]), excess: nil)
    }
}

extension LineReader {
    /// How many lines a regular file has; nil where it is none or cannot be read.
    public static func count(_ path: String) -> Int? {
        guard let source = try? FileSource(path: path), source.size != nil else { return nil }
        var lines = 0
        while let bytes = try? source.read(atMost: 1 << 20), !bytes.isEmpty { lines += bytes.count { $0 == 0x0A } }
        return lines
    }
}

extension Line {
    /// The error that a line is too long to keep, where it is.
    func lengthError(limit: Int = LineReader.defaultLimit) -> FielError? {
        excess.map { excess in
            FielError(.malformedInput, "the line has \(excess) bytes, the limit is \(limit >> 20) MiB")
        }
    }
}
