import Synchronization

/// Bytes in memory, handed out in pieces.
public final class MemorySource: ByteSource {
    /// The name for messages.
    public let name: String
    private let bytes: [UInt8]
    private let piece: Int
    private let position = Mutex(0)

    /// Holds the given bytes.
    ///
    /// - Parameters:
    ///   - bytes: what is read.
    ///   - name: the name for messages.
    ///   - piece: the most bytes that one read gives, at least 1.
    public init(_ bytes: some Sequence<UInt8>, name: String = "-", piece: Int = 1 << 16) {
        self.name = name
        self.bytes = Array(bytes)
        self.piece = max(1, piece)
    }

    /// Always.
    public var isReady: Bool { true }

    /// The next bytes; none at the end.
    public func read(atMost count: Int) -> [UInt8] {
        position.withLock { position in
            let end = min(bytes.count, position + min(count, piece))
            defer { position = end }
            return Array(bytes[position..<end])
        }
    }
}
