import FielCore
import Testing

@testable import FielMetrics

@Suite("BLEU")
struct BLEUTests {
    private func words(_ text: String) -> [String] { Tokens13a(text).words.map { String(decoding: $0, as: UTF8.self) } }

    @Test("an answer equal to a reference has 1, one without a common word 0")
    func ends() {
        #expect(BLEU.score("The bridge opened in 1937.", ["The bridge opened in 1937."]) == 1)
        #expect(BLEU.score("x", ["x"]) == 1)
        #expect(BLEU.score("red", ["blue"]) == 0)
        #expect(BLEU.score("", ["blue"]) == 0)
    }

    @Test("a word counts only as often as in the reference that has it most often")
    func clipped() {
        // 2 of 7 words, no longer run: the modified precision of Papineni et al. 2002, section 2.1.
        let answer = "the the the the the the the"
        let clipped = BLEU.score(answer, ["The cat is on the mat with the dog", "the x the y z q r"])
        #expect(clipped < BLEU.score(answer, [answer]))
        #expect(abs(BLEU.score("the the", ["the cat"]) - (0.5 * 0.5).squareRoot()) < 1e-15)
    }

    @Test("tokens are those of 13a")
    func tokens() {
        #expect(words("It's $5.00, 3-4 (ok).") == ["It's", "$", "5.00", ",", "3", "-", "4", "(", "ok", ")", "."])
        #expect(words("A co-\noperative\nline &lt;b&gt;") == ["A", "cooperative", "line", "<", "b", ">"])
        #expect(words(" \n ").isEmpty)
    }

    @Test("no reference gives no score")
    func missing() {
        #expect(BLEU().outcome(of: Sample(answer: "a", reference: " ")) == .noReference)
    }

    @Test("it agrees with sacrebleu on every golden, with one reference and with several")
    func goldens() throws {
        let found = worst(try ReferenceGolden.all(), "bleu") { BLEU().outcome(of: $0.sample).value }
        #expect(found.difference < 1e-12, "\(found.answer)")
    }
}
