#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Numbers in memory that ends where a page without access begins: a kernel that goes past the end traps.
struct GuardedBuffer<Element: BitwiseCopyable> {
    let pointer: UnsafeMutablePointer<Element>
    let count: Int

    var values: [Element] { Array(UnsafeBufferPointer(start: pointer, count: count)) }

    subscript(index: Int) -> Element { pointer[index] }
}

/// The guarded buffers of one test, which last until `unmap`.
final class GuardedMemory {
    private var regions: [UnsafeMutableRawBufferPointer] = []

    func buffer<Element: BitwiseCopyable>(_ values: [Element]) -> GuardedBuffer<Element> {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let bytes = values.count * MemoryLayout<Element>.stride
        let usable = (bytes + page - 1) / page * page
        let flags = MAP_PRIVATE | MAP_ANON
        guard let base = mmap(nil, usable + page, PROT_READ | PROT_WRITE, flags, -1, 0), base != MAP_FAILED else {
            preconditionFailure("mmap of \(usable + page) bytes failed with errno \(errno)")
        }
        precondition(mprotect(base + usable, page, PROT_NONE) == 0, "mprotect failed with errno \(errno)")
        regions.append(UnsafeMutableRawBufferPointer(start: base, count: usable + page))
        let pointer = (base + (usable - bytes)).bindMemory(to: Element.self, capacity: values.count)
        pointer.initialize(from: values, count: values.count)
        return GuardedBuffer(pointer: pointer, count: values.count)
    }

    func buffer<Element: BitwiseCopyable>(repeating value: Element, count: Int) -> GuardedBuffer<Element> {
        buffer(Array(repeating: value, count: count))
    }

    func unmap() {
        for region in regions { munmap(region.baseAddress, region.count) }
        regions = []
    }
}
