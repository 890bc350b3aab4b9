public import FielCore
import FielText

/// A stretch of a passage that fits into a judge at once: whole sentences wherever a sentence fits.
public struct PassageWindow: Sendable, Hashable {
    /// The passage's position in `Sample.contexts`.
    public var context: Int
    /// The stretch, in Unicode scalars of that passage.
    public var range: Range<Int>
    /// The words of the stretch.
    public var text: String
    /// The sentences in it, in Unicode scalars of that passage.
    public var sentences: [Range<Int>]
    /// The distinct content words, found once for all the claims that are held against the window.
    let contentWords: Set<String>
}

/// Cuts passages into overlapping windows of whole sentences, so that no part of a passage goes unread.
public struct PassageWindows: Sendable {
    /// The most tokens of a window.
    public var tokens = 96
    /// The tokens of the last window that the next may repeat, so that neighbouring sentences are read together.
    public var overlap = 48

    /// The defaults: windows of 96 tokens, of which 48 may be shared with the next.
    public init() {}

    /// The windows of every passage, in order.
    ///
    /// - Parameters:
    ///   - contexts: the passages.
    ///   - counter: counts tokens as the judge does that will read the windows.
    public func windows(over contexts: [String], counter: any TokenCounting) -> [PassageWindow] {
        contexts.indices.flatMap { windows(over: contexts[$0], at: $0, counter: counter) }
    }

    private func windows(over passage: String, at context: Int, counter: any TokenCounting) -> [PassageWindow] {
        let scalars = ScalarText(passage)
        let units = pieces(of: passage, scalars, counter: counter)
        var windows: [PassageWindow] = []
        var start = 0
        while start < units.count {
            var end = start
            var used = 0
            while end < units.count, end == start || used + units[end].tokens <= tokens {
                used += units[end].tokens
                end += 1
            }
            let range = units[start].range.lowerBound..<units[end - 1].range.upperBound
            let text = scalars.slice(range)
            windows.append(
                PassageWindow(
                    context: context,
                    range: range,
                    text: text,
                    sentences: units[start..<end].map(\.range),
                    contentWords: Set(LexicalOverlap.contentWords(text))
                )
            )
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
    private func pieces(of passage: String, _ scalars: ScalarText, counter: any TokenCounting) -> [Unit] {
        let sentences = SentenceSplitter.sentences(in: passage)
        let counts = counter.tokenCounts(sentences.map(\.text))
        return zip(sentences, counts).flatMap { sentence, count in
            count <= tokens
                ? [Unit(range: sentence.range, tokens: count)] : parts(of: sentence.range, scalars, counter: counter)
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
