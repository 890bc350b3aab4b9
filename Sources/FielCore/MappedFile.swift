#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A regular file, mapped read-only into memory for as long as the object lives.
package final class MappedFile: Sendable {
    /// The path as the caller gave it.
    package let path: String
    /// The size in bytes; never 0.
    package let count: Int
    nonisolated(unsafe) private let base: UnsafeRawPointer  // read-only memory, unmapped in deinit

    /// Maps a file.
    ///
    /// - Throws: `FielError` with code `unreadableFile` for a missing, empty or unreadable file, or a directory.
    package init(path: String) throws(FielError) {
        func failure(_ what: String) -> FielError {
            FielError(.unreadableFile, what, at: .init(file: path))
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("cannot be opened: \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw failure("cannot be examined: \(String(cString: strerror(errno)))")
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw failure("is not a regular file") }
        guard status.st_size > 0 else { throw failure("is empty") }
        let size = Int(status.st_size)
        guard let memory = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), memory != MAP_FAILED else {
            throw failure("cannot be mapped: \(String(cString: strerror(errno)))")
        }
        self.path = path
        count = size
        base = UnsafeRawPointer(memory)
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: base), count) }

    /// The bytes of the file; valid only as long as the object lives, so never those of a temporary.
    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// A copy of the bytes.
    package var contents: [UInt8] { withExtendedLifetime(self) { Array(bytes) } }

    /// Lets the system take back the memory of a range that will not be read again soon.
    ///
    /// Only whole pages within the range go; they come back from the file where they are read all the same.
    package func release(_ range: Range<Int>) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let start = (range.lowerBound + page - 1) / page * page
        let end = range.upperBound / page * page
        if start < end { madvise(UnsafeMutableRawPointer(mutating: base + start), end - start, MADV_DONTNEED) }
    }
}
