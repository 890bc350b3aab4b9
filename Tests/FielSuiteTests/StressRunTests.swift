import FielCore
import FielStatistics
import FielSuite
import FielText
import Foundation
import Testing

/// Supports a claim when some passage has every word of it, whatever the order: a judge whose verdicts can be foretold.
private struct WordJudge: SampleEvaluator {
    /// Whether it supports everything.
    var isBlind = false

    func evaluate(_ samples: [Sample]) async -> [Evaluation] {
        samples.map { sample in
            let passages = sample.contexts.map(words)
            let claims = SentenceSplitter.sentences(in: sample.answer).map { sentence in
                let own = words(sentence.text)
                let place = passages.firstIndex { isBlind || own.isSubset(of: $0) }
                return ClaimJudgement(
                    text: sentence.text,
                    range: sentence.range,
                    verdict: place == nil ? .unsupported : .supported,
                    evidence: place.map { Evidence(context: $0, range: 0..<1) }
                )
            }
            let share = Double(claims.count { $0.verdict == .supported }) / Double(max(1, claims.count))
            return Evaluation(
                id: sample.id,
                metrics: ["groundedness": .scored(share), "hallucination": .scored(1 - share)],
                claims: claims
            )
        }
    }

    private func words(_ text: String) -> Set<Substring> {
        Set(text.lowercased().split { !$0.isLetter && !$0.isNumber })
    }
}

private struct BrokenJudge: SampleEvaluator {
    func evaluate(_ samples: [Sample]) async -> [Evaluation] {
        let failure = Outcome.failed(FielError(.internalError, "no judge"))
        return samples.map { Evaluation(id: $0.id, metrics: ["groundedness": failure]) }
    }
}

/// As `WordJudge`, but without contexts there is no groundedness.
private struct ContextJudge: SampleEvaluator {
    func evaluate(_ samples: [Sample]) async -> [Evaluation] {
        zip(samples, await WordJudge().evaluate(samples)).map { sample, evaluation in
            var evaluation = evaluation
            if sample.contexts.isEmpty { evaluation.metrics = ["groundedness": .noContexts] }
            return evaluation
        }
    }
}

@Suite("Stress run")
struct StressRunTests {
    private static let lines = [
        #"{"id":"a","question":"When?","contexts":["The bridge was opened in 1937 by Ada Berg and has 6 arches.","It rains."],"answer":"The bridge was opened in 1937 by Ada Berg. The bridge has 6 arches."}"#,
        #"{"id":"b","contexts":["The mill was built by Max Holm in 1812 and is 12 km away.","Cats sleep."],"answer":"The mill was built by Max Holm in 1812."}"#,
        #"{"id":"c","contexts":["The tower is old."],"answer":"The tower has 9 bells."}"#,
        #"{"id":"d","contexts":[],"answer":""}"#,
    ]

    private func run(
        _ judge: any SampleEvaluator,
        _ lines: [String] = lines,
        seed: UInt64 = 0,
        blocks: Int = 256,
        only: [Perturbation] = Perturbation.allCases
    ) async throws -> (summary: StressSummary, lines: String) {
        var options = StressRun.Options()
        (options.seed, options.blockSamples, options.perturbations) = (seed, blocks, only)
        let sink = MemorySink()
        let text = lines.joined(separator: "\n")
        var reader = try DatasetReader(MemorySource(text.utf8))
        let summary = try await StressRun(evaluator: judge, output: sink, options: options)(&reader)
        return (summary, sink.text)
    }

    private func row(_ perturbation: Perturbation, _ summary: StressSummary) throws -> StressSummary.Row {
        try #require(summary.rows.first { $0.perturbation == perturbation })
    }

