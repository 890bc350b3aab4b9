/// A stretch of a text and what comes in its place.
public struct TextEdit: Sendable, Hashable {
    /// The stretch, in Unicode scalars of the text; empty where something is put in.
    public var range: Range<Int>
    /// What comes in its place.
    public var replacement: String

    /// Names a stretch and what comes in its place.
    public init(_ range: Range<Int>, _ replacement: String) {
        self.range = range
        self.replacement = replacement
    }
}

/// A text after edits, which knows where everything went.
public struct EditedText: Sendable {
    /// The text with the edits.
    public let text: String
    private let moves: [(from: Range<Int>, to: Range<Int>)]

    /// Edits a text.
    ///
    /// - Parameter edits: in rising order, inside the text and not overlapping.
    public init(_ text: ScalarText, _ edits: [TextEdit]) {
        var (result, moves, place) = (String.UnicodeScalarView(), [(from: Range<Int>, to: Range<Int>)](), 0)
        var count = 0
        for edit in edits {
            result.append(contentsOf: text.scalars[place..<edit.range.lowerBound])
            count += edit.range.lowerBound - place
            result.append(contentsOf: edit.replacement.unicodeScalars)
            let length = edit.replacement.unicodeScalars.count
            moves.append((edit.range, count..<count + length))
            (count, place) = (count + length, edit.range.upperBound)
        }
        result.append(contentsOf: text.scalars[place...])
        self.text = String(result)
        self.moves = moves
    }

    /// Where a stretch of the old text stands in the new one, with whatever was put in at its ends.
    public func range(of old: Range<Int>) -> Range<Int> {
        start(old.lowerBound)..<max(start(old.lowerBound), end(old.upperBound))
    }

    /// Where a stretch of the new text stood in the old one, without what was taken out at its ends.
    public func original(of new: Range<Int>) -> Range<Int> {
        func moved(_ offset: Int, _ move: (from: Range<Int>, to: Range<Int>)?, inside end: KeyPath<Range<Int>, Int>)
            -> Int
        {
            guard let move else { return offset }
            return offset < move.to.upperBound
                ? move.from[keyPath: end] : offset - move.to.upperBound + move.from.upperBound
        }
        let low = moved(new.lowerBound, moves.last { $0.to.lowerBound <= new.lowerBound }, inside: \.lowerBound)
        let high = moved(new.upperBound, moves.last { $0.to.lowerBound < new.upperBound }, inside: \.upperBound)
        return low..<max(low, high)
    }

    private func start(_ offset: Int) -> Int {
        guard let move = moves.last(where: { $0.from.lowerBound < offset || $0.from == offset..<offset }) else {
            return offset
        }
        if move.from.lowerBound == offset || move.from.upperBound > offset { return move.to.lowerBound }
        return move.to.upperBound + offset - move.from.upperBound
    }

    private func end(_ offset: Int) -> Int {
        guard let move = moves.last(where: { $0.from.lowerBound < offset || $0.from == offset..<offset }) else {
            return offset
        }
        return move.to.upperBound + max(0, offset - move.from.upperBound)
    }
}
