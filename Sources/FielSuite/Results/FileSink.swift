public import FielCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Writes to an open file, pipe or terminal, without a buffer of its own.
public struct FileSink: ByteSink {
    /// Standard output.
    public static let standardOutput = FileSink(descriptor: STDOUT_FILENO, name: "standard output")
    /// Standard error.
    public static let standardError = FileSink(descriptor: STDERR_FILENO, name: "standard error")

    let descriptor: Int32
    let name: String

    /// Writes all of the bytes.
    ///
    /// - Throws: `FielError` with code `unreadableFile`; its message is `FileSink.closedPipe` where nobody reads any more.
    public func write(_ bytes: [UInt8]) throws(FielError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Self.writeBytes(descriptor, UnsafeRawBufferPointer(rebasing: buffer[written...]))
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else {
                let reason = errno == EPIPE ? Self.closedPipe : "cannot be written: \(String(cString: strerror(errno)))"
                throw FielError(.unreadableFile, reason, at: .init(file: name))
            }
            written += count
        }
    }

    /// Adds bytes to the end of a file, which is made where there is none.
    public static func append(_ bytes: [UInt8], to path: String) throws(FielError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw FielError(
                .unreadableFile,
                "cannot be written: \(String(cString: strerror(errno)))",
                at: .init(file: path)
            )
        }
        defer { close(descriptor) }
        try FileSink(descriptor: descriptor, name: path).write(bytes)
    }

    /// The message of the error that the reader of a pipe has gone.
    public static let closedPipe = "nobody reads it any more"

    private static func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
        Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
        Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Darwin)
        Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }
}

/// A file that appears under its name only when it is complete.
///
/// Until `commit` the bytes stand in a file beside it, named after it with `.part` at the end. Lines are written whole, so
/// that a run that is killed leaves a `.part` file of whole lines.
public final class ResultFile: ByteSink {
    private let path: String
    private let sink: FileSink

    /// The name under which the bytes stand until `commit`.
    public var partialPath: String { path + ".part" }

    /// Creates the partial file, or empties it.
    ///
    /// - Throws: `FielError` with code `unreadableFile` where it cannot be created.
    public convenience init(path: String) throws(FielError) { try self.init(path: path, empties: true) }

    private init(path: String, empties: Bool) throws(FielError) {
        self.path = path
        for path in [path, path + ".part"] { try Self.requirePlainFile(path) }
        let flags = O_WRONLY | O_CREAT | (empties ? O_TRUNC : 0) | O_APPEND | O_CLOEXEC
        let descriptor = open(path + ".part", flags, 0o644)
        guard descriptor >= 0 else { throw Self.uncreatable(path) }
        sink = FileSink(descriptor: descriptor, name: path)
    }

    /// Writes a file at once; where that fails, what stood under its name stays.
    ///
    /// - Throws: `FielError` with code `unreadableFile` where it cannot be written.
    public static func replace(_ path: String, with bytes: [UInt8]) throws(FielError) {
        let file = try ResultFile(path: path)
        do throws(FielError) {
            try file.write(bytes)
            try file.commit()
        } catch {
            file.discard()
            throw error
        }
    }

    /// Whether two paths lead to one file that exists.
    static func isSame(_ first: String, _ second: String) -> Bool {
        if first == second { return true }
        var (one, other) = (stat(), stat())
        guard stat(first, &one) == 0, stat(second, &other) == 0 else { return false }
        return one.st_dev == other.st_dev && one.st_ino == other.st_ino
    }

    /// Creates the partial file, or goes on with it.
    ///
    /// - Parameter lines: what an earlier process wrote and stays; anything else in the file is cut off.
    /// - Throws: `FielError` with code `unreadableFile` where it cannot be written.
    public convenience init(path: String, keeping lines: [UInt8]) throws(FielError) {
        let partial = path + ".part"
        // What stays is never away: a process that is killed here leaves the lines in one file or the other.
        if !lines.isEmpty {
            let copy = try ResultFile(path: partial)
            try copy.write(lines)
            try copy.commit()
        }
        try self.init(path: path, empties: lines.isEmpty)
    }

    /// Finds out before any work is done whether a file can take a name; what stands there and beside it stays.
    ///
    /// - Parameter inputs: files that are read, which neither it nor its partial file may replace.
    /// - Throws: `FielError` with code `invalidArgument` for one of the inputs, `-` or no name, `unreadableFile` where the file
    ///   cannot be made.
    public static func check(_ path: String, keeping inputs: [String]) throws(FielError) {
        guard path != "-", !path.isEmpty else {
            throw FielError(.invalidArgument, "the output is \"\(path)\", expected the path of a file")
        }
        for written in [path, path + ".part"] {
            guard !inputs.contains(where: { $0 != "-" && isSame($0, written) }) else {
                throw FielError(.invalidArgument, "is read, and the output would replace it", at: .init(file: written))
            }
            try requirePlainFile(written)
        }
        try requireWritable(path)
    }

    /// Whether the partial file can be written: one that is there, which may hold the lines of an earlier run, is not touched.
    private static func requireWritable(_ path: String) throws(FielError) {
        let partial = path + ".part"
        let made = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        if made >= 0 { unlink(partial) }
        let descriptor = made < 0 && errno == EEXIST ? open(partial, O_WRONLY | O_APPEND | O_CLOEXEC) : made
        guard descriptor >= 0 else { throw uncreatable(path) }
        close(descriptor)
    }

    private static func uncreatable(_ path: String) -> FielError {
        FielError(.unreadableFile, "cannot be created: \(String(cString: strerror(errno)))", at: .init(file: path))
    }

    /// A folder or a device cannot be replaced by a file.
    private static func requirePlainFile(_ path: String) throws(FielError) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return }
        throw FielError(.unreadableFile, "cannot be replaced: it is not a plain file", at: .init(file: path))
    }

    deinit {
        close(sink.descriptor)
    }

    /// Appends whole lines.
    public func write(_ bytes: [UInt8]) throws(FielError) { try sink.write(bytes) }

    /// Gives the partial file up; what stood under its name before stays.
    public func discard() { unlink(partialPath) }

    /// Makes the file appear under its name.
    public func commit() throws(FielError) {
        guard fsync(sink.descriptor) == 0 || errno == EINVAL, rename(partialPath, path) == 0 else {
            throw FielError(
                .unreadableFile,
                "cannot be written: \(String(cString: strerror(errno)))",
                at: .init(file: path)
            )
        }
    }
}
