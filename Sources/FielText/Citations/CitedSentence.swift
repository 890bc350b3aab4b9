/// A sentence of an answer with the passages that it cites.
public struct CitedSentence: Sendable, Hashable {
    /// The sentence without its citation marks.
    public var text: String
    /// Its place, marks included, in Unicode scalars of the answer.
    public var range: Range<Int>
    /// The numbers that its marks name, each once, in order; passages are numbered from 1.
    public var citations: [Int]

    /// The sentences of an answer: running text and list items, but no headings and no code.
    ///
    /// Marks are numbers in square brackets: `[1]`, `[2, 3]`, `[4-6]`, `[^7]`. Those after a sentence's full stop belong to
    /// it.
    public static func sentences(in answer: String) -> [CitedSentence] {
        let text = ScalarText(answer)
        return SentenceSplitter.units(in: text).compactMap { unit in
            switch unit.kind {
            case .sentence, .listItem, .tableRow: CitedSentence(text, unit.range)
            case .heading, .code: nil
            }
        }
    }

    private init(_ answer: ScalarText, _ range: Range<Int>) {
        let (kept, numbers) = CitationMark.parted(answer, range)
        let bare = ScalarText(kept)
        text = bare.slice(bare.trimmed(0..<bare.count))
        self.range = range
        citations = numbers
    }

    /// A text without its citation marks.
    public static func withoutMarks(_ text: String) -> String {
        let scalars = ScalarText(text)
        return CitationMark.parted(scalars, 0..<scalars.count).text
    }
}

extension CitationMark {
    /// The most numbers that a range such as `[4-6]` stands for; a wider one names only its ends.
    private static let widestRange = 16

    /// A stretch without its marks, and the numbers that they name, each once.
    static func parted(_ text: ScalarText, _ range: Range<Int>) -> (text: String, numbers: [Int]) {
        var kept = String.UnicodeScalarView()
        var named: [Int] = []
        var offset = range.lowerBound
        while offset < range.upperBound {
            if let end = bracketEnd(in: text, from: offset, to: range.upperBound) {
                named += numbers(in: text.slice(offset..<end)).filter { !named.contains($0) }
                offset = end
            } else {
                kept.append(text.scalars[offset])
                offset += 1
            }
        }
        return (String(kept), named)
    }

    /// The numbers that a mark names.
    static func numbers(in mark: String) -> [Int] {
        mark.split { !$0.isNumber && $0 != "-" && $0 != "–" && $0 != "—" }.flatMap { part -> [Int] in
            let ends = part.split { !$0.isNumber }.compactMap { Int($0) }
            guard ends.count == 2, ends[0] < ends[1], ends[1] - ends[0] < widestRange else { return ends }
            return Array(ends[0]...ends[1])
        }
    }
}
