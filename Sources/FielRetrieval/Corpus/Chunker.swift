public import FielCore
import FielText

/// Cuts documents into chunks of whole sentences, with the headings of Markdown above each.
public struct Chunker: Sendable, Hashable {
    /// The most tokens of a chunk, its headings included.
    public var tokens = 200
    /// The tokens of the last chunk that the next may repeat.
    public var overlap = 40

    /// Chunks of 200 tokens, of which 40 may be shared with the next.
    public init() {}

    /// The chunks of a document, in order; every sentence is in at least one.
    ///
    /// A chunk never goes past a heading of Markdown, and has the title and the headings it stands under before its text, a
    /// line each. A sentence that alone is too long is cut between words.
    ///
    /// - Parameter counter: counts tokens as the model does that will read the chunks.
    public func chunks(of document: Document, counter: any TokenCounting) -> [Chunk] {
        let scalars = ScalarText(document.text)
        let title = document.title.map { [$0] } ?? []
        return sections(of: scalars, document.isMarkdown).flatMap { section in
            let path = (title + section.headings).map { $0 + "\n" }.joined()
            let room = tokens - (counter.tokenCounts([path]).first ?? 0)
            // Headings that would fill a chunk are left out of it.
            let fits = room >= tokens / 2
            let packing = SentencePacking(tokens: max(1, fits ? room : tokens), overlap: max(0, overlap))
            return packing.windows(of: section.sentences, in: scalars, counter: counter).map { window in
                let text = (fits ? path : "") + scalars.slice(window.range)
                return Chunk(document: document.id, text: text, range: window.range)
            }
        }
    }

    /// Text under one chain of headings.
    private struct Section {
        var headings: [String]
        var sentences: [Range<Int>]
    }

    private func sections(of text: ScalarText, _ isMarkdown: Bool) -> [Section] {
        var sections = [Section(headings: [], sentences: [])]
        var chain: [(level: Int, range: Range<Int>)] = []
        // A heading with nothing under it, not even a deeper heading, stands for itself.
        func closeEmpty(before level: Int) {
            guard let own = chain.last, own.level >= level, sections.last?.sentences.isEmpty == true else { return }
            sections[sections.count - 1].sentences = [own.range]
            sections[sections.count - 1].headings.removeLast()
        }
        for unit in SentenceSplitter.units(in: text) {
            guard isMarkdown, unit.kind == .heading, let level = Self.level(of: unit.range, in: text) else {
                sections[sections.count - 1].sentences.append(unit.range)
                continue
            }
            closeEmpty(before: level)
            chain.removeAll { $0.level >= level }
            chain.append((level, unit.range))
            sections.append(Section(headings: chain.map { text.slice($0.range) }, sentences: []))
        }
        closeEmpty(before: 0)
        return sections
    }

    /// The number of `#` before a heading; nil for a heading of another kind, such as that of a table.
    private static func level(of range: Range<Int>, in text: ScalarText) -> Int? {
        var place = range.lowerBound
        while place > 0, text.scalars[place - 1] == " " { place -= 1 }
        let end = place
        while place > 0, text.scalars[place - 1] == "#" { place -= 1 }
        return end > place ? end - place : nil
    }
}
