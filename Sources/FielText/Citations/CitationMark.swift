/// Marks that name passages and belong to the sentence before them: [1], (see passage 3), 【3†source】, <cite>3</cite>.
enum CitationMark {
    private struct Bracket {
        let open: String
        let close: String
        /// Whether numbers alone make a mark in such brackets; "(2)" may be anything.
        let takesNumbers: Bool
    }

    private static let brackets = [
        Bracket(open: "[", close: "]", takesNumbers: true), Bracket(open: "【", close: "】", takesNumbers: true),
        Bracket(open: "<cite>", close: "</cite>", takesNumbers: true),
        Bracket(open: "<sup>", close: "</sup>", takesNumbers: true),
        Bracket(open: "(", close: ")", takesNumbers: false),
    ]
    /// The most scalars between the brackets of a mark.
    private static let longest = 80
    /// The most numbers that a range such as `[4-6]` stands for; a wider one names only its ends.
    private static let widestRange = 16

    /// The offset after the marks and superscript numbers at an offset; the offset itself where there are none.
    static func skip(in text: ScalarText, from start: Int, to end: Int) -> Int {
        var offset = start
        while let next = mark(in: text, from: offset, to: end)?.end ?? superscript(in: text, from: offset, to: end) {
            offset = next
        }
        return offset
    }

    /// A stretch without its marks, and the numbers of passages that they name, each once.
    static func parted(_ text: ScalarText, _ range: Range<Int>) -> (text: String, numbers: [Int]) {
        var kept = String.UnicodeScalarView()
        var (named, offset) = ([Int](), range.lowerBound)
        for mark in marks(in: text, range) {
            kept.append(contentsOf: text.scalars[offset..<mark.range.lowerBound])
            named += numbers(in: text.slice(mark.inside)).filter { !named.contains($0) }
            offset = mark.range.upperBound
        }
        kept.append(contentsOf: text.scalars[offset..<range.upperBound])
        return (String(kept), named)
    }

    /// What takes the marks out of a text.
    static func edits(in text: ScalarText) -> [TextEdit] {
        marks(in: text, 0..<text.count).map { TextEdit($0.range, "") }
    }

    private static func marks(in text: ScalarText, _ range: Range<Int>) -> [(range: Range<Int>, inside: Range<Int>)] {
        var marks: [(range: Range<Int>, inside: Range<Int>)] = []
        var offset = range.lowerBound
        while offset < range.upperBound {
            guard let mark = mark(in: text, from: offset, to: range.upperBound) else {
                offset += 1
                continue
            }
            marks.append((offset..<mark.end, mark.inside))
            offset = mark.end
        }
        return marks
    }

    /// The mark at an offset, a space before it included, and the full stop that stands after it though one stood before.
    private static func mark(in text: ScalarText, from start: Int, to end: Int) -> (inside: Range<Int>, end: Int)? {
        let open = text.at(start) == " " ? start + 1 : start
        guard open < end, "[【<(".unicodeScalars.contains(text.scalars[open]),
            let bracket = brackets.first(where: { text.hasPrefix($0.open, at: open) })
        else { return nil }
        let first = open + bracket.open.unicodeScalars.count
        let last = text.skip(from: first, to: min(end, first + longest)) { scalar in
            scalar != "<" && scalar != "(" && scalar != ")" && scalar != "】" && !scalar.isLineEnd
                && (scalar != "]" && scalar != "[" || bracket.open.hasPrefix("<"))
        }
        guard text.hasPrefix(bracket.close, at: last), last < end, names(text, first..<last, bracket) else {
            return nil
        }
        if bracket.open == "<sup>", isPower(in: text, at: open) { return nil }
        let close = min(end, last + bracket.close.unicodeScalars.count)
        let isAfterStop = text.at(start - 1)?.isTerminal == true && start > 0
        return (first..<last, isAfterStop && close < end && text.scalars[close] == "." ? close + 1 : close)
    }

    /// Whether what stands in brackets names passages and nothing else.
    private static func names(_ text: ScalarText, _ inside: Range<Int>, _ bracket: Bracket) -> Bool {
        let words = words(in: text.slice(inside))
        guard let first = words.first else { return false }
        if CitationWords.sources.contains(first), isLabel(first, in: text, inside) { return true }
        guard words.contains(where: { $0.contains(where: \.isNumber) }), words.allSatisfy(isReference) else {
            return false
        }
        if !bracket.takesNumbers {
            return words.first { !CitationWords.joints.contains($0) }.map(CitationWords.places.contains) ?? false
        }
        let isPlain = words.allSatisfy { $0.allSatisfy(\.isNumber) }
        return text.scalars[inside].allSatisfy { scalar in
            scalar.isWordScalar || scalar.isDash || scalar == " "
                || (isPlain ? ",;#^[]" : ",;#^[].:_/†|&").unicodeScalars.contains(scalar)
        }
    }

    /// Whether a colon follows the first word, as in "Source: bridge.pdf".
    private static func isLabel(_ word: String, in text: ScalarText, _ inside: Range<Int>) -> Bool {
        text.at(text.trimmed(inside).lowerBound + word.unicodeScalars.count) == ":"
    }

    /// A number, a word such as "doc" or "see", or both as in "S3" and "L12".
    private static func isReference(_ word: String) -> Bool {
        let letters = word.prefix { !$0.isNumber }
        guard word.dropFirst(letters.count).allSatisfy(\.isNumber) else { return false }
        return letters.isEmpty || CitationWords.all.contains(String(letters))
            || letters.count < word.count && CitationWords.letters.contains(String(letters))
    }

    private static func words(in mark: String) -> [String] {
        Folding.fold(mark).split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// "10<sup>6</sup>" and "km<sup>2</sup>" are no marks.
    private static func isPower(in text: ScalarText, at open: Int) -> Bool {
        var start = open
        while start > max(0, open - 3), text.scalars[start - 1].isWordScalar { start -= 1 }
        return (1...2).contains(open - start)
    }

    private static func superscript(in text: ScalarText, from start: Int, to end: Int) -> Int? {
        let next = text.skip(from: start, to: min(end, start + 8)) { "⁰¹²³⁴⁵⁶⁷⁸⁹".unicodeScalars.contains($0) }
        return next > start ? next : nil
    }

    /// The numbers of passages in what stands in a mark's brackets, and not those of their pages and lines.
    private static func numbers(in mark: String) -> [Int] {
        // In "4:0†source" the numbers count something else.
        let isRatio = zip(mark, mark.dropFirst()).contains { $0.isNumber && $1 == ":" }
        guard !isRatio, words(in: mark).allSatisfy(isReference) else { return [] }
        let parts = mark.split { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "–" && $0 != "—" && $0 != "†" }
        let named = parts.prefix { part in
            let letters = Folding.fold(String(part.prefix { !$0.isNumber }))
            return !CitationWords.locators.contains(letters) && !part.hasPrefix("†")
        }
        return named.flatMap { part -> [Int] in
            let ends = part.prefix { $0 != "†" }.split { !$0.isNumber }.compactMap { Int($0) }
            guard ends.count == 2, ends[0] < ends[1], ends[1] - ends[0] < widestRange else { return ends }
            return Array(ends[0]...ends[1])
        }
    }
}
