import FielCore
import Testing

@testable import FielMetrics

@Suite("ROUGE-L")
struct ROUGELTests {
    @Test("it is the F1 of the longest run of words through both, with gaps")
    func definition() {
        // Lin 2004, section 3.1: both have the bigrams, only the first has the order.
        #expect(ROUGEL.score("police kill the gunman", "police killed the gunman") == 0.75)
        #expect(ROUGEL.score("the gunman kill police", "police killed the gunman") == 0.5)
    }

    @Test("the length of the common subsequence is that of the plain table, whatever the lengths")
    func subsequence() {
        var random = SeededGenerator(seed: 5)
        for round in 0..<300 {
            let longest = round % 10 == 0 ? 300 : 70
            let first = (0..<Int.random(in: 0...longest, using: &random)).map { _ in
                Int.random(in: 0..<6, using: &random)
            }
            let second = (0..<Int.random(in: 0...longest, using: &random)).map { _ in
                Int.random(in: 0..<6, using: &random)
            }
            #expect(LongestCommonSubsequence.length(first, second) == table(first, second))
        }
        #expect(LongestCommonSubsequence.length(Array(0..<128), Array(0..<128)) == 128)
        #expect(LongestCommonSubsequence.length(Array(0..<64), [63]) == 1)
    }

    /// The textbook's table.
    private func table(_ first: [Int], _ second: [Int]) -> Int {
        var row = [Int](repeating: 0, count: second.count + 1)
        for element in first {
            var diagonal = 0
            for column in second.indices {
                let above = row[column + 1]
                row[column + 1] = element == second[column] ? diagonal + 1 : max(above, row[column])
                diagonal = above
            }
        }
        return row[second.count]
    }

    @Test("no reference gives no score")
    func missing() {
        #expect(ROUGEL().outcome(of: Sample(answer: "a")) == .noReference)
    }

    @Test("it agrees with rouge-score on every golden")
    func goldens() throws {
        let found = worst(try ReferenceGolden.all(), "rouge_l") { ROUGEL().outcome(of: $0.sample).value }
        #expect(found.difference < 1e-12, "\(found.answer)")
    }
}
