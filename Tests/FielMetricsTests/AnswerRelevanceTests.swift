import FielCore
import FielMetrics
import Testing

@Suite("Answer relevance")
struct AnswerRelevanceTests {
    private let passage =
        "The bridge was opened in 1937 by the mayor. A ferry crossed the bay until 1941. The ticket cost 20 cents."

    private func signals(_ question: String, _ answer: String, contexts: [String]? = nil) async throws
        -> [AnswerRelevance.Signals]
    {
        let sample = Sample(question: question, contexts: contexts ?? [passage], answer: answer)
        let prepared = PreparedSample(sample, counter: WordEntailment())
        return try await AnswerRelevance().inquiry(about: prepared).answer(WordEntailment(), LetterEmbedder())
    }

    private func relevance(_ question: String, _ answer: String, contexts: [String]? = nil) async throws -> Double? {
        let signals = try await signals(question, answer, contexts: contexts)
        return AnswerRelevance().outcome(signals, abstained: false).value
    }

    @Test("the source is the sentence that holds what the answer adds to its question")
    func source() async throws {
        let found = try await signals("When was the bridge opened?", "In 1937")[0]
        #expect(found.sourceCoverage == 1 && found.sourceRecall == 1)
        let other = try await signals("When was the bridge opened?", "1941")[0]
        #expect(other.sourceCoverage == 1 && other.sourceRecall == 0)
    }

    @Test("an answer that stands in no passage, or has none, has no source", arguments: [["It is red."], []])
    func noSource(contexts: [String]) async throws {
        let found = try await signals("When was the bridge opened?", "In 1937", contexts: contexts)[0]
        #expect(found.sourceCoverage == 0 && found.sourceSimilarity == 0 && found.sourceRecall == 0)
    }

    @Test("a right answer of one word is more relevant than one to another question on the same passage")
    func otherQuestion() async throws {
        let right = try #require(try await relevance("When was the bridge opened?", "1937"))
        let other = try #require(try await relevance("When was the bridge opened?", "1941"))
        let price = try #require(try await relevance("When was the bridge opened?", "20 cents"))
        #expect(right > 0.5 && right > other && other > price)
    }

    @Test("an answer that only repeats its question answers nothing, unless yes or no is asked")
    func echo() async throws {
        #expect(try await signals("When was the bridge opened?", "The bridge was opened.")[0].isEcho)
        #expect(try await relevance("When was the bridge opened?", "The bridge was opened.") ?? 1 < 0.01)
        #expect(try await !signals("Was the bridge opened?", "The bridge was opened.")[0].isEcho)
        #expect(try await !signals("When was the bridge opened?", "It was opened in 1937.")[0].isEcho)
    }

    @Test(
        "commonplaces around the question answer nothing",
        arguments: [
            (
                "When was the bridge opened?",
                "That is an interesting question: when was the bridge opened. Many people ask."
            ),
            ("When was the bridge opened?", "There is a lot to say about the topic of the bridge, and opinions vary."),
            (
                "Quando abriu a ponte?",
                "É uma pergunta interessante: quando abriu a ponte. Muitas pessoas falam sobre isso."
            ),
        ]
    )
    func commonplaces(question: String, answer: String) async throws {
        #expect(try await signals(question, answer)[0].isEcho)
        #expect(try await !signals(question, answer + " 1937.")[0].isEcho)
    }

    @Test("a short answer of common words is an answer")
    func shortCommonWords() async throws {
        #expect(try await !signals("How did they find the bridge?", "Very interesting.")[0].isEcho)
    }

    @Test("each part of the question is judged by itself")
    func parts() async throws {
        let found = try await signals("When was the bridge opened and what did the ticket cost?", "1937")
        #expect(found.count == 2)
        #expect(found[0].hasType == true)
        #expect(found[0].sourceRecall > found[1].sourceRecall)
    }
}
