import FielCore
import FielMetrics
import Testing

/// Counts ASCII words as tokens, and in other words each scalar.
private struct WordCounter: TokenCounting {
    let maximumTokens = 128

    func tokenCounts(_ texts: [String]) -> [Int] {
        texts.map { text in
            text.split(whereSeparator: \.isWhitespace).reduce(0) {
                $0 + ($1.utf8.allSatisfy { $0 < 128 } ? 1 : $1.unicodeScalars.count)
            }
        }
    }
}

@Suite("Passage windows")
struct PassageWindowsTests {
    private func windows(_ contexts: [String], tokens: Int = 10, overlap: Int = 5) -> [PassageWindow] {
        var cutter = PassageWindows()
        cutter.tokens = tokens
        cutter.overlap = overlap
        return cutter.windows(over: contexts, counter: WordCounter())
    }

    private func slice(_ text: String, _ range: Range<Int>) -> String {
        String(String.UnicodeScalarView(Array(text.unicodeScalars)[range]))
    }

    @Test("a short passage is one window")
    func short() {
        let found = windows(["One two. Three four."])
        #expect(found.map(\.text) == ["One two. Three four."])
        #expect(found[0].sentences.count == 2)
    }

    @Test("neighbouring windows share whole sentences, and no sentence is left out")
    func overlap() {
        let sentences = (1...12).map { "Sentence number \($0) is here." }
        let passage = sentences.joined(separator: " ")
        let found = windows([passage])
        #expect(found.allSatisfy { $0.sentences.count == 2 })
        for (first, second) in zip(found, found.dropFirst()) {
            #expect(first.sentences.last == second.sentences.first)
        }
        let read = Set(found.flatMap(\.sentences).map { slice(passage, $0.range) })
        #expect(read == Set(sentences))
    }

    @Test("a sentence longer than a window is cut between words, and every word is read")
    func longSentence() {
        let words = (0..<95).map { "word\($0)" }
        let found = windows([words.joined(separator: " ")])
        #expect(found.allSatisfy { $0.text.split(separator: " ").count <= 10 })
        #expect(Set(found.flatMap { $0.text.split(separator: " ").map(String.init) }) == Set(words))
    }

    @Test("a text without spaces is cut too")
    func noSpaces() {
        let text = String(repeating: "漢", count: 500)
        let found = windows([text])
        #expect(found.count > 10)
        #expect(found.last?.range.upperBound == 500)
    }

    @Test("windows know their passage and their place in it, in Unicode scalars")
    func places() {
        let contexts = ["", "É🏳️‍🌈 one. Two e\u{301}.", " \n "]
        for window in windows(contexts, tokens: 2, overlap: 0) {
            #expect(window.context == 1)
            #expect(slice(contexts[1], window.range) == window.text)
        }
    }

    @Test("windows advance however small the window", arguments: [1, 2, 3], [0, 1, 100])
    func advance(tokens: Int, overlap: Int) {
        let found = windows(["A b. C d. E f. G h."], tokens: tokens, overlap: overlap)
        #expect(found.last?.text.hasSuffix("h.") == true)
        #expect(found.count <= 16)
    }
}
