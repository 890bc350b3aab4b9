#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Memory that ends where a page without access begins: a kernel that reads or writes past the end traps.
final class GuardedBuffer<Element: BitwiseCopyable> {
    let pointer: UnsafeMutablePointer<Element>
    let count: Int
    private let base: UnsafeMutableRawPointer
    private let mappedBytes: Int

    init(_ values: [Element]) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let bytes = values.count * MemoryLayout<Element>.stride
        let usable = (bytes + page - 1) / page * page
        mappedBytes = usable + page
        let flags = MAP_PRIVATE | MAP_ANON
        guard let base = mmap(nil, mappedBytes, PROT_READ | PROT_WRITE, flags, -1, 0), base != MAP_FAILED else {
            preconditionFailure("mmap of \(mappedBytes) bytes failed with errno \(errno)")
        }
        let protected = mprotect(base + usable, page, PROT_NONE)
        precondition(protected == 0, "mprotect failed with errno \(errno)")
        self.base = base
        count = values.count
        pointer = (base + (usable - bytes)).bindMemory(to: Element.self, capacity: values.count)
        pointer.initialize(from: values, count: values.count)
    }

    convenience init(repeating value: Element, count: Int) { self.init(Array(repeating: value, count: count)) }

    deinit { munmap(base, mappedBytes) }

    var values: [Element] { Array(UnsafeBufferPointer(start: pointer, count: count)) }

    subscript(index: Int) -> Element { pointer[index] }
}
