import FielCore
import FielEngine
import FielRetrieval
import FielSuite

@testable import FielCLI

/// Judges without models, which say the same of everything.
struct ScriptedModels: ModelLoader, SampleEvaluator, TextEmbedder, EntailmentModel {
    let maximumTokens = 8

    func evaluator(_ options: JudgeOptions) -> any SampleEvaluator { self }
    func embedder(_ options: JudgeOptions) -> any TextEmbedder { self }
    func indexEmbedder(_ options: JudgeOptions) -> IndexEmbedder {
        IndexEmbedder(id: EmbeddingModelID(name: "scripted", digest: "0"), embedder: self)
    }
    func classifier(_ options: JudgeOptions) -> any EntailmentModel { self }
    func tuner(_ options: JudgeOptions) throws(FielError) -> AdapterTuner {
        throw FielError(.unsupported, "scripted judges cannot be tuned")
    }
    func tokenizer(_ model: String) -> @Sendable (String, Int?) -> TokenizedText {
        { text, limit in TokenizedText(ids: [1, text.count, limit ?? 0], offsets: [0..<0, 0..<text.count, 0..<0]) }
    }
    func languageModel(
        _ reference: String?,
        _ options: JudgeOptions,
        _ console: Console
    ) throws(FielError) -> any LanguageModel {
        throw FielError(.unsupported, "there is no scripted language model")
    }
    func judges(_ options: JudgeOptions) -> [ModelIdentity] { [ModelIdentity(name: "scripted", digest: "0")] }
    func languageModelIdentity(_ reference: String?, _ console: Console) -> ModelIdentity {
        ModelIdentity(name: "scripted", digest: "0")
    }
    func models() -> [ModelCard] {
        [
            ModelCard(name: "embed", facts: [("task", "embeddings"), ("path", "/m/embed.gguf")], text: "# A card"),
            ModelCard(name: "nli", facts: [("task", "inference"), ("path", "/m/nli.gguf")], text: ""),
        ]
    }
    func instructionSets() -> (current: String, supported: [String]) { ("avx2", ["scalar", "avx2"]) }

    func tokenCounts(_ texts: [String]) -> [Int] { texts.map(\.count) }

    func embed(_ texts: [String]) async -> [Embedding] {
        texts.map { Embedding(vector: [1], tokens: $0.count, truncated: false) }
    }

    func classify(_ pairs: [TextPair]) async -> [EntailmentScores] {
        pairs.map { _ in EntailmentScores(entailment: 0.5, neutral: 0.25, contradiction: 0.25) }
    }

    func evaluate(_ samples: [Sample]) async -> [Evaluation] {
        samples.map { sample in
            let sentences = sample.answer.split(separator: ". ").map(String.init)
            return Evaluation(
                id: sample.id,
                metrics: [
                    "context_relevance": .scored(0.5), "groundedness": .scored(0.25), "answer_relevance": .noQuestion,
                    "hallucination": .scored(0.75),
                ],
                contextRelevance: sample.contexts.map { _ in 0.5 },
                claims: sentences.enumerated().map { index, sentence in
                    ClaimJudgement(
                        text: sentence,
                        range: 0..<1,
                        verdict: index == 0 ? .supported : .contradicted,
                        evidence: sample.contexts.isEmpty ? nil : Evidence(context: 0, range: 0..<7),
                        findings: index == 0 ? [] : ["1936 stands in no context"]
                    )
                }
            )
        }
    }
}

/// What a command left behind.
struct Finished {
    var code: ExitCode
    var output: String
    var errors: String

    /// Runs the program in this process.
    static func run(
        _ arguments: String...,
        input: String = "",
        width: Int = 80,
        colours: Bool = false,
        environment: [String: String] = [:]
    ) async -> Finished {
        await run(arguments, input: input, width: width, colours: colours, environment: environment)
    }

    /// Runs the program in this process.
    static func run(
        _ arguments: [String],
        input: String = "",
        width: Int = 80,
        colours: Bool = false,
        environment: [String: String] = [:]
    ) async -> Finished {
        let output = MemorySink()
        let errors = MemorySink()
        let console = Console(
            input: { MemorySource(input.utf8) },
            output: output,
            errors: errors,
            outputIsTerminal: colours,
            width: width,
            environment: environment
        )
        let code = await Program(console: console, models: ScriptedModels()).run(arguments)
        return Finished(code: code, output: output.text, errors: errors.text)
    }
}
