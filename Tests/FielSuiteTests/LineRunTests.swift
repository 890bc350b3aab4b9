import FielCore
import FielSuite
import Testing

/// Judges by the length of the texts, without a model.
struct ScriptedJudge: EntailmentModel, TextEmbedder {
    let maximumTokens = 8

    func tokenCounts(_ texts: [String]) -> [Int] { texts.map(\.count) }

    func embed(_ texts: [String]) async throws(FielError) -> [Embedding] {
        texts.map { Embedding(vector: [Float($0.count), -0.1], tokens: min(8, $0.count), truncated: $0.count > 8) }
    }

    func classify(_ pairs: [TextPair]) async throws(FielError) -> [EntailmentScores] {
        pairs.map { pair in
            let entailment = pair.premise == pair.hypothesis ? 0.75 : 0.125
            return EntailmentScores(
                entailment: entailment,
                neutral: 0.125,
                contradiction: 0.875 - entailment,
                truncated: pair.premise.count > maximumTokens
            )
        }
    }
}

@Suite("Line run")
struct LineRunTests {
    private func answers<Request>(_ run: LineRun<Request>, _ text: String) async throws -> (
        lines: [String], failures: Int
    ) {
        let sink = MemorySink()
        var reader = LineReader(MemorySource(text.utf8))
        let counts = try await run(&reader, to: sink)
        return (sink.text.split(separator: "\n").map(String.init), counts.failures)
    }

    @Test("embeddings follow the contract, and only a cut text says that it is truncated")
    func embed() async throws {
        let found = try await answers(.embed(with: ScriptedJudge()), "{\"text\":\"abc\"}\n\n{\"text\":\"123456789\"}\n")
        #expect(
            found.lines == [
                #"{"embedding":[3.0,-0.1],"tokens":3}"#, #"{"embedding":[9.0,-0.1],"tokens":8,"truncated":true}"#,
            ]
        )
    }

    @Test("with plain lines every line is a text, the empty one too")
    func plain() async throws {
        let found = try await answers(.embed(with: ScriptedJudge(), lines: true), "{\n\nxyz")
        #expect(found.lines.map { $0.prefix(15) } == [#"{"embedding":[1"#, #"{"embedding":[0"#, #"{"embedding":[3"#])
    }

    @Test("classifications follow the contract")
    func classify() async throws {
        let text =
            "{\"premise\":\"a\",\"hypothesis\":\"a\"}\n{\"premise\":\"a\",\"hypothesis\":\"b\"}"
            + "\n{\"premise\":\"123456789\",\"hypothesis\":\"b\"}"
        let found = try await answers(.classify(with: ScriptedJudge()), text)
        #expect(
            found.lines == [
                #"{"entailment":0.75,"neutral":0.125,"contradiction":0.125,"label":"entailment"}"#,
                #"{"entailment":0.125,"neutral":0.125,"contradiction":0.75,"label":"contradiction"}"#,
                #"{"entailment":0.125,"neutral":0.125,"contradiction":0.75,"label":"contradiction","truncated":true}"#,
            ]
        )
    }

    @Test("tokens follow the contract")
    func tokenize() async throws {
        let run = LineRun.tokenize { _ in (ids: [101, 7], offsets: [0..<0, 0..<3]) }
        #expect(try await answers(run, "{\"text\":\"abc\"}").lines == [#"{"ids":[101,7],"offsets":[[0,0],[0,3]]}"#])
    }

    @Test("a bad line keeps its place in the output")
    func failures() async throws {
        let found = try await answers(
            .classify(with: ScriptedJudge()),
            "{\"premise\":\"a\"}\n{\"premise\":1,\"hypothesis\":\"b\"}\n"
        )
        #expect(found.failures == 2)
        #expect(
            found.lines == [
                #"{"error":{"code":"malformedInput","message":"field \"hypothesis\" is missing, found \"premise\"","line":1}}"#,
                #"{"error":{"code":"malformedInput","message":"field \"premise\" is a number (1), expected a string","line":2}}"#,
            ]
        )
    }
}
