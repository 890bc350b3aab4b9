/// Finds stop strings in text that arrives in pieces, and holds back what may become one.
///
/// The string that ends first counts, and of those that end together the longest; so the result does not depend on how the
/// text is cut into pieces. Strings are compared by their bytes.
struct StopMatcher: Sendable {
    private let stops: [[UInt8]]
    private let includesStop: Bool
    private var held: [UInt8] = []
    /// Whether a stop string has come; the text ended there.
    private(set) var hasStopped = false

    init(_ stops: [String], includesStop: Bool) {
        // Longest first: the first that fits is the longest.
        self.stops = stops.map { Array($0.utf8) }.sorted { $0.count > $1.count }
        self.includesStop = includesStop
    }

    /// Takes a piece of text; gives the part that is certain to stay.
    mutating func append(_ text: String) -> String {
        guard !stops.isEmpty else { return text }
        var released: [UInt8] = []
        for byte in text.utf8 where !hasStopped {
            held.append(byte)
            if let stop = stops.first(where: { endsHeld($0, $0.count) }) {
                hasStopped = true
                if !includesStop { held.removeLast(stop.count) }
                released += held
                held = []
            } else {
                let certain = held.count - longestBeginning
                released += held[..<certain]
                held.removeFirst(certain)
            }
        }
        return String(decoding: released, as: UTF8.self)
    }

    /// Ends the text: gives what was held back.
    mutating func finish() -> String {
        defer { held = [] }
        return String(decoding: held, as: UTF8.self)
    }

    /// The length of the longest end of the held text that begins a stop string.
    private var longestBeginning: Int {
        stops.reduce(0) { longest, stop in
            let lengths = (longest..<min(stop.count, held.count + 1)).reversed()
            return max(longest, lengths.first { $0 > 0 && endsHeld(stop, $0) } ?? 0)
        }
    }

    /// Whether the held text ends with the first `length` bytes of a stop string.
    private func endsHeld(_ stop: [UInt8], _ length: Int) -> Bool {
        held.count >= length && held.suffix(length).elementsEqual(stop.prefix(length))
    }
}
