/// Cuts the heads off what `curl --include` prints: one for each redirect or interim reply, then that of the reply.
struct HTTPHeadReader {
    /// The most bytes that heads may take.
    static let limit = 1 << 18

    /// The heads so far.
    private(set) var heads: [HTTPHead] = []
    private var pending: [UInt8] = []

    /// Whether the last head is that of the reply itself.
    var isComplete: Bool { heads.last.map { $0.status >= 200 && !$0.isRedirect } ?? false }

    /// Takes bytes, and returns those that belong to the body.
    ///
    /// - Returns: nil where the bytes are no heads.
    mutating func take(_ bytes: [UInt8]) -> ArraySlice<UInt8>? {
        guard !isComplete else { return bytes[...] }
        pending += bytes
        while !isComplete {
            guard let end = Self.end(of: pending) else { return pending.count > Self.limit ? nil : [] }
            guard let head = HTTPHead(String(decoding: pending[..<end], as: UTF8.self)[...]) else { return nil }
            heads.append(head)
            pending.removeFirst(end)
        }
        defer { pending = [] }
        return pending[...]
    }

    /// Where the first head ends, the empty line taken with it.
    private static func end(of bytes: [UInt8]) -> Int? {
        for index in bytes.indices where bytes[index] == 0x0A && index > 0 {
            if bytes[index - 1] == 0x0A { return index + 1 }
            if index > 1 && bytes[index - 1] == 0x0D && bytes[index - 2] == 0x0A { return index + 1 }
        }
        return nil
    }
}
