import FielCore
import FielEngine
import Testing

@Suite("Engine determinism")
struct DeterminismTests {
    /// Texts of very different lengths, so that tiles and sequences never line up.
    private static let texts = (0..<60).map { index in
        String(
            repeating: ["the river ", "stones, ", "1937 ", "a painter painted "][index % 4],
            count: 1 + index * 7 % 23
        )
    }

    @Test("a text has the same bits alone as in a batch", arguments: Precision.allCases)
    func batchInvariance(precision: Precision) async throws {
        for isa in InstructionSet.supported {
            let encoder = try SentenceEncoder(
                path: Fixtures.path("sentence"),
                options: Fixtures.options(precision, isa: isa)
            )
            let together = try await encoder.embed(Self.texts)
            for (text, embedding) in zip(Self.texts, together) {
                #expect(try await encoder.embed([text]) == [embedding], "on \(isa)")
            }
        }
    }

    @Test("the number of threads changes no bit", arguments: Precision.allCases)
    func threadInvariance(precision: Precision) async throws {
        let one = try SentenceEncoder(path: Fixtures.path("sentence"), options: Fixtures.options(precision))
        let reference = try await one.embed(Self.texts)
        for threads in [2, 3, 8] {
            let several = try SentenceEncoder(
                path: Fixtures.path("sentence"),
                options: Fixtures.options(precision, threads: threads)
            )
            #expect(try await several.embed(Self.texts) == reference)
        }
    }

    @Test("a pair has the same probabilities whatever stands before it", arguments: Precision.allCases)
    func pairInvariance(precision: Precision) async throws {
        let classifier = try PairClassifier(path: Fixtures.path("classifier"), options: Fixtures.options(precision))
        let pairs = zip(Self.texts, Self.texts.reversed()).map { TextPair(premise: $0, hypothesis: $1) }
        let together = try await classifier.classify(pairs)
        #expect(try await classifier.classify(pairs.reversed()).reversed() == together)
        #expect(try await classifier.classify([pairs[17]]) == [together[17]])
    }
}
