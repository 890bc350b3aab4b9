import FielCore
import Testing

@testable import FielMetrics

@Suite("ROUGE-1")
struct ROUGE1Tests {
    @Test("it is the F1 of common words, whatever their order")
    func definition() {
        #expect(ROUGE1.score("police killed the gunman", "The gunman: killed, police!") == 1)
        #expect(ROUGE1.score("police killed", "police kill the gunman") == 1.0 / 3)
        #expect(ROUGE1.score("the the the", "the") == 0.5)
    }

    @Test("words are runs of a to z and digits, so that accents cut them")
    func words() {
        #expect(ROUGE.words("Ação 1,280 don't ÀÉ") == ["a", "o", "1", "280", "don", "t"])
        #expect(ROUGE1.score("não", "nao") == 0)
    }

    @Test("a text without words shares none, and no reference gives no score")
    func empty() {
        #expect(ROUGE1.score("", "a") == 0)
        #expect(ROUGE1.score("...", "...") == 0)
        #expect(ROUGE1().outcome(of: Sample(answer: "a")) == .noReference)
    }

    @Test("it agrees with rouge-score on every golden")
    func goldens() throws {
        let found = worst(try ReferenceGolden.all(), "rouge_1") { ROUGE1().outcome(of: $0.sample).value }
        #expect(found.difference < 1e-12, "\(found.answer)")
    }
}
