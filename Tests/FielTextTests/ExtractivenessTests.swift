import FielText
import Testing

@Suite("Extractiveness")
struct ExtractivenessTests {
    @Test("it is Grusky's coverage and density")
    func definition() throws {
        let source = ["the", "cat", "sat", "on", "the", "mat"]
        let words = ["the", "mat", "was", "on", "the", "mat"]
        let found = try #require(Extractiveness(answer: words, sources: [source, ["was"]]))
        // Fragments: "the mat", "was", "on the mat".
        #expect(found.coverage == 1)
        #expect(abs(found.density - (4.0 + 1 + 9) / 6) < 1e-12)
        #expect(Extractiveness(answer: ["a", "the"], sources: [source])?.coverage == 0.5)
        #expect(Extractiveness(answer: [], sources: [source]) == nil)
    }
}
