import Fiel
import FielCore
import FielEngine
import FielModels
import FielRetrieval
import FielSuite
import FielTokenizers

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Loads the models that come with Fiel, or the user's own, into Fiel's engine.
struct EngineModels: ModelLoader {
    func evaluator(_ options: JudgeOptions) throws(FielError) -> any SampleEvaluator {
        var evaluator = EvaluatorOptions()
        evaluator.metrics = options.metrics.map(\.id)
        evaluator.threads = options.threads
        evaluator.entailmentModel = options.entailmentModel
        evaluator.adapter = options.adapter
        evaluator.embeddingModel = options.embeddingModel
        evaluator.usesFullPrecision = options.usesFullPrecision
        if let path = options.calibration {
            let file = try calibration(path)
            var uncalibrated = options
            uncalibrated.calibration = nil
            try file.require(judges: judges(uncalibrated), path: path)
            evaluator.calibration = file.calibration
        }
        return try Evaluator(options: evaluator)
    }

    /// A calibration, where a file that is none is a wrong argument, not a line of input.
    private func calibration(_ path: String) throws(FielError) -> CalibrationFile {
        do {
            return try CalibrationFile(path: path)
        } catch {
            guard error.code == .malformedInput else { throw error }
            throw FielError(.invalidArgument, error.message, hint: error.hint, at: error.location)
        }
    }

    func embedder(_ options: JudgeOptions) throws(FielError) -> any TextEmbedder {
        try SentenceEncoder(path: path(options.embeddingModel, or: .embed), options: engineOptions(options))
    }

    func indexEmbedder(_ options: JudgeOptions) throws(FielError) -> IndexEmbedder {
        let path = try path(options.embeddingModel, or: .embed)
        let file = path.split(separator: "/").last.map(String.init) ?? path
        let name = options.embeddingModel == nil ? EmbeddedModel.embed.rawValue : file
        return IndexEmbedder(
            id: EmbeddingModelID(
                name: name + (options.usesFullPrecision ? ", f32" : ", int8"),
                digest: try ModelFingerprint.of(path)
            ),
            embedder: try SentenceEncoder(path: path, options: engineOptions(options))
        )
    }

    func classifier(_ options: JudgeOptions) throws(FielError) -> any EntailmentModel {
        try PairClassifier.load(
            path: path(options.entailmentModel, or: .nli),
            adapter: options.adapter,
            options: engineOptions(options)
        )
    }

    func tuner(_ options: JudgeOptions) throws(FielError) -> AdapterTuner {
        try AdapterTuner(path: path(options.entailmentModel, or: .nli), options: engineOptions(options))
    }

    func tokenizer(_ model: String) throws(FielError) -> @Sendable (String, Int?) -> TokenizedText {
        let path = try ModelStore().resolve(model)
        switch try ModelTokenizer.read(from: path) {
        case .encoder(let tokenizer):
            return { text, limit in
                let encoding = tokenizer.encode(text, maximumTokens: limit)
                return TokenizedText(ids: encoding.ids.map(Int.init), offsets: encoding.offsets)
            }
        case .generator(let tokenizer):
            return { text, limit in
                let encoding = tokenizer.encode(text, recognizingSpecialTokens: true)
                let kept = min(encoding.ids.count, limit ?? .max)
                return TokenizedText(
                    ids: encoding.ids.prefix(kept).map(Int.init),
                    offsets: Array(encoding.offsets.prefix(kept))
                )
            }
        }
    }

    func languageModel(
        _ reference: String?,
        _ options: JudgeOptions,
        _ console: Console
    ) async throws(FielError) -> any LanguageModel {
        let store = ModelStore(environment: console.environment)
        let name = reference ?? CatalogueModel.generator.name
        let bar = DownloadBar(console)
        defer { bar.clear() }
        if try ModelReference(name).isFetched, (try? store.resolve(name)) == nil {
            console.say("fetching \(name), once")
        }
        let path = try await store.pull(name) { done, total in bar.update(done, total) }
        return StoppableModel(
            base: try CausalLanguageModel(path: path, options: try engineOptions(options)),
            isStopped: console.isStopped
        )
    }

    func judges(_ options: JudgeOptions) throws(FielError) -> [ModelIdentity] {
        var judges: [ModelIdentity] = []
        for (own, model) in [(options.entailmentModel, EmbeddedModel.nli), (options.embeddingModel, .embed)] {
            let path = try path(own, or: model)
            var name = own == nil ? model.rawValue : Self.fileName(path)
            var digest = try ModelDigest.of(path)
            if model == .nli, let adapter = options.adapter {
                name += " with \(Self.fileName(adapter))"
                digest += "+" + (try ModelDigest.of(adapter))
            }
            judges.append(ModelIdentity(name: name, digest: digest))
        }
        if let path = options.calibration {
            judges.append(ModelIdentity(name: "calibration", digest: try ModelDigest.of(path)))
        }
        return judges
    }

    private static func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    func languageModelIdentity(_ reference: String?, _ console: Console) throws(FielError) -> ModelIdentity {
        let name = reference ?? CatalogueModel.generator.name
        let path = try ModelStore(environment: console.environment).resolve(name)
        let shown = name.split(separator: "/").last.map(String.init) ?? name
        return ModelIdentity(name: shown, digest: try ModelDigest.of(path))
    }

    func models() throws(FielError) -> [ModelCard] {
        var cards: [ModelCard] = []
        for model in EmbeddedModel.allCases {
            let options = try engineOptions(JudgeOptions())
            let info =
                switch model {
                case .embed: try SentenceEncoder(path: try model.path(), options: options).info
                case .nli: try PairClassifier(path: try model.path(), options: options).info
                }
            cards.append(ModelCard(name: model.rawValue, facts: facts(of: model, info), text: try model.card() ?? ""))
        }
        return cards
    }

    func instructionSets() throws(FielError) -> (current: String, supported: [String]) {
        (try InstructionSet.current().description, InstructionSet.supported.map(\.description))
    }

    private func facts(of model: EmbeddedModel, _ info: ModelInfo) -> [(name: String, value: String)] {
        let task =
            switch model {
            case .embed: "sentence embeddings"
            case .nli: "natural language inference"
            }
        return [
            ("task", task), ("architecture", info.architecture), ("layers", String(info.layers)),
            ("hidden", String(info.hidden)), ("vocabulary", String(info.vocabularySize)),
            ("maximum_tokens", String(info.maximumTokens)), ("size", size(of: info.path)), ("path", info.path),
        ]
    }

    private func size(of path: String) -> String {
        let bytes = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0
        return "\((bytes + 50_000) / 100_000 / 10).\((bytes + 50_000) / 100_000 % 10) MB"
    }

    private func path(_ own: String?, or model: EmbeddedModel) throws(FielError) -> String {
        guard let own else { return try model.path() }
        return own
    }

    private func engineOptions(_ options: JudgeOptions) throws(FielError) -> EngineOptions {
        var engine = EngineOptions()
        engine.workers = Workers(threads: options.threads)
        engine.precision = options.usesFullPrecision ? .f32 : .int8
        engine.instructionSet = try InstructionSet.current()
        return engine
    }
}
