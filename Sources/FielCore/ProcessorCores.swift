#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The processor cores of this machine.
public enum ProcessorCores {
    /// How many cores this process may use, at least 1.
    public static let available = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
}
