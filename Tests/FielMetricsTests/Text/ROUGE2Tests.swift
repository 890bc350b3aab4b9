import FielCore
import Testing

@testable import FielMetrics

@Suite("ROUGE-2")
struct ROUGE2Tests {
    @Test("it is the F1 of common pairs of neighbouring words")
    func definition() {
        // "police killed" and "the gunman": 2 of 3 pairs of the answer, 2 of 4 of the reference.
        let (precision, recall) = (2.0 / 3, 0.5)
        let expected = 2 * precision * recall / (precision + recall)
        #expect(ROUGE2.score("police killed the gunman", "police killed a the gunman") == expected)
        #expect(ROUGE2.score("gunman the killed police", "police killed the gunman") == 0)
    }

    @Test("a single word has no pair, and no reference gives no score")
    func empty() {
        #expect(ROUGE2.score("police", "police") == 0)
        #expect(ROUGE2().outcome(of: Sample(answer: "a")) == .noReference)
    }

    @Test("it agrees with rouge-score on every golden")
    func goldens() throws {
        let found = worst(try ReferenceGolden.all(), "rouge_2") { ROUGE2().outcome(of: $0.sample).value }
        #expect(found.difference < 1e-12, "\(found.answer)")
    }
}
