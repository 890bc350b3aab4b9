import FielCore
import FielRetrieval
import Testing

@Suite("Chunks") struct ChunkerTests {
    /// A token a word.
    private struct Words: TokenCounting {
        let maximumTokens = 512
        func tokenCounts(_ texts: [String]) -> [Int] { texts.map { $0.split(whereSeparator: \.isWhitespace).count } }
    }

    private func chunks(_ text: String, tokens: Int, overlap: Int = 0, isMarkdown: Bool = true) -> [Chunk] {
        var chunker = Chunker()
        (chunker.tokens, chunker.overlap) = (tokens, overlap)
        return chunker.chunks(of: Document(id: "d", text: text, isMarkdown: isMarkdown), counter: Words())
    }

    private func slice(_ text: String, _ range: Range<Int>) -> String {
        String(String.UnicodeScalarView(Array(text.unicodeScalars)[range]))
    }

    @Test("a chunk has the headings above it, and never goes past one")
    func headings() {
        let text = """
            # Bridges

            They cross rivers.

            ## Porto

            It has six bridges. The oldest opened in 1877.

            # Ferries

            They are older.
            """
        #expect(
            chunks(text, tokens: 40).map(\.text) == [
                "Bridges\nThey cross rivers.",
                "Bridges\nPorto\nIt has six bridges. The oldest opened in 1877.",
                "Ferries\nThey are older.",
            ]
        )
    }

    @Test("a heading with nothing under it is a chunk of its own")
    func emptyHeadings() {
        let text = "# One\n\n## Two\n\n## Three\n\nText.\n\n# Four\n"
        #expect(chunks(text, tokens: 40).map(\.text) == ["One\nTwo", "One\nThree\nText.", "Four"])
    }

    @Test("in plain text a heading is a line like others")
    func plain() {
        let found = chunks("# Not a heading\n\nText.", tokens: 40, isMarkdown: false)
        #expect(found.count == 1 && found[0].text.hasSuffix("Text."))
    }

    @Test("no sentence is lost, sizes and overlaps are as asked, and every range gives the chunk's text")
    func properties() {
        var numbers = SeededGenerator(seed: 8)
        for round in 0..<60 {
            var text = ""
            for _ in 0..<1 + numbers.next(below: 30) {
                if numbers.next(below: 6) == 0 { text += "\n\n## Part \(numbers.next(below: 9))\n\n" }
                let words = (0..<1 + numbers.next(below: 25)).map { _ in "w\(numbers.next(below: 1000))é" }
                text += "The \(words.joined(separator: " ")). "
            }
            let (tokens, overlap) = (8 + numbers.next(below: 40), numbers.next(below: 12))
            let found = chunks(text, tokens: tokens, overlap: overlap)
            for chunk in found {
                let own = slice(text, chunk.range)
                #expect(chunk.text == own || chunk.text.hasSuffix("\n" + own), "round \(round)")
                #expect(chunk.text.split(whereSeparator: \.isWhitespace).count <= tokens)
            }
            for (left, right) in zip(found, found.dropFirst()) {
                #expect(left.range.lowerBound < right.range.lowerBound)
                guard right.range.lowerBound < left.range.upperBound else { continue }
                let shared = slice(text, right.range.lowerBound..<left.range.upperBound)
                #expect(shared.split(whereSeparator: \.isWhitespace).count <= overlap)
            }
            let covered = Set(found.flatMap { slice(text, $0.range).split(whereSeparator: \.isWhitespace) })
            #expect(
                text.split(whereSeparator: \.isWhitespace).allSatisfy { word in
                    covered.contains(word) || found.contains { $0.text.contains(word) } || word == "##"
                }
            )
        }
    }

    @Test("an empty document has no chunk, and one endless word is cut")
    func extremes() {
        #expect(chunks("", tokens: 10).isEmpty && chunks(" \n\n ", tokens: 10).isEmpty)
        let long = (0..<500).map { "w\($0)" }.joined(separator: " ")
        let found = chunks(long, tokens: 50)
        #expect(found.count == 10 && found.allSatisfy { $0.text.split(separator: " ").count == 50 })
    }
}
