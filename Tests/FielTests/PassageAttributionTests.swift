import Fiel
import Testing

@Suite("Passage attribution")
struct PassageAttributionTests {
    private func attribution(_ contexts: [String], _ answer: String) async throws -> PassageAttribution {
        let evaluator = Evaluator(entailment: ScriptedEntailment(), embedder: ScriptedEmbedder())
        return try await evaluator.attribution(of: Sample(contexts: contexts, answer: answer))
    }

    private let answer = "The bridge was opened in 1937."

    @Test("the passage that alone supports the answer carries it")
    func alone() async throws {
        let found = try await attribution(["Bananas are yellow.", answer], answer)
        #expect(try #require(found.groundedness.value) > 0.8)
        #expect(abs(found.drops[0]) < 1e-9 && found.drops[1] > 0.7)
    }

    @Test("what stands in two passages is carried by neither")
    func twice() async throws {
        let found = try await attribution([answer, answer], answer)
        #expect(found.drops.allSatisfy { abs($0) < 1e-9 })
    }

    @Test("beside a passage that says more, one that says the same alone carries what it is nearer by")
    func twiceAndMore() async throws {
        let found = try await attribution([answer, answer + " It is long."], answer)
        let whole = try #require(found.groundedness.value)
        #expect(found.drops[0] > 0 && found.drops[0] < 0.1 * whole && abs(found.drops[1]) < 1e-9)
    }

    @Test("the only passage carries all")
    func only() async throws {
        let found = try await attribution([answer], answer)
        #expect(found.drops == [found.groundedness.value])
    }

    @Test("where groundedness has no value, nothing is carried")
    func outcomes() async throws {
        let found = try await attribution([answer], "I don't know.")
        #expect(found.groundedness == .abstained && found.drops.isEmpty)
    }
}