    @Test("a judge that reads detects what is changed and nothing else; a blind one detects nothing")
    func judges() async throws {
        let reading = try await run(WordJudge()).summary
        #expect(reading.detection?.estimate == 1)
        #expect(reading.falseAlarms?.estimate == 0)
        #expect(try row(.number, reading).lostShare?.n == 1)
        #expect(try row(.number, reading).groundednessChange == -0.5)
        #expect(try row(.number, reading).hallucinationChange == 0.5)
        #expect(try row(.entity, reading).tested == 2)
        #expect(try row(.evidenceRemoved, reading).lost == 2)
        let blind = try await run(WordJudge(isBlind: true)).summary
        #expect(blind.detection?.estimate == 0 && blind.falseAlarms?.estimate == 0)
        let tested = try #require(blind.detection?.n)
        // Two answers were changed, several times each: they are no more than two draws.
        #expect(tested > 2 && blind.detection?.clusters == 2)
        #expect(blind.detection?.bounds == Proportion.wilson(successes: 0, of: 2)?.bounds)
    }

    @Test("each sample is counted once a change: tested, unsupported before, not applicable or failed")
    func accounting() async throws {
        for summary in [try await run(WordJudge()).summary, try await run(BrokenJudge()).summary] {
            #expect(summary.samples == 4)
            for row in summary.rows {
                #expect(row.tested + row.notSupportedBefore + row.notApplicable + row.failed == 4, "\(row)")
            }
        }
        let reading = try await run(WordJudge()).summary
        #expect(reading.unsupportedUnchanged?.n == 3 && reading.unsupportedAnswers == 1)
        #expect(try row(.formatting, reading).notSupportedBefore == 1)
        let broken = try await run(BrokenJudge()).summary
        #expect(broken.failures == 4 && broken.detection == nil && broken.falseAlarms == nil)
    }

    @Test("the same seed gives the same bytes, another one other changes, and asking for fewer changes none of them")
    func determinism() async throws {
        let first = try await run(WordJudge(), seed: 5)
        let again = try await run(WordJudge(), seed: 5)
        #expect(first.lines == again.lines && first.summary == again.summary)
        #expect(try await run(WordJudge(), seed: 6).lines != first.lines)
        let alone = try await run(WordJudge(), seed: 5, only: [.number]).lines
        #expect(!alone.isEmpty && first.lines.contains(alone))
    }

    @Test("a line holds the change, both verdicts and the changed sample")
    func lines() async throws {
        let found = try await run(WordJudge(), only: [.date]).lines.split(separator: "\n")
        let first = try #require(found.first)
        let object = try #require(JSONValue(parsing: Array(first.utf8)).object)
        #expect(object["perturbation"]?.string == "date" && object["as_expected"] == .bool(true))
        #expect(object["exchange"]?.object?["old"]?.string == "1937")
        #expect(object["before"]?.object?["claims"]?.array?.first?.object?["verdict"]?.string == "supported")
        #expect(object["after"]?.object?["claims"]?.array?.first?.object?["verdict"]?.string == "unsupported")
        #expect(object["answer"]?.string?.contains("1937") == false)
        #expect(object["contexts"]?.array?.count == 2)
    }

    @Test("answers without contexts, which have no groundedness, are no alarms; those of one group are one draw")
    func clusters() async throws {
        let bare = #"{"id":"n","contexts":[],"answer":"It is red."}"#
        let summary = try await run(ContextJudge(), [bare] + Self.lines).summary
        #expect(summary.unsupportedUnchanged?.n == 3 && summary.unsupportedAnswers == 1)
        let grouped = Self.lines.prefix(2).map { $0.dropLast() + #","group":1}"# }
        let share = try row(.entity, try await run(WordJudge(), grouped.map(String.init)).summary).lostShare
        #expect(share?.n == 2 && share?.clusters == 1)
        #expect(share?.bounds == Proportion.wilson(successes: 1, of: 1)?.bounds)
    }

    @Test("a block borrows from the one before it, so that a short last block has donors")
    func blocks() async throws {
        let summary = try await run(WordJudge(), blocks: 1).summary
        #expect(try row(.distractor, summary).tested == 1, "the first sample has no other to borrow from")
        #expect(try row(.distractor, try await run(WordJudge()).summary).tested == 2)
    }

    @Test("a row that is no sample is told and counted")
    func unreadable() async throws {
        let summary = try await run(WordJudge(), ["{", #"{"answer":3}"#] + Self.lines).summary
        #expect(summary.unreadable == 2 && summary.samples == 4)
    }
}
