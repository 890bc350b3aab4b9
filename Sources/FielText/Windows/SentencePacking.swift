public import FielCore

/// Packs sentences into overlapping windows of so many tokens; no sentence is left out, and none is cut that fits.
public struct SentencePacking: Sendable {
    /// A stretch of a text.
    public struct Window: Sendable, Hashable {
        /// The stretch, in Unicode scalars of the text.
        public var range: Range<Int>
        /// The sentences in it, or parts of one that alone is too long.
        public var sentences: [Range<Int>]
    }

    /// The most tokens of a window, at least 1.
    public let tokens: Int
    /// The tokens of the last window that the next may repeat.
    public let overlap: Int

    /// Packs windows of so many tokens.
    public init(tokens: Int, overlap: Int) {
        self.tokens = tokens
        self.overlap = overlap
    }

    /// The windows over sentences, in order.
    ///
    /// - Parameters:
    ///   - sentences: their places, rising.
    ///   - scalars: the text.
    ///   - counter: counts tokens as the model does that will read the windows.
    public func windows(of sentences: [Range<Int>], in scalars: ScalarText, counter: any TokenCounting) -> [Window] {
        let units = pieces(sentences, scalars, counter: counter)
        var windows: [Window] = []
        var start = 0
        while start < units.count {
            var end = start
            var used = 0
            while end < units.count, end == start || used + units[end].tokens <= tokens {
                used += units[end].tokens
                end += 1
            }
            let range = units[start].range.lowerBound..<units[end - 1].range.upperBound
            windows.append(Window(range: range, sentences: units[start..<end].map(\.range)))
            guard end < units.count else { break }
            start = nextStart(after: start..<end, units)
        }
        return windows
    }

    /// Goes back over as many sentences as the overlap allows, but always forward from the last start.
    private func nextStart(after window: Range<Int>, _ units: [Unit]) -> Int {
        var start = window.upperBound
        var shared = 0
        while start - 1 > window.lowerBound, shared + units[start - 1].tokens <= overlap {
            start -= 1
            shared += units[start].tokens
        }
        return start
    }

    private struct Unit {
        var range: Range<Int>
        var tokens: Int
    }

    /// The sentences, and parts of those that alone are longer than a window.
    private func pieces(_ sentences: [Range<Int>], _ scalars: ScalarText, counter: any TokenCounting) -> [Unit] {
        let counts = counter.tokenCounts(sentences.map(scalars.slice))
        return zip(sentences, counts).flatMap { sentence, count in
            count <= tokens
                ? [Unit(range: sentence, tokens: count)] : parts(of: sentence, scalars, counter: counter)
        }
    }

    /// Cuts between words; a word that alone is longer than a window is cut inside.
    private func parts(of range: Range<Int>, _ scalars: ScalarText, counter: any TokenCounting) -> [Unit] {
        let words = words(in: range, scalars)
        let counts = counter.tokenCounts(words.map(scalars.slice))
        let pieces = zip(words, counts).flatMap { word, count in
            halves(of: Unit(range: word, tokens: count), scalars, counter: counter)
        }
        var parts: [Unit] = []
        for piece in pieces {
            if let last = parts.last, last.tokens + piece.tokens <= tokens {
                parts[parts.count - 1] = Unit(
                    range: last.range.lowerBound..<piece.range.upperBound,
                    tokens: last.tokens + piece.tokens
                )
            } else {
                parts.append(piece)
            }
        }
        return parts
    }

    /// The unit itself where it fits, else what its halves give.
    private func halves(of unit: Unit, _ scalars: ScalarText, counter: any TokenCounting) -> [Unit] {
        guard unit.tokens > tokens, unit.range.count > 1 else { return [unit] }
        let middle = unit.range.lowerBound + unit.range.count / 2
        let ranges = [unit.range.lowerBound..<middle, middle..<unit.range.upperBound]
        let counts = counter.tokenCounts(ranges.map(scalars.slice))
        return zip(ranges, counts).flatMap { halves(of: Unit(range: $0, tokens: $1), scalars, counter: counter) }
    }

    private func words(in range: Range<Int>, _ scalars: ScalarText) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var start = range.lowerBound
        for place in range where scalars.scalars[place].properties.isWhitespace {
            if start < place { words.append(start..<place) }
            start = place + 1
        }
        if start < range.upperBound { words.append(start..<range.upperBound) }
        return words
    }
}
