import FielCore
import FielGeneration
import Foundation
import Testing

@testable import FielSuite

@Suite("Suite files")
struct SuiteTests {
    private func folder() throws -> TemporaryFolder {
        try TemporaryFolder([
            "q.jsonl": "{\"question\":\"why?\"}\n", "a.jsonl": "{\"answer\":\"so\"}\n", "docs/a.txt": "A text.",
            "e.jsonl": "{\"question\":\"a\",\"answer\":\"b\"}\n", "base.jsonl": "",
        ])
    }

    private func problems(_ text: String) throws -> [FielError] {
        let folder = try folder()
        do throws(SuiteErrors) {
            _ = try Suite(parsing: Array(text.utf8), path: "\(folder.path)/s.json5")
            return []
        } catch {
            return error.all
        }
    }

    private func configurations(_ text: String) throws -> [SuiteConfiguration] {
        let folder = try folder()
        let suite = try Suite(
            parsing: Array("{questions: 'q.jsonl', configurations: \(text)}".utf8),
            path: "\(folder.path)/s.json5"
        )
        guard case .questions(let questions) = suite.source else { return [] }
        return questions.configurations
    }

    @Test("arrays are crossed, and names are made from what varies")
    func grid() throws {
        let names = try configurations(
            "{strategy: ['rag-concat', 'rag-token'], topK: [1, 3], decoding: [{maxTokens: 8}, {temperature: 2}]}"
        ).map(\.name)
        #expect(names.count == 8 && Set(names).count == 8)
        #expect(names.first == "rag-concat, topK=1, maxTokens=8" && names.last == "rag-token, topK=3, temperature=2")
        #expect(try configurations("[{}, {name: 'mine', topK: 2}]").map(\.name) == ["rag-concat", "mine"])
    }

