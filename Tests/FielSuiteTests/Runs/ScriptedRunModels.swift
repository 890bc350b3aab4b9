import FielCore
import FielGeneration
import FielRetrieval
import Synchronization

@testable import FielSuite

/// Models without weights: an answer says the question back, a score depends on the answer alone.
final class ScriptedRunModels: RunModels, SampleEvaluator, TextEmbedder, Generator {
    let name = "scripted"
    let maximumTokens = 512
    /// How many samples were judged and questions answered.
    let work = Mutex((judged: 0, answered: 0))
    private let refused: String?

    /// - Parameter refused: a word; questions with it are not answered.
    init(refusing refused: String? = nil) { self.refused = refused }

    func evaluator(_ suite: Suite) -> any SampleEvaluator { self }
    func judges(_ suite: Suite) -> [ModelIdentity] { [ModelIdentity(name: "judge", digest: "1")] }
    func embedder(_ suite: Suite) -> IndexEmbedder {
        IndexEmbedder(id: EmbeddingModelID(name: "scripted", digest: "0"), embedder: self)
    }
    func relevance(_ suite: Suite) throws(FielError) -> any RelevanceModel {
        throw FielError(.unsupported, "there is no scripted reranker")
    }
    func answers(_ configuration: SuiteConfiguration, _ suite: Suite) -> AnswerSource {
        AnswerSource(self, service: ModelIdentity(name: name, digest: "2"))
    }

    func tokenCounts(_ texts: [String]) -> [Int] { texts.map { $0.split(separator: " ").count } }
    func embed(_ texts: [String]) -> [Embedding] {
        texts.map { _ in Embedding(vector: [1], tokens: 1, truncated: false) }
    }

    func generate(
        _ prompt: Prompt,
        _ parameters: DecodingParameters,
        onText: (@Sendable (String) -> Void)?
    ) throws(FielError) -> [Generation] {
        work.withLock { $0.answered += 1 }
        if let refused, prompt.text.contains(refused) { throw FielError(.unavailable, "no connection") }
        let usage = GenerationUsage(promptTokens: prompt.text.count, completionTokens: 3)
        return [
            Generation(
                text: "About \(prompt.text.suffix(12)) \(parameters.seed)",
                tokens: [],
                logLikelihood: -0.5,
                finishReason: .stop,
                usage: usage
            )
        ]
    }

    func evaluate(_ samples: [Sample]) -> [Evaluation] {
        work.withLock { $0.judged += samples.count }
        return samples.map { sample in
            let value = Double(sample.answer.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) % 1009 }) / 1009
            let claim = ClaimJudgement(text: sample.answer, range: 0..<3, verdict: .supported, support: value)
            return Evaluation(
                id: sample.id,
                metrics: ["groundedness": .scored(value)],
                contextRelevance: sample.contexts.map { _ in 0.25 },
                claims: [claim]
            )
        }
    }
}
