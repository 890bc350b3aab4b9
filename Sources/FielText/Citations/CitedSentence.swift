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
    /// Marks are numbers in square brackets: `[1]`, `[2, 3]`, `[4-6]`, `[^7]`. Those after a sentence's full stop belong to it.
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
        var kept = String.UnicodeScalarView()
        var numbers: [Int] = []
        var offset = range.lowerBound
        while offset < range.upperBound {
            let end = CitationMark.bracketEnd(in: answer, from: offset, to: range.upperBound)
            if let end {
                for number in CitationMark.numbers(in: answer.slice(offset..<end)) where !numbers.contains(number) {
                    numbers.append(number)
                }
            } else {
                kept.append(answer.scalars[offset])
            }
            offset = end ?? offset + 1
        }
        let bare = ScalarText(String(kept))
        text = bare.slice(bare.trimmed(0..<bare.count))
        self.range = range
        citations = numbers
    }
}

extension CitationMark {
    /// The most numbers that a range such as `[4-6]` stands for; a wider one names only its ends.
    private static let widestRange = 16

    /// The numbers that a mark names.
    static func numbers(in mark: String) -> [Int] {
        mark.split { !$0.isNumber && $0 != "-" && $0 != "–" && $0 != "—" }.flatMap { part -> [Int] in
            let ends = part.split { !$0.isNumber }.compactMap { Int($0) }
            guard ends.count == 2, ends[0] < ends[1], ends[1] - ends[0] < widestRange else { return ends }
            return Array(ends[0]...ends[1])
        }
    }
}
