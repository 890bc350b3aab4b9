import FielCore
import FielText
import Testing

@testable import FielMetrics

@Suite("Exact match")
struct ExactMatchTests {
    private func value(_ answer: String, _ reference: String, question: String? = nil) -> Double? {
        ExactMatch().outcome(of: Sample(question: question, answer: answer, reference: reference)).value
    }

    @Test(
        "case, punctuation, articles and spaces do not count",
        arguments: [
            ("The Eiffel Tower", "eiffel  tower."), ("28 May, 1937", "28 may 1937"), ("\"Yes!\"", "yes"),
        ]
    )
    func normalised(answer: String, reference: String) {
        #expect(value(answer, reference) == 1)
    }

    @Test("anything else counts", arguments: [("1937", "1936"), ("Eiffel", "Eiffel Tower"), ("", "x"), ("x y", "y x")])
    func different(answer: String, reference: String) {
        #expect(value(answer, reference) == 0)
    }

    @Test("Portuguese articles are left out of Portuguese texts only, which the question helps to tell")
    func portuguese() {
        #expect(value("Tejo", "o Tejo", question: "Qual é o rio que passa em Lisboa?") == 1)
        #expect(value("OS", "S.O.S. O", question: "What is an operating system called?") == 0)
        #expect(value("os 2", "2", question: "Which version of the system is it?") == 0)
    }

    @Test("several references are equally good, and one of them is enough")
    func several() {
        let metadata: [String: JSONValue] = ["references": .array([.string("NYC"), .string("New York City")])]
        let sample = Sample(answer: "New York City", reference: "NYC", metadata: metadata)
        #expect(ExactMatch().outcome(of: sample) == .scored(1))
        #expect(ExactMatch().outcome(of: Sample(answer: "NYC", metadata: metadata)) == .scored(1))
    }

    @Test("without a reference there is no score", arguments: [nil, "", " \n"])
    func missing(reference: String?) {
        #expect(ExactMatch().outcome(of: Sample(answer: "x", reference: reference)) == .noReference)
    }

    @Test("it agrees with SQuAD's definition on every golden", arguments: [Language.english, .portuguese])
    func goldens(language: Language) throws {
        for golden in try ReferenceGolden.all() {
            let own = AnswerTokens(golden.answer, language: language)
            let found: Double = golden.references.contains { AnswerTokens($0, language: language) == own } ? 1 : 0
            #expect(found == golden.value("exact_match", language.rawValue), "\(golden.answer)")
        }
    }
}
