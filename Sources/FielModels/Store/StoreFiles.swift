import FielCore
import FielNetwork

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A lock that processes and tasks share, held until it is let go.
final class FileLock {
    private let descriptor: Int32

    /// Waits for the lock.
    init(path: String, isCancelled: () -> Bool) throws(FielError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw StoreFiles.failure("created", path) }
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else { throw StoreFiles.failure("locked", path) }
            guard !isCancelled() else {
                throw FielError(.unavailable, "interrupted while another process fetches \(path)")
            }
            usleep(50_000)
        }
    }

    deinit { close(descriptor) }
}

/// A file that grows.
final class GrowingFile {
    private let descriptor: Int32
    private let path: String

    /// Opens a file behind its last byte; creates it where it is missing.
    init(path: String) throws(FielError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw StoreFiles.failure("created", path) }
    }

    deinit { close(descriptor) }

    /// The bytes there are.
    var size: Int { Int(lseek(descriptor, 0, SEEK_END)) }

    /// Cuts the file to nothing.
    func empty() throws(FielError) {
        guard ftruncate(descriptor, 0) == 0 else { throw StoreFiles.failure("emptied", path) }
    }

    /// Writes bytes at the end.
    func append(_ bytes: ArraySlice<UInt8>) throws(FielError) {
        guard writeAll(bytes, to: descriptor) else { throw StoreFiles.failure("written", path) }
    }

    /// Makes the file, on the disk for good, appear under another name.
    func publish(as target: String) throws(FielError) {
        guard fsync(descriptor) == 0, rename(path, target) == 0 else { throw StoreFiles.failure("written", target) }
    }
}

/// Files of the store.
enum StoreFiles {
    /// The error that a file cannot be read or written, with the system's reason.
    static func failure(_ verb: String, _ path: String) -> FielError {
        let isFull = errno == ENOSPC || errno == EDQUOT
        return FielError(
            .unreadableFile,
            "cannot be \(verb): \(systemError())",
            hint: isFull
                ? "free some space, or set FIEL_CACHE to a folder on another disk"
                : "set FIEL_CACHE to a folder that can be written",
            at: .init(file: path)
        )
    }

    /// Makes the folder of a file.
    static func makeFolder(of path: String) throws(FielError) {
        let folder = URL(filePath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw failure("made", folder.path)
        }
    }

    /// The bytes of a file; nil where there is none.
    static func size(_ path: String) -> Int? {
        var facts = stat()
        return stat(path, &facts) == 0 ? Int(facts.st_size) : nil
    }

    /// The digest of a file.
    static func sha256(_ path: String, progress: (Int) -> Void = { _ in }) throws(FielError) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("opened", path) }
        defer { close(descriptor) }
        var digest = SHA256()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { buffer.deallocate() }
        var done = 0
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw failure("read", path) }
            guard count > 0 else { return digest.hexDigest() }
            digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            done += count
            progress(done)
        }
    }

    /// Throws unless a file has the digest that it must have; the message has both.
    static func check(_ path: String, sha256 expected: String) throws(FielError) {
        let found = try sha256(path)
        guard found == expected.lowercased() else {
            throw FielError(
                .malformedModel,
                "the SHA-256 is \(found), expected \(expected)",
                hint:
                    "delete the file and pull the model again; where that does not help, the file was changed on the way",
                at: .init(file: path)
            )
        }
    }
}
