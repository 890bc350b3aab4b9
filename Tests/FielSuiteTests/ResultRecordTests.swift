import FielCore
import FielSuite
import Testing

@Suite("Result records") struct ResultRecordTests {
    private static let metrics = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]

    private var record: ResultRecord {
        let sample = Sample(
            id: "q\u{0}\"1",
            question: "Who\u{2028}?",
            contexts: ["One.", "", "Três 🌉"],
            answer: "A line\nand <another>.",
            reference: "r",
            metadata: [
                "group": .string("doc 7"), "rank": .number(3), "share": .number(0.1), "none": .null,
                "list": .array([.bool(true), .object(["z": .number(-1e300), "a": .string("")])]),
            ]
        )
        let claims = Verdict.allCases.map { verdict in
            ClaimJudgement(
                text: "claim \(verdict)",
                range: 2..<9,
                verdict: verdict,
                support: 1.0 / 3,
                contradiction: .leastNonzeroMagnitude,
                evidence: verdict == .supported ? Evidence(context: 2, range: 0..<4) : nil,
                findings: verdict == .contradicted ? ["1936 stands in no context"] : []
            )
        }
        var evaluation = Evaluation(id: sample.id, contextRelevance: [0.1, 0, 1], claims: claims)
        evaluation.metrics = [
            "a": .scored(0.25), "b": .abstained, "c": .noCheckableClaim, "d": .noQuestion, "e": .noContexts,
            "f": .noReference, "g": .failed(FielError(.internalError, "no \"reason\"")),
            "h": .noSamples, "i": .noLabel, "j": .noCitations,
        ]
        evaluation.accounting.tokensSeen = 12
        let infos = Self.metrics.enumerated().map { place, id in
            MetricInfo(id: id, version: place + 1, range: 0...1, better: .higher, definition: "")
        }
        return ResultRecord(sample, evaluation, metrics: infos, configuration: "k=3")
    }

    @Test("a record that is written and read is the same record")
    func roundTrip() throws {
        let line = ResultLine.bytes(record, metrics: Self.metrics)
        let read = try RecordedResults(MemorySource(line)).rows
        #expect(read == [record])
        #expect(read.map { ResultLine.bytes($0, metrics: Self.metrics) } == [line])
        #expect(read.first?.cluster == "doc 7" && read.first?.versions["g"] == 7)
    }

    @Test("a cut or changed line is read or refused, never a crash")
    func mutations() {
        let line = ResultLine.bytes(record, metrics: Self.metrics)
        var numbers = SeededGenerator(seed: 5)
        for _ in 0..<2000 {
            var changed = line.dropLast()
            if numbers.next(below: 4) == 0 { changed = changed.prefix(numbers.next(below: changed.count)) }
            for _ in 0..<numbers.next(below: 4) where !changed.isEmpty {
                changed[numbers.next(below: changed.count)] = UInt8(truncatingIfNeeded: numbers.next())
            }
            do {
                let rows = try RecordedResults(MemorySource(changed)).rows
                for row in rows { _ = ResultLine.bytes(row, metrics: Self.metrics) }
            } catch {
                #expect(error.code == .invalidArgument && error.location?.line != nil)
            }
        }
    }
}
