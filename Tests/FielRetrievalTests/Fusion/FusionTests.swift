import FielCore
import Testing

@testable import FielRetrieval

private func chunks(_ pairs: KeyValuePairs<Int, Double>) -> [RetrievedChunk] {
    pairs.map { RetrievedChunk(index: $0.key, score: $0.value) }
}

@Suite("Fusion") struct FusionTests {
    private static let sparse = chunks([4: 12, 1: 9, 7: 6]), dense = chunks([1: 0.9, 2: 0.5, 4: 0.1])

    @Test("a weighted sum of scores within the query, computed by hand")
    func convex() throws {
        // sparse: 4 → 1, 1 → 0.5, 7 → 0; dense: 1 → 1, 2 → 0.5, 4 → 0.
        let fused = try ConvexFusion(alpha: 0.25).fuse(sparse: Self.sparse, dense: Self.dense)
        #expect(fused == chunks([4: 0.75, 1: 0.625, 2: 0.125, 7: 0]))
    }

    @Test("alpha 0 keeps the sparse list and alpha 1 the dense one")
    func ends() throws {
        #expect(try ConvexFusion(alpha: 0).fuse(sparse: Self.sparse, dense: Self.dense).map(\.index) == [4, 1, 7])
        #expect(try ConvexFusion(alpha: 1).fuse(sparse: Self.sparse, dense: Self.dense).map(\.index) == [1, 2, 4])
    }

    @Test("a list of equal scores counts as 1, an empty list as nothing")
    func equal() throws {
        let fusion = try ConvexFusion(alpha: 0.5)
        #expect(fusion.fuse(sparse: chunks([3: 2, 1: 2]), dense: []) == chunks([1: 0.5, 3: 0.5]))
        #expect(fusion.fuse(sparse: [], dense: []).isEmpty)
    }

    @Test("neither a shift nor a factor of a list's scores changes the fused order")
    func invariance() throws {
        var random = SeededGenerator(seed: 31)
        for _ in 0..<50 {
            let lists = (0..<2).map { _ in
                (0..<8).map {
                    RetrievedChunk(index: $0 * 2 + random.next(below: 2), score: Double(random.next(below: 64)))
                }
            }
            let moved = lists[0].map { RetrievedChunk(index: $0.index, score: 4 * $0.score + 16) }
            let fusion = try ConvexFusion(alpha: 0.5)
            #expect(fusion.fuse(sparse: moved, dense: lists[1]) == fusion.fuse(sparse: lists[0], dense: lists[1]))
        }
    }

    @Test("reciprocal ranks, computed by hand")
    func reciprocal() throws {
        let fused = try ReciprocalRankFusion().fuse([Self.sparse, Self.dense])
        #expect(fused.map(\.index) == [1, 4, 2, 7])
        #expect(fused.map(\.score) == [1.0 / 62 + 1.0 / 61, 1.0 / 61 + 1.0 / 63, 1.0 / 62, 1.0 / 63])
        let weighed = try ReciprocalRankFusion(constant: 1, weights: [0, 2]).fuse([Self.sparse, Self.dense])
        #expect(weighed == chunks([1: 1, 2: 2.0 / 3, 4: 0.5]))
    }

    @Test("parameters out of range are refused", arguments: [-0.1, 1.1, .nan])
    func refused(value: Double) {
        #expect(throws: FielError.self) { try ConvexFusion(alpha: value) }
        #expect(throws: FielError.self) { try MaximalMarginalRelevance(lambda: value) }
        #expect(throws: FielError.self) { try ReciprocalRankFusion(constant: -abs(value)) }
    }

    @Test("a hybrid retriever fuses what both find, and gives no more than wanted")
    func hybrid() async throws {
        let retriever = HybridRetriever(
            sparse: ScriptedRetriever(found: Self.sparse),
            dense: ScriptedRetriever(found: Self.dense),
            fusion: .convex(try ConvexFusion(alpha: 0.25))
        )
        #expect(try await retriever.retrieve("?", top: 2) == chunks([4: 0.75, 1: 0.625]))
    }
}

private struct ScriptedRetriever: Retriever {
    let found: [RetrievedChunk]
    func retrieve(_ query: String, top count: Int) async throws(FielError) -> [RetrievedChunk] {
        Array(found.prefix(count))
    }
}

@Suite("Maximal marginal relevance") struct MaximalMarginalRelevanceTests {
    private static let candidates = chunks([0: 1, 1: 0.75, 2: 0.5])
    /// 0 and 1 say nearly the same; 2 stands alone.
    private static func similarity(_ a: Int, _ b: Int) -> Double { a + b == 1 ? 1 : 0 }

    @Test("a chunk like one chosen before comes later, computed by hand")
    func diversity() throws {
        let chosen = try MaximalMarginalRelevance(lambda: 0.5).select(
            Self.candidates,
            top: 3,
            similarity: Self.similarity
        )
        #expect(chosen == chunks([0: 0.5, 2: 0.25, 1: -0.125]))
    }

    @Test("lambda 1 keeps the order of relevance, and no chunk is chosen twice")
    func relevance() throws {
        let chosen = try MaximalMarginalRelevance(lambda: 1).select(
            Self.candidates,
            top: 9,
            similarity: Self.similarity
        )
        #expect(chosen == Self.candidates)
    }

    @Test("the values of chosen chunks never rise")
    func falling() throws {
        var random = SeededGenerator(seed: 37)
        for _ in 0..<50 {
            let table = (0..<144).map { _ in Double(random.next(below: 100)) / 100 }
            let candidates = (0..<12).map { RetrievedChunk(index: $0, score: Double(random.next(below: 100)) / 100) }
            let chosen = try MaximalMarginalRelevance(lambda: 0.4).select(candidates, top: 12) { table[$0 * 12 + $1] }
            #expect(Set(chosen.map(\.index)).count == 12)
            #expect(zip(chosen, chosen.dropFirst()).allSatisfy { $0.score >= $1.score })
        }
    }
}

@Suite("Reranking") struct RerankerTests {
    private static let texts = ["long enough", "no", "middling"]

    /// Takes length for relevance.
    private struct LengthModel: RelevanceModel {
        func relevance(of passages: [String], to question: String) async throws(FielError) -> [Double] {
            passages.map { Double($0.count) }
        }
    }

    @Test("the model's order replaces the retriever's among the chunks it reads, and others are left out")
    func order() async throws {
        let found = chunks([1: 9, 2: 8, 0: 7])
        let all = try await Reranker(LengthModel()).rerank(found, question: "?") { Self.texts[$0] }
        #expect(all.map(\.index) == [0, 2, 1])
        let two = try await Reranker(LengthModel(), depth: 2).rerank(found, question: "?") { Self.texts[$0] }
        #expect(two == chunks([2: 1, 1: 0]))
        let none = try await Reranker(LengthModel(), weight: 0).rerank(found, question: "?") { Self.texts[$0] }
        #expect(none.map(\.index) == [1, 2, 0])
    }

    @Test("a model that gives another number of results is an error")
    func miscount() async throws {
        struct Silent: RelevanceModel {
            func relevance(of passages: [String], to question: String) async throws(FielError) -> [Double] { [] }
        }
        let reranker = try Reranker(Silent())
        await #expect(throws: FielError.self) {
            try await reranker.rerank(chunks([0: 1]), question: "?") { Self.texts[$0] }
        }
    }
}
