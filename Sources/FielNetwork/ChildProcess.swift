package import FielCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A program run with a list of arguments, no shell in between.
///
/// What it reads comes from files without a name, so that neither secrets nor texts stand in its arguments, where every
/// user of the machine could read them. Its error output goes to such a file as well.
package final class ChildProcess {
    private let identifier: pid_t
    private let output: Int32
    private let errors: Int32
    private var status: Int32?

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - arguments: the program, looked for in `PATH`, and its arguments.
    ///   - input: its standard input.
    ///   - attachment: what it finds under `/dev/fd/3`.
    /// - Throws: `FielError` with code `unavailable` where the program is not installed or cannot be started.
    package init(_ arguments: [String], input: [UInt8] = [], attachment: [UInt8] = []) throws(FielError) {
        var descriptors: [Int32] = []
        defer { for descriptor in descriptors { close(descriptor) } }
        descriptors.append(try Self.unnamedFile(input))
        descriptors.append(try Self.unnamedFile(attachment))
        let errors = try Self.unnamedFile([])
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else {
            close(errors)
            throw FielError(.unavailable, "no pipe to \(arguments[0]): \(systemError())")
        }
        output = Self.aboveStandard(ends[0])
        descriptors.append(Self.aboveStandard(ends[1]))
        self.errors = errors
        var child: pid_t = 0
        let failure = Self.spawn(
            &child,
            arguments,
            [descriptors[0], descriptors[2], errors, descriptors[1]]
        )
        identifier = child
        guard failure == 0 else {
            status = 0
            throw FielError(
                .unavailable,
                "\(arguments[0]) cannot be started: \(String(cString: strerror(failure)))",
                hint: failure == ENOENT ? "install \(arguments[0]), or put it on the PATH" : nil
            )
        }
    }

    deinit {
        if status == nil { stop() }
        close(output)
        close(errors)
    }

    /// Reads the next piece of what the program prints.
    ///
    /// - Parameter isCancelled: asked ten times a second; true ends the program.
    /// - Returns: the bytes; empty at the end or after cancellation.
    package func read(isCancelled: () -> Bool = { false }) -> [UInt8] {
        var ready = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        while true {
            if isCancelled() {
                stop()
                return []
            }
            let found = poll(&ready, 1, 100)
            if found > 0 { break }
            if found < 0 && errno != EINTR { return [] }
        }
        return [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
            var got = -1
            repeat { got = readBytes(output, buffer.baseAddress, buffer.count) } while got < 0 && errno == EINTR
            count = max(0, got)
        }
    }

    /// Ends the program at once.
    package func stop() {
        guard status == nil else { return }
        kill(identifier, SIGKILL)
        _ = wait()
    }

    /// Waits for the end of the program.
    ///
    /// - Returns: the exit code, or 128 and the number of the signal that ended it.
    package func wait() -> Int32 {
        if let status { return status }
        var word: Int32 = 0
        while waitpid(identifier, &word, 0) < 0 && errno == EINTR {}
        let signal = word & 0x7F
        let code = signal == 0 ? (word >> 8) & 0xFF : 128 + signal
        status = code
        return code
    }

    /// The last of what the program said on its error output, at most 4,096 bytes of it.
    package func complaint() -> String {
        let length = lseek(errors, 0, SEEK_END)
        lseek(errors, max(0, length - 4096), SEEK_SET)
        let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
            count = max(0, readBytes(errors, buffer.baseAddress, buffer.count))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Starts the program with the four descriptors as its 0 to 3; returns 0 or the error's number.
    private static func spawn(_ child: inout pid_t, _ arguments: [String], _ descriptors: [Int32]) -> Int32 {
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        #else
        var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (target, source) in descriptors.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, source, Int32(target))
        }
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        return posix_spawnp(&child, arguments[0], &actions, nil, &words, environ)
    }

    /// A file that is gone when the last descriptor of it is closed; only this user could open it.
    private static func unnamedFile(_ bytes: [UInt8]) throws(FielError) -> Int32 {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var path = Array("\(folder)/fiel-XXXXXX".utf8CString)
        let descriptor = aboveStandard(mkstemp(&path))
        guard descriptor >= 0 else {
            throw FielError(
                .unreadableFile,
                "no temporary file in \(folder): \(systemError())",
                hint: "set TMPDIR to a folder that can be written"
            )
        }
        unlink(path)
        guard writeAll(bytes[...], to: descriptor), lseek(descriptor, 0, SEEK_SET) == 0 else {
            let reason = systemError()
            close(descriptor)
            throw FielError(.unreadableFile, "a temporary file in \(folder) cannot be written: \(reason)")
        }
        return descriptor
    }

    /// The same file under a number that is none of a child's first, closed when a program is started.
    private static func aboveStandard(_ descriptor: Int32) -> Int32 {
        guard descriptor >= 0 else { return descriptor }
        defer { close(descriptor) }
        return fcntl(descriptor, F_DUPFD_CLOEXEC, 10)
    }
}

/// Writes all of the bytes, and says whether that went well; `errno` has the reason where not.
package func writeAll(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
    }
    return true
}

private func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
