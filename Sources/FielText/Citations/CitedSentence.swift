/// A sentence of an answer with the passages that it cites.
public struct CitedSentence: Sendable, Hashable {
    /// The sentence without its citation marks.
    public var text: String
    /// Its place, marks included, in Unicode scalars of the answer.
    public var range: Range<Int>
    /// The numbers that its marks name, each once, in order; passages are numbered from 1.
    public var citations: [Int]

    /// The sentences of an answer: running text and list items, but no headings, code and lists of sources.
    ///
    /// Marks are numbers in square brackets, `[1]`, `[2, 3]`, `[4-6]`, `[^7]`, and what else names passages: `[doc_3, chunk 7]`,
    /// `(see passage 3)`, `【3†source】`, `<cite>3</cite>`. Those after a sentence's full stop belong to it.
    public static func sentences(in answer: String) -> [CitedSentence] {
        let text = ScalarText(answer)
        return AnswerUnits.units(in: text).compactMap { unit in
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
