import FielCore
import Synchronization
import Testing

@testable import FielMetrics

@Suite("Inquiry")
struct InquiryTests {
    /// Remembers what it was asked.
    private final class Recorder: EntailmentModel, TextEmbedder {
        let maximumTokens = 512
        let texts = Mutex<[[String]]>([])
        let pairs = Mutex<[[TextPair]]>([])
        /// How many results are left out.
        let missing: Int

        init(missing: Int = 0) { self.missing = missing }

        func tokenCounts(_ texts: [String]) -> [Int] { texts.map(\.count) }

        func embed(_ texts: [String]) async throws(FielError) -> [Embedding] {
            self.texts.withLock { $0.append(texts) }
            return texts.dropLast(missing).map {
                Embedding(vector: [Float($0.unicodeScalars.count)], tokens: 1, truncated: false)
            }
        }

        func classify(_ pairs: [TextPair]) async throws(FielError) -> [EntailmentScores] {
            self.pairs.withLock { $0.append(pairs) }
            return pairs.map {
                EntailmentScores(entailment: Double($0.premise.utf8.count), neutral: 0, contradiction: 0)
            }
        }
    }

    /// Embeds texts, pairs each with itself, and gives the lengths that the judges saw.
    private func lengths(_ texts: [String]) -> Inquiry<[Double]> {
        Inquiry(texts: texts) { embeddings in
            let own = embeddings.map { Double($0.vector[0]) }
            return .init(pairs: texts.map { TextPair(premise: $0, hypothesis: $0) }) { own + $0.map(\.entailment) }
        }
    }

    @Test("each part gets the answers to its own questions, in order, and each judge is called once")
    func shares() async throws {
        let judge = Recorder()
        let parts = [["a", "bb"], [], ["ccc"], ["bb", "dddd", "a"]].map(lengths)
        let found = try await Inquiry.all(parts).and(lengths(["ccc"]).map { $0.count }).answer(judge, judge)
        #expect(found.0 == [[1, 2, 1, 2], [], [3, 3], [2, 4, 1, 2, 4, 1]])
        #expect(found.1 == 2)
        #expect(judge.texts.withLock { $0 } == [["a", "bb", "ccc", "dddd"]])
        #expect(judge.pairs.withLock { $0.map { $0.map(\.premise) } } == [["a", "bb", "ccc", "dddd"]])
    }

    @Test("texts that are equal to Swift but differ in bytes are different texts")
    func bytes() async throws {
        let judge = Recorder()
        #expect(try await lengths(["é", "e\u{301}"]).answer(judge, judge) == [1, 2, 2, 3])
    }

    @Test("what is known is not asked")
    func known() async throws {
        let judge = Recorder()
        #expect(try await Inquiry.all([.known(7), .known(8)]).answer(judge, judge) == [7, 8])
        #expect(judge.texts.withLock(\.isEmpty) && judge.pairs.withLock(\.isEmpty))
    }

    @Test("a judge that leaves results out is an error")
    func incomplete() async {
        let judge = Recorder(missing: 1)
        let error = await #expect(throws: FielError.self) { try await lengths(["a", "b"]).answer(judge, judge) }
        #expect(error?.message == "the embedder gave 1 results for 2 inputs")
    }
}
