import FielCore
import Testing

@Suite("Nearest name") struct NearestNameTests {
    @Test(
        "a slip of the fingers finds the name that was meant",
        arguments: [("socre", "score"), ("scor", "score"), ("scoree", "score"), ("sciore", "score"), ("nil", "nli")]
    )
    func slips(word: String, meant: String) {
        #expect(NearestName.find(word, among: ["nli", "embed", "score"]) == meant)
    }

    @Test("a word that is far from every name finds none", arguments: ["xyzzy", "", "screwdriver", "compare"])
    func strangers(word: String) {
        #expect(NearestName.find(word, among: ["embed", "score"]) == nil)
        #expect(NearestName.find(word, among: []) == nil)
    }

    @Test("a word of any length takes little time")
    func long() {
        #expect(NearestName.find(String(repeating: "score", count: 100_000), among: ["score"]) == nil)
    }
}
