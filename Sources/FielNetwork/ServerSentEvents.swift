/// Cuts a stream into the data of its events (HTML Living Standard, "Server-sent events"); other fields are passed over.
package struct ServerSentEvents {
    private var line: [UInt8] = []
    private var data: [UInt8]?

    /// Before the first byte.
    package init() {}

    /// Takes bytes, and returns the data of the events that they complete.
    package mutating func take(_ bytes: some Sequence<UInt8>) -> [[UInt8]] {
        var events: [[UInt8]] = []
        for byte in bytes {
            guard byte == 0x0A else {
                line.append(byte)
                continue
            }
            if line.last == 0x0D { line.removeLast() }
            if let event = endLine() { events.append(event) }
        }
        return events
    }

    private mutating func endLine() -> [UInt8]? {
        defer { line.removeAll(keepingCapacity: true) }
        guard !line.isEmpty else {
            defer { data = nil }
            return data
        }
        guard line.starts(with: "data:".utf8) else { return nil }
        var value = line.dropFirst(5)
        if value.first == 0x20 { value = value.dropFirst() }
        data = data.map { $0 + [0x0A] + value } ?? Array(value)
        return nil
    }
}
