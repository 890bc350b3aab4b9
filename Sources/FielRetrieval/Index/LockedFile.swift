import FielCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file that one process at a time writes to.
final class LockedFile {
    let path: String
    private let descriptor: Int32

    /// Opens a file, creates it where it is missing, and locks it; its bytes stay.
    ///
    /// - Throws: `FielError` with code `unavailable` where another process holds it.
    init(path: String) throws(FielError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure("created", path) }
        // The file may have got another name between being opened and being locked.
        var (opened, named) = (stat(), stat())
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &opened) == 0, stat(path, &named) == 0,
            opened.st_ino == named.st_ino
        else {
            close(descriptor)
            throw FielError(
                .unavailable,
                "another process is writing it",
                hint: "wait until it has ended",
                at: .init(file: path)
            )
        }
    }

    deinit { close(descriptor) }

    /// Cuts the file to a number of bytes; what is written next follows them.
    func cut(to count: Int) throws(FielError) {
        guard ftruncate(descriptor, off_t(count)) == 0, lseek(descriptor, off_t(count), SEEK_SET) >= 0 else {
            throw Self.failure("cut", path)
        }
    }

    /// Writes bytes after those written before.
    func append(_ bytes: [UInt8]) throws(FielError) {
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + start }, $0.count - start) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure("written", path) }
            start += count
        }
    }

    /// Makes the file, on the disk for good, appear under another name.
    func publish(as target: String) throws(FielError) {
        guard fsync(descriptor) == 0, rename(path, target) == 0 else { throw Self.failure("written", target) }
        let folder = open(Self.folder(of: target), O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)  // some file systems refuse it for folders; the rename stands all the same
        close(folder)
    }

    /// Removes the file.
    func remove() { unlink(path) }

    private static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func failure(_ verb: String, _ path: String) -> FielError {
        FielError(.unreadableFile, "cannot be \(verb): \(String(cString: strerror(errno)))", at: .init(file: path))
    }
}
