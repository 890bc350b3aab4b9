import FielStatistics
import Testing

@Suite("Clusters")
struct ClustersTests {
    @Test("one name has one number, and what has none a number of its own")
    func numbers() {
        #expect(Clusters.numbers(of: ["b", nil, "a", "b", nil]) == [0, 1, 2, 0, 3])
        #expect(Clusters.numbers(of: [Int?]()) == [])
    }
}
