import FielCore
import Testing

@testable import FielMetrics

@Suite("chrF")
struct ChrFTests {
    @Test("equal texts have 1, texts without a common character 0, and spaces do not count")
    func ends() {
        #expect(ChrF.score("ponte sobre o rio", "pontesobreorio") == 1)
        #expect(ChrF.score("abc", "xyz") == 0)
        #expect(ChrF.score("", "xyz") == 0)
        #expect(ChrF.score(" ", " ") == 0)
    }

    @Test("what is missing costs more than what is added")
    func recall() {
        #expect(
            ChrF.score("the bridge opened in 1937", "the bridge")
                > ChrF.score("the bridge", "the bridge opened in 1937")
        )
        // Order 1: precision 1, recall 1/2; the answer is too short for more. F2 = 5·0.5 / (4 + 0.5).
        #expect(abs(ChrF.score("a", "ab") - 2.5 / 4.5) < 1e-15)
    }

    @Test("no reference gives no score")
    func missing() {
        #expect(ChrF().outcome(of: Sample(answer: "a")) == .noReference)
    }

    @Test("it agrees with sacrebleu on every golden")
    func goldens() throws {
        let found = worst(try ReferenceGolden.all(), "chrf") { ChrF().outcome(of: $0.sample).value }
        #expect(found.difference < 1e-12, "\(found.answer)")
    }
}
