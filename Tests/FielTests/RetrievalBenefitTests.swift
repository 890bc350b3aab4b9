import Fiel
import Testing

@Suite("Retrieval benefit")
struct RetrievalBenefitTests {
    private let with: [Outcome] = [.scored(1), .scored(0.5), .scored(0.25), .abstained, .scored(1)]
    private let closed: [Outcome] = [.scored(0), .scored(0.5), .scored(0.5), .scored(1), .noReference]

    private func metric(_ better: MetricInfo.Direction) -> MetricInfo {
        MetricInfo(id: "m", version: 1, range: 0...1, better: better, definition: "")
    }

    @Test("it is the mean gain over the questions that have a value both ways")
    func gain() throws {
        let found = try #require(RetrievalBenefit(withPassages: with, closedBook: closed, metric: metric(.higher)))
        #expect(found.lift == 0.25)
        #expect(found.helped == 1 && found.harmed == 1 && found.questions == 3)
    }

    @Test("where lower is better, a drop is a gain")
    func lower() throws {
        let found = try #require(RetrievalBenefit(withPassages: with, closedBook: closed, metric: metric(.lower)))
        #expect(found.lift == -0.25)
    }

    @Test("where neither way is better, the lift is the rise")
    func neither() throws {
        let copied = try #require(
            RetrievalBenefit(withPassages: [.scored(0.8)], closedBook: [.scored(0.3)], metric: metric(.neither))
        )
        #expect(abs(copied.lift - 0.5) < 1e-12)
    }

    @Test("without a common question there is no benefit to speak of")
    func none() {
        #expect(RetrievalBenefit(withPassages: [.abstained], closedBook: [.scored(1)], metric: metric(.higher)) == nil)
        #expect(RetrievalBenefit(withPassages: [], closedBook: [], metric: metric(.higher)) == nil)
    }
}
