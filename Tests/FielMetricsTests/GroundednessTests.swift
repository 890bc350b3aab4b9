import FielCore
import FielText
import Testing

@testable import FielMetrics

@Suite("Groundedness")
struct GroundednessTests {
    private let passage = "The bridge over the bay was painted red by its builders long ago."

    private func signals(
        _ answer: String,
        question: String = "Is the bridge red?",
        _ entailments: [String: Double]
    ) async throws -> Groundedness.Signals {
        let sample = PreparedSample(
            Sample(question: question, contexts: [passage], answer: answer),
            counter: WordEntailment()
        )
        let found = try await Groundedness()
            .inquiry(about: sample.checkable, windows: sample.windows, contexts: [passage])
            .answer(ListedEntailment(entailments: entailments), LetterEmbedder())
        return try #require(found.first)
    }

    @Test("an answer of yes or no that is entailed no more than its opposite has a half")
    func unsure() async throws {
        for same in [0.0, 0.3, 0.9] {
            let found = try await signals("Yes", ["The bridge is red.": same, "The bridge is not red.": same])
            #expect(found.entailment == 0.5)
        }
    }

    @Test("what entails one answer contradicts the other")
    func opposite() async throws {
        let judge = ["The bridge is red.": 0.9, "The bridge is not red.": 0.1]
        let yes = try await signals("Yes", judge)
        #expect(abs(yes.entailment - 1 / 1.2) < 1e-12 && yes.contradiction == 0.1)
        let no = try await signals("No.", judge)
        #expect(abs(no.entailment - 0.2 / 1.2) < 1e-12 && no.contradiction == 0.9)
        #expect(Groundedness.support(yes) > Groundedness.support(no))
        let claim = try #require(ClaimExtractor.claims(in: "No.", question: "Is the bridge red?").first)
        let windows = PassageWindows().windows(over: [passage], counter: WordEntailment())
        let judgement = Groundedness().judgement(of: claim, no, windows: windows)
        #expect(judgement.verdict == .contradicted && judgement.evidence?.context == 0)
    }

    @Test("tokenized answers and passages are judged as people write them, figures among what is found")
    func tokenized() async throws {
        let sample = PreparedSample(
            Sample(
                contexts: ["They do n't sell tea in the 23,768 shops , he said ."],
                answer: "They do n't have 23 , 768 shops ."
            ),
            counter: WordEntailment()
        )
        let claim = try #require(sample.checkable.first)
        let inquiry = Groundedness().inquiry(about: [claim], windows: sample.windows, contexts: sample.sample.contexts)
        let judging = inquiry.judging(try await LetterEmbedder().embed(inquiry.texts))
        #expect(Set(judging.pairs.map(\.premise)) == ["They don't sell tea in the 23,768 shops, he said."])
        #expect(Set(judging.pairs.map(\.hypothesis)) == ["They don't have 23,768 shops."])
        let scores = judging.pairs.map { _ in EntailmentScores(entailment: 0.1, neutral: 0.8, contradiction: 0.1) }
        #expect(judging.result(scores).map(\.missingFigures) == [[]])
    }

    @Test("an answer that a passage has word for word is not weighed down")
    func verbatim() async throws {
        let sample = PreparedSample(
            Sample(question: "Is the bridge red?", contexts: ["The bridge is red."], answer: "Yes"),
            counter: WordEntailment()
        )
        let found = try await Groundedness()
            .inquiry(about: sample.checkable, windows: sample.windows, contexts: ["The bridge is red."])
            .answer(ListedEntailment(entailments: ["The bridge is not red.": 0.9]), LetterEmbedder())
        #expect(found.first?.entailment == 0.99 && found.first?.contradiction == 0)
    }

    @Test("every other claim is judged by itself")
    func sentence() async throws {
        let found = try await signals("The bridge is red.", ["The bridge is red.": 0.3, "The bridge is not red.": 0.9])
        #expect(found.entailment == 0.3 && found.contradiction == 0)
    }
}
