/// A unigram language model: of all ways to cut a word into pieces, the one with the greatest sum of scores.
///
/// Kudo, "Subword Regularization" (2018), found by the Viterbi algorithm. Time is linear in the length of the word times
/// the length of the longest piece.
struct UnigramModel: Sendable {
    /// How much less an unknown character scores than the least piece.
    private static let unknownPenalty = 10.0

    let pieces: PieceTrie
    /// The natural logarithm of each piece's probability.
    let scores: [Double]
    let unknown: Int32
    /// The tokens that stand for the bytes of an unknown stretch; may be incomplete.
    let byteTokens: [Int32?]?
    private let unknownScore: Double

    init(pieces: PieceTrie, scores: [Double], unknown: Int32, byteTokens: [Int32?]?) {
        self.pieces = pieces
        self.scores = scores
        self.unknown = unknown
        self.byteTokens = byteTokens
        unknownScore = (scores.min() ?? 0) - Self.unknownPenalty
    }

    /// The best way to a place: the last piece, and where it begins (below 0: there is none yet).
    private struct Path {
        var score = 0.0
        var start = -1
        var id: Int32 = 0

        mutating func offer(_ score: Double, from start: Int, _ id: Int32) {
            if self.start < 0 || score > self.score { self = Path(score: score, start: start, id: id) }
        }
    }

    /// Cuts a word of a stretch into tokens.
    func spell(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, into tokens: inout [SpelledToken]) {
        let paths = paths(UnsafeBufferPointer(rebasing: text[range]))
        var found: [SpelledToken] = []
        var end = range.count
        while end > 0 {
            let path = paths[end]
            let stretch = range.lowerBound + path.start..<range.lowerBound + end
            if path.id == unknown, let next = found.last, next.id == unknown {
                found[found.count - 1].range = stretch.lowerBound..<next.range.upperBound
            } else {
                found.append(SpelledToken(id: path.id, range: stretch))
            }
            end = path.start
        }
        for token in found.reversed() { append(token, text, &tokens) }
    }

    private func paths(_ word: UnsafeBufferPointer<UInt8>) -> [Path] {
        var paths = [Path](repeating: Path(), count: word.count + 1)
        var start = 0
        while start < word.count {
            let score = paths[start].score
            let characterEnd = start + AlignedText.length(of: word[start])
            var node = PieceTrie.wordStart
            var index = start
            var isKnown = false
            while index < word.count, let next = pieces.child(of: node, word[index]) {
                node = next
                index += 1
                let id = pieces.piece(at: node)
                guard id >= 0 else { continue }
                paths[index].offer(score + scores[Int(id)], from: start, id)
                if index == characterEnd { isKnown = true }
            }
            if !isKnown { paths[characterEnd].offer(score + unknownScore, from: start, unknown) }
            start = characterEnd
        }
        return paths
    }

    private func append(_ token: SpelledToken, _ text: UnsafeBufferPointer<UInt8>, _ tokens: inout [SpelledToken]) {
        guard token.id == unknown else { return tokens.append(token) }
        if let id = pieces.piece(text, token.range) { return tokens.append(SpelledToken(id: id, range: token.range)) }
        if let byteTokens {
            let ids = text[token.range].compactMap { byteTokens[Int($0)] }
            if ids.count == token.range.count {
                return tokens.append(contentsOf: ids.map { SpelledToken(id: $0, range: token.range) })
            }
        }
        tokens.append(token)
    }
}
