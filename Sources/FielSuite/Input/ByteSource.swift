public import FielCore

/// Where bytes come from, piece by piece.
public protocol ByteSource: Sendable {
    /// The name for messages: the path as the user gave it, or `-`.
    var name: String { get }

    /// Waits for bytes and reads at most `count` of them; none at the end, or when the user has interrupted the run.
    func read(atMost count: Int) throws(FielError) -> [UInt8]

    /// Whether `read` would return at once.
    var isReady: Bool { get }
}
