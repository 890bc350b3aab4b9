/// How normalized text is cut into the words that a model spells one by one.
enum WordCutter: Sendable {
    /// Each digit is a word.
    case digits
    /// The words of a regular expression.
    case pattern(WordPattern)
    /// A word ends with each space.
    case afterSpaces

    /// Calls the body with each word of a stretch, cut by all steps in order.
    static func forEachWord(
        of range: Range<Int>,
        in text: UnsafeBufferPointer<UInt8>,
        by steps: ArraySlice<WordCutter>,
        _ body: (Range<Int>) -> Void
    ) {
        guard let step = steps.first else { return range.isEmpty ? () : body(range) }
        let rest = steps.dropFirst()
        switch step {
        case .pattern(let pattern):
            let scanner = WordPatternScanner(pattern, text, end: range.upperBound)
            var start = range.lowerBound
            while start < range.upperBound {
                let end = scanner.wordEnd(from: start)
                forEachWord(of: start..<end, in: text, by: rest, body)
                start = end
            }
        case .digits: forEachDigit(of: range, in: text, rest, body)
        case .afterSpaces:
            var start = range.lowerBound
            for index in range where text[index] == UInt8(ascii: " ") {
                forEachWord(of: start..<index + 1, in: text, by: rest, body)
                start = index + 1
            }
            forEachWord(of: start..<range.upperBound, in: text, by: rest, body)
        }
    }

    private static func forEachDigit(
        of range: Range<Int>,
        in text: UnsafeBufferPointer<UInt8>,
        _ rest: ArraySlice<WordCutter>,
        _ body: (Range<Int>) -> Void
    ) {
        let unicode = SubwordUnicode.shared
        var (start, index) = (range.lowerBound, range.lowerBound)
        while index < range.upperBound {
            let (scalar, length) = text.anyScalar(at: index)
            if unicode.classes(of: scalar).contains(.digit) {
                if start < index { forEachWord(of: start..<index, in: text, by: rest, body) }
                forEachWord(of: index..<index + length, in: text, by: rest, body)
                start = index + length
            }
            index += length
        }
        if start < index { forEachWord(of: start..<index, in: text, by: rest, body) }
    }
}
