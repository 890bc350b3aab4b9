public import FielCore
import Synchronization

/// Where bytes go.
public protocol ByteSink: Sendable {
    /// Writes all of the bytes before it returns.
    func write(_ bytes: [UInt8]) throws(FielError)
}

/// Keeps in memory what is written.
public final class MemorySink: ByteSink {
    private let storage = Mutex<[UInt8]>([])

    /// Starts with nothing written.
    public init() {}

    /// What has been written so far.
    public var bytes: [UInt8] { storage.withLock { $0 } }

    /// What has been written so far, as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Appends the bytes.
    public func write(_ bytes: [UInt8]) { storage.withLock { $0 += bytes } }
}
