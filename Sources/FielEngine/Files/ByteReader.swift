import FielCore

/// Reads little-endian values one after the other and never past the end.
struct ByteReader {
    let file: MappedFile
    /// Where the next value starts.
    private(set) var position: Int
    private let end: Int

    /// Reads the whole file from its start.
    init(_ file: MappedFile) {
        self.file = file
        position = 0
        end = file.count
    }

    /// The bytes that are left.
    var remaining: Int { end - position }

    /// An error about this file.
    func malformed(_ message: String) -> FielError {
        FielError(.malformedModel, message, at: .init(file: file.path))
    }

    /// An error about something legal in this file that Fiel cannot use.
    func unsupported(_ message: String) -> FielError {
        FielError(.unsupported, "\(message) is not supported", at: .init(file: file.path))
    }

    /// Reads a fixed-width integer.
    ///
    /// - Parameter what: the name of the field, for the message.
    mutating func integer<T: FixedWidthInteger>(_ type: T.Type, _ what: @autoclosure () -> String) throws(FielError)
        -> T
    {
        let size = MemoryLayout<T>.size
        guard remaining >= size else {
            throw malformed("\(what()) at byte \(position) is cut off: \(remaining) bytes left, \(size) needed")
        }
        defer { position += size }
        return T(littleEndian: file.bytes.loadUnaligned(fromByteOffset: position, as: T.self))
    }

    /// Reads a 64-bit count of things that take at least `bytesEach` bytes of this file.
    mutating func count(_ what: @autoclosure () -> String, bytesEach: Int) throws(FielError) -> Int {
        let value = try integer(UInt64.self, what())
        guard value <= UInt64(remaining / max(1, bytesEach)) else {
            throw malformed("\(what()) is \(value), but only \(remaining) bytes are left in the file")
        }
        return Int(value)
    }

    /// Reads a string with its 64-bit length before it.
    mutating func string(_ what: @autoclosure () -> String, atMost limit: Int = .max) throws(FielError) -> String {
        let length = try count("the length of \(what())", bytesEach: 1)
        guard length <= limit else {
            throw malformed("\(what()) is \(length) bytes long, at most \(limit) are allowed")
        }
        defer { position += length }
        return String(decoding: file.bytes[position..<position + length], as: UTF8.self)
    }
}
