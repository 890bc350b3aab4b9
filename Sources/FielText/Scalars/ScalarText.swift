/// A text as an array of Unicode scalars, so that offsets cost nothing.
public struct ScalarText: Sendable, Hashable {
    /// The scalars, in order.
    public let scalars: [Unicode.Scalar]

    /// Reads a text once, in time linear in its length.
    public init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    /// The number of scalars.
    public var count: Int { scalars.count }

    /// The text of a range, which must lie in `0..<count`.
    public func slice(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return String(view)
    }

    /// The span of a range, which must lie in `0..<count`.
    public func span(_ range: Range<Int>) -> TextSpan {
        TextSpan(text: slice(range), range: range)
    }

    /// The scalar at an offset; nil outside the text.
    func at(_ offset: Int) -> Unicode.Scalar? {
        offset >= 0 && offset < scalars.count ? scalars[offset] : nil
    }

    /// The range without white space at its ends.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high, scalars[low].isBlank { low += 1 }
        while high > low, scalars[high - 1].isBlank { high -= 1 }
        return low..<high
    }

    /// The first offset from `start` whose scalar does not satisfy the condition, at most `end`.
    func skip(from start: Int, to end: Int, while condition: (Unicode.Scalar) -> Bool) -> Int {
        var offset = start
        while offset < end, condition(scalars[offset]) { offset += 1 }
        return offset
    }

    /// Whether the ASCII text stands at an offset.
    func hasPrefix(_ prefix: String, at offset: Int) -> Bool {
        var place = offset
        for scalar in prefix.unicodeScalars {
            guard at(place) == scalar else { return false }
            place += 1
        }
        return true
    }
}