    @Test("the suite of the repository plans every question for every strategy")
    func fixture() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let plan = try RunPlan(try Suite(path: root.appending(path: "fixtures/suite/suite.json5").path), limit: nil)
        #expect(plan.configurations.map(\.name) == ["zero-shot", "rag-concat", "rag-sequence", "rag-token"])
        #expect(plan.questions.count >= 60 && plan.samples == 4 * plan.questions.count)
    }

    @Test("what a strategy does not read makes no further configuration")
    func blindness() throws {
        let found = try configurations(
            "{strategy: ['zero-shot', 'rag-concat', 'rag-token'], topK: [1, 3], priorTemperature: [1, 2]}"
        )
        #expect(
            found.map(\.name) == [
                "zero-shot", "rag-concat, topK=1", "rag-concat, topK=3", "rag-token, topK=1, priorTemperature=1",
                "rag-token, topK=1, priorTemperature=2", "rag-token, topK=3, priorTemperature=1",
                "rag-token, topK=3, priorTemperature=2",
            ]
        )
    }

    @Test("the judges' files stand beside the suite")
    func judges() throws {
        let folder = try folder()
        let text = "{dataset: 'a.jsonl', judges: {nli: 'n.gguf', adapter: 'n.adapter', embed: '/m/e.gguf'}}"
        let judges = try Suite(parsing: Array(text.utf8), path: "\(folder.path)/s.json5").judges
        #expect(judges.entailmentModel == "\(folder.path)/n.gguf")
        #expect(judges.adapter == "\(folder.path)/n.adapter")
        #expect(judges.embeddingModel == "/m/e.gguf")
    }

    @Test("values reach the configuration")
    func values() throws {
        let found = try configurations(
            "{strategy: 'rag-sequence', retriever: {mode: 'bm25', alpha: 0.2, rerank: true, mmr: 0.5}, topK: 7, seed: 9, "
                + "technique: 'k-shot', examples: 'e.jsonl', system: 'S', template: {passage: '<{passage}>'}, "
                + "decoding: {beams: 3, stop: 'x'}, model: 'hf:a/b', priorTemperature: 0.5}"
        )
        let one = try #require(found.first)
        #expect(one.retrieval.mode == .bm25 && one.retrieval.reranks && one.retrieval.mmr == 0.5)
        #expect(one.retrieval.topK == 7 && one.retrieval.alpha == 0.2 && one.decoding.seed == 9)
        #expect(one.wording.exemplars.count == 1 && one.wording.system == "S" && one.passages.passage == "<{passage}>")
        #expect(one.decoding.stop == ["x"] && one.model == "hf:a/b" && one.priorTemperature == 0.5)
        var beam = BeamParameters()
        beam.width = 3
        #expect(one.decoding.method == .beam(beam))
    }

    @Test(
        "each mistake is told with its line and its path",
        arguments: [
            ("{}", 1, "neither dataset nor questions"),
            ("{\ndatset: 'a.jsonl'}", 2, "did you mean dataset?"),
            ("{dataset: 'a.jsonl',\nquestions: 'q.jsonl'}", 2, "both given"),
            ("{dataset: 'no.jsonl'}", 1, "there is no file"),
            ("{dataset: {path: 'a.jsonl',\nmap: {anser: 'x'}}}", 2, "dataset.map.anser is unknown"),
            ("{dataset: {limit: 1}}", 1, "dataset has no path"),
            ("{dataset: 'a.jsonl',\ncorpus: 'docs'}", 2, "no use beside a dataset"),
            (
                "{questions: 'q.jsonl',\nconfigurations: [{topk: 3}]}", 2,
                "configurations[0].topk is unknown (did you mean topK?)"
            ),
            ("{questions: 'q.jsonl', configurations: {topK: 0}}", 1, "from 1 to 1000"),
            ("{questions: 'q.jsonl', configurations: {topK: 1.5}}", 1, "a whole number"),
            ("{questions: 'q.jsonl', configurations: {strategy: 'rag'}}", 1, "expected one of"),
            ("{questions: 'q.jsonl', configurations: {retriever: {mode: 'bm2'}}}", 1, "did you mean bm25?"),
            ("{questions: 'q.jsonl', configurations: {retriever: {alpha: 2}}}", 1, "from 0.0 to 1.0"),
            ("{questions: 'q.jsonl', configurations: {priorTemperature: 0}}", 1, "above 0.0"),
            ("{questions: 'q.jsonl', configurations: {technique: 'k-shot'}}", 1, "needs examples"),
            ("{questions: 'q.jsonl', configurations: {endpoint: 'http://a'}}", 1, "needs model"),
            (
                "{questions: 'q.jsonl', configurations: {endpoint: 'http://a', model: 'm', strategy: 'rag-token'}}", 1,
                "a service"
            ),
            (
                "{questions: 'q.jsonl', configurations: [{name: 'a'},\n{name: 'a', topK: 4}]}", 2,
                "a second configuration"
            ),
            ("{questions: 'q.jsonl', corpus: {paths: 'docs', index: 'base.jsonl'}}", 1, "either paths or index"),
            (
                "{questions: 'q.jsonl', corpus: {paths: 'docs', chunk: {tokens: 20, overlap: 20}}}", 1,
                "less than the 20"
            ),
            ("{questions: 'q.jsonl', corpus: []}", 1, "corpus is an empty array"),
            ("{dataset: 'a.jsonl', metrics: ['bleuu']}", 1, "did you mean bleu?"),
            ("{dataset: 'a.jsonl', metrics: []}", 1, "an empty array"),
            ("{dataset: 'a.jsonl',\ngates: ['groundedness.men > 1']}", 2, "gates[0] cannot be used"),
            ("{dataset: 'a.jsonl', gates: ['[x] samples > 1']}", 1, "names the configuration \"x\""),
            ("{dataset: 'a.jsonl', baseline: 'no.jsonl'}", 1, "there is no file"),
            ("{dataset: 'a.jsonl', baseline: {maxDrop: 0.1}}", 1, "needs results or configuration"),
            ("{dataset: 'a.jsonl', outputs: {html: '../x'}}", 1, "within the folder"),
            ("{dataset: 'a.jsonl', outputs: {csv: 'results.jsonl'}}", 1, "another file of the run"),
            ("{dataset: 'a.jsonl', judges: {precision: 'f16'}}", 1, "f32, int8"),
            ("{dataset: 'a.jsonl', cache: {megabytes: 0}}", 1, "from 1 to"),
            ("{dataset: 'a.jsonl', cache: 'x'}", 1, "true or false or an object"),
            ("{dataset: 'a.jsonl', threads: 0}", 1, "from 1 to 1024"),
            ("{dataset: 'a.jsonl', dataset: 'a.jsonl'}", 1, "stands twice"),
            ("{dataset:\n", 2, "not valid JSON"), ("[]", 1, "expected an object"), ("", 1, "not valid JSON"),
        ]
    )
    func mistakes(text: String, line: Int, message: String) throws {
        let found = try problems(text)
        #expect(found.contains { $0.description.contains(message) && $0.location?.line == line }, "\(found)")
        #expect(found.allSatisfy { $0.code == .invalidArgument })
    }

    @Test("all mistakes are told together")
    func together() throws {
        #expect(try problems("{dataset: 1, treads: 2, gates: 3, outputs: {pdf: 'x'}}").count == 4)
    }

    @Test("the starter suite is right, and is not written over another")
    func starter() throws {
        let folder = try TemporaryFolder()
        try StarterSuite.write(to: folder.path)
        let suite = try Suite(path: "\(folder.path)/suite.json5")
        #expect(suite.gates.count == 3 && suite.metrics.count == 4)
        #expect(throws: FielError.self) { try StarterSuite.write(to: folder.path) }
    }

    @Test("the schema has every member that the reader knows, and no other")
    func schema() throws {
        let schema = try JSONValue(parsing: Array(SuiteSchema.text.utf8))
        #expect(schema.object?["$schema"]?.string == "https://json-schema.org/draft/2020-12/schema")
        check(.suite, schema)
    }

    private func check(_ shape: SuiteShape, _ schema: JSONValue) {
        let members = schema.object ?? [:]
        switch shape {
        case .object(let declared):
            let properties = members["properties"]?.object ?? [:]
            #expect(Set(properties.keys) == Set(declared.map(\.name)))
            #expect(members["additionalProperties"] == .bool(false))
            for member in declared { check(member.shape, properties[member.name] ?? .null) }
        case .list(let element): check(element, members["items"] ?? .null)
        case .either(let shapes):
            for (shape, schema) in zip(shapes, members["anyOf"]?.array ?? []) { check(shape, schema) }
        case .choice(let names): #expect(members["enum"]?.array?.compactMap(\.string) == names)
        case .whole(let range): #expect(members["maximum"]?.number == Double(range.upperBound))
        case .number(let range, _): #expect(members["maximum"]?.number == range.upperBound)
        case .text: #expect(members["type"]?.string == "string")
        case .flag: #expect(members["type"]?.string == "boolean")
        }
    }
}
