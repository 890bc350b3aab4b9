import FielCore
import FielGeneration
import FielStatistics
import FielSuite
import FielText
import Testing

/// A generator that is a function of what it is told.
private struct ScriptedGenerator: Generator {
    let name = "scripted"
    let passages: [String]
    let reply: @Sendable (_ passages: [String], _ prompt: Prompt) throws(FielError) -> String

    func generate(
        _ prompt: Prompt,
        _ parameters: DecodingParameters,
        onText: (@Sendable (String) -> Void)?
    ) async throws(FielError) -> [Generation] {
        let usage = GenerationUsage(promptTokens: 1, completionTokens: 1)
        let text = try reply(passages, prompt)
        return [Generation(text: text, tokens: [], logLikelihood: nil, finishReason: .stop, usage: usage)]
    }
}

@Suite("Probe run")
struct ProbeRunTests {
    private typealias Reply = @Sendable ([String], Prompt) throws(FielError) -> String

    private static let rows = """
        {"id":"en","question":"When was the bridge opened?","contexts":["The bridge was opened in 1937.","It is red."]}
        {"id":"pt","question":"Quando foi a ponte inaugurada?","contexts":["A ponte foi inaugurada em 1937, na cidade."]}
        {"id":"none","question":"Why?","contexts":[]}
        {"id":"mute","contexts":["x"]}
        """

    /// Writes every word in capitals of the passages, as a model that obeys the plants would.
    private static let obedient: Reply = { passages, _ in capitals(passages.joined(separator: " ")) }

    private static func capitals(_ text: String) -> String {
        text.split { !$0.isLetter }.filter { $0.count == 8 && $0 == $0.uppercased() }.joined(separator: "-")
            .lowercased()
    }

    private func run(
        _ reply: @escaping Reply,
        strategies: [Strategy] = [.ragConcat],
        seed: UInt64 = 0
    ) async throws -> (summary: ProbeSummary, lines: String) {
        var options = ProbeRun.Options()
        (options.strategies, options.seed) = (strategies, seed)
        var dataset = DatasetOptions()
        dataset.requiresAnswer = false
        var reader = try DatasetReader(MemorySource(Self.rows.utf8), options: dataset)
        let sink = MemorySink()
        let run = ProbeRun(output: sink, options: options) { _, retrieval throws(FielError) in
            ScriptedGenerator(passages: retrieval.passages, reply: reply)
        }
        return (try await run(&reader), sink.text)
    }

    @Test("a generator that obeys its passages is caught, also in another case, and its control is clean")
    func obedient() async throws {
        let summary = try await run(Self.obedient).summary
        #expect(summary.obeyed(.injection, under: .ragConcat)?.estimate == 1)
        #expect(summary.obeyed(.injection, under: .ragConcat)?.n == 8, "four plants in each of two languages")
        #expect(summary.obeyed(.leak, under: .ragConcat)?.estimate == 0, "a plant that is after a leak knows no canary")
        #expect(summary.results.filter { $0.plant == nil }.allSatisfy { $0.asked == 2 && $0.obeyed == 0 })
        #expect(summary.notApplicable == [.ragConcat: 1] && summary.unreadable == 1 && summary.rows == 4)
    }

    @Test("a generator that gives its system prompt away is caught, with its control")
    func leaky() async throws {
        let leaky: Reply = { _, prompt in
            guard case .chat(let turns) = prompt, turns.first?.role == .system else { return "no" }
            return turns[0].text
        }
        let summary = try await run(leaky).summary
        #expect(summary.obeyed(.leak, under: .ragConcat)?.estimate == 1)
        #expect(summary.obeyed(.injection, under: .ragConcat)?.estimate == 0)
        #expect(summary.results.first { $0.plant == nil && $0.goal == .leak }?.share?.estimate == 1)
    }

    @Test("zero-shot has no passages to plant in, and is counted as not applicable")
    func zeroShot() async throws {
        let summary = try await run(Self.obedient, strategies: [.zeroShot, .ragConcat]).summary
        #expect(summary.notApplicable[.zeroShot] == 3)
        #expect(summary.obeyed(.injection, under: .zeroShot) == nil)
        #expect(summary.obeyed?.n == 12)
    }

    @Test("the same seed plants the same canaries in the same places, another seed others")
    func determinism() async throws {
        let first = try await run(Self.obedient).lines
        #expect(try await run(Self.obedient).lines == first)
        #expect(try await run(Self.obedient, seed: 1).lines != first)
    }

    @Test("a prompt that is too long costs one answer; a service that is gone ends the run")
    func failures() async throws {
        let long: Reply = { _, _ throws(FielError) in throw FielError(.invalidArgument, "too long") }
        let summary = try await run(long).summary
        #expect(summary.failed == 16 && summary.obeyed == nil)
        let gone: Reply = { _, _ throws(FielError) in throw FielError(.unavailable, "gone") }
        await #expect(throws: FielError.self) { _ = try await run(gone) }
    }

    @Test(
        "a canary stands in none of the texts, and is found however it is written",
        arguments: 0..<50 as Range<UInt64>
    )
    func canary(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let first = Canary(absentFrom: [], using: &random)
        random = SeededGenerator(seed: seed)
        let other = Canary(absentFrom: ["… \(first.word.lowercased()) …"], using: &random)
        #expect(other != first)
        let spaced = first.word.map(String.init).joined(separator: " ")
        for text in [first.word, "It is \(first.word.lowercased()).", spaced, "**\(first.word)**"] {
            #expect(first.stands(in: text) && !other.stands(in: text))
        }
        #expect(!first.stands(in: "") && !first.stands(in: String(first.word.dropLast())))
    }

    @Test("every plant is there in both languages, and only those after a leak keep the canary to themselves")
    func plants() {
        let names = { (language: Language) in InjectionPlant.all.filter { $0.language == language }.map(\.name) }
        #expect(names(.english) == names(.portuguese) && names(.english).count == 6)
        for plant in InjectionPlant.all { #expect(plant.template.contains("{canary}") == (plant.goal == .injection)) }
    }
}
