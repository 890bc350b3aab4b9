public import FielCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The bytes of a file, a pipe or a terminal.
public final class FileSource: ByteSource {
    /// The path as the user gave it, or `-`.
    public let name: String
    /// The size in bytes, where it is known beforehand.
    public let size: Int?
    private let descriptor: Int32
    private let isOwned: Bool
    private let isStopped: @Sendable () -> Bool

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - path: a regular file, a pipe or a device.
    ///   - isStopped: asked while waiting for bytes; true ends the file there.
    /// - Throws: `FielError` with code `unreadableFile` where it is missing, may not be read or is a directory.
    public init(path: String, isStopped: @escaping @Sendable () -> Bool = { false }) throws(FielError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw FielError(
                .unreadableFile,
                "cannot be opened: \(String(cString: strerror(errno)))",
                at: .init(file: path)
            )
        }
        name = path
        isOwned = true
        self.isStopped = isStopped
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            size = nil
            throw FielError(.unreadableFile, "is a directory, expected a file", at: .init(file: path))
        }
        size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    }

    /// Reads standard input, named `-`.
    public init(standardInput isStopped: @escaping @Sendable () -> Bool) {
        name = "-"
        size = nil
        descriptor = STDIN_FILENO
        isOwned = false
        self.isStopped = isStopped
    }

    deinit {
        if isOwned { close(descriptor) }
    }

    /// Whether bytes, or the end, are there already.
    public var isReady: Bool { waits(milliseconds: 0) }

    /// Waits for bytes and reads at most `count` of them; none at the end.
    public func read(atMost count: Int) throws(FielError) -> [UInt8] {
        // In short waits, so that an interrupt ends the wait whichever thread the signal reached.
        while !waits(milliseconds: 100) {
            if isStopped() { return [] }
        }
        if isStopped() { return [] }
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            var got = 0
            repeat { got = Self.readBytes(descriptor, buffer) } while got < 0 && errno == EINTR
            failure = got < 0 ? errno : 0
            filled = max(0, got)
        }
        guard failure == 0 else {
            throw FielError(
                .unreadableFile,
                "cannot be read: \(String(cString: strerror(failure)))",
                at: .init(file: name)
            )
        }
        return bytes
    }

    private static func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        #if canImport(Glibc)
        Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
        Musl.read(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Darwin)
        Darwin.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }

    private func waits(milliseconds: Int32) -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, milliseconds) > 0
    }
}
