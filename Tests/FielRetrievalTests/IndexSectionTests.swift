import FielCore
import FielRetrieval
import Testing

@Suite("Index sections") struct IndexSectionTests {
    @Test("bytes in memory are given as they are")
    func memory() throws {
        let section = IndexSection([1, 2, 3])
        #expect(section.count == 3)
        #expect(try section.withBytes { Array($0) } == [1, 2, 3])
    }
}
