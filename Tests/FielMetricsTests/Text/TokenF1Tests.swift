import FielCore
import FielText
import Testing

@testable import FielMetrics

@Suite("Token F1")
struct TokenF1Tests {
    @Test("it is the harmonic mean of the shares of common words, each as often as it occurs in both")
    func definition() {
        // 2 of 4 words of the answer, 2 of 2 of the reference.
        #expect(TokenF1.score("in May May 1937", "May 1937") == 2.0 / 3)
        #expect(TokenF1.score("1937", "1936") == 0)
        #expect(TokenF1.score("Opened: the 1937", "opened 1937") == 1)
    }

    @Test("texts without words are equal to each other and to nothing else")
    func noWords() {
        #expect(TokenF1.score("...", "the") == 1)
        #expect(TokenF1.score("", "1937") == 0)
        #expect(TokenF1.score("1937", "?!") == 0)
    }

    @Test("the best reference counts")
    func several() {
        let sample = Sample(
            answer: "May 1937",
            reference: "1936",
            metadata: ["references": .array([.string("May 1937"), .number(3)])]
        )
        #expect(TokenF1().outcome(of: sample) == .scored(1))
        #expect(TokenF1().outcome(of: Sample(answer: "May 1937")) == .noReference)
    }

    @Test("it agrees with SQuAD's definition on every golden", arguments: [Language.english, .portuguese])
    func goldens(language: Language) throws {
        for golden in try ReferenceGolden.all() {
            let found = golden.references.map { TokenF1.score(golden.answer, $0, language) }.max() ?? .nan
            #expect(abs(found - golden.value("token_f1", language.rawValue)) < 1e-12, "\(golden.answer)")
        }
    }
}
