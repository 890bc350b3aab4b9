#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What the operating system says of the last call that failed.
package func systemError() -> String { String(cString: strerror(errno)) }
