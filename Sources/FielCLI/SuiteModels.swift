import Fiel
import FielCore
import FielGeneration
import FielModels
import FielRetrieval
import FielSuite

/// The models of a suite, loaded as those of every command.
struct SuiteModels: RunModels {
    private let models: any ModelLoader
    private let console: Console

    init(_ models: any ModelLoader, _ console: Console) { (self.models, self.console) = (models, console) }

    func evaluator(_ suite: Suite) throws(FielError) -> any SampleEvaluator {
        var options = options(suite)
        options.metrics = suite.metrics
        return try models.evaluator(options)
    }

    func judges(_ suite: Suite) throws(FielError) -> [ModelIdentity] {
        try models.judges(options(suite)).map { judge in
            let precision = suite.judges.usesFullPrecision ? "f32" : "int8"
            return ModelIdentity(name: "\(judge.name), \(precision)", digest: judge.digest)
        }
    }

    func embedder(_ suite: Suite) throws(FielError) -> IndexEmbedder {
        let model = try models.indexEmbedder(options(suite))
        return IndexEmbedder(
            id: model.id,
            embedder: StoppableEmbedder(base: model.embedder, isStopped: console.isStopped)
        )
    }

    func relevance(_ suite: Suite) throws(FielError) -> any RelevanceModel {
        EntailmentRelevance(try models.classifier(options(suite)))
    }

    func answers(_ configuration: SuiteConfiguration, _ suite: Suite) async throws(FielError) -> AnswerSource {
        if let endpoint = configuration.endpoint {
            var options = RemoteOptions(model: configuration.model ?? "")
            options.baseURL = endpoint
            options.sendsExtensions = true
            let service = RemoteGenerator(options, environment: console.environment)
            return AnswerSource(service, service: ModelIdentity(name: service.name, digest: endpoint))
        }
        let model = try await models.languageModel(configuration.model, options(suite), console)
        return try Self.source(model, try models.languageModelIdentity(configuration.model, console))
    }

    private static func source(
        _ model: some LanguageModel,
        _ identity: ModelIdentity
    ) throws(FielError) -> AnswerSource {
        try AnswerSource(model, identity)
    }

    private func options(_ suite: Suite) -> JudgeOptions {
        var options = JudgeOptions()
        options.threads = suite.threads
        options.usesFullPrecision = suite.judges.usesFullPrecision
        options.entailmentModel = suite.judges.entailmentModel
        options.adapter = suite.judges.adapter
        options.embeddingModel = suite.judges.embeddingModel
        options.calibration = suite.judges.calibration
        return options
    }
}
