import FielCore
import FielGeneration

/// The questions of a suite, each answered by every configuration.
struct QuestionItems: RunItems {
    private let questions: [SuiteQuestion]
    private let configurations: [SuiteConfiguration]
    private let sources: [SuiteConfiguration.Engine: AnswerSource]
    private let finder: PassageFinder?
    private let cache: ContentCache?
    private let isStopped: @Sendable () -> Bool
    private var position = 0

    init(
        _ questions: [SuiteQuestion],
        _ configurations: [SuiteConfiguration],
        sources: [SuiteConfiguration.Engine: AnswerSource],
        finder: PassageFinder?,
        cache: ContentCache?,
        isStopped: @escaping @Sendable () -> Bool
    ) {
        (self.questions, self.configurations, self.sources) = (questions, configurations, sources)
        (self.finder, self.cache, self.isStopped) = (finder, cache, isStopped)
    }

    mutating func skip(_ count: Int) { position += count }

    /// The answers to one question, or those that are there when the user interrupts the run.
    mutating func next() async throws(FielError) -> [RunItem] {
        var items: [RunItem] = []
        let end = min((position / configurations.count + 1) * configurations.count, position + 8)
        while position < min(end, questions.count * configurations.count) {
            let question = questions[position / configurations.count]
            let configuration = configurations[position % configurations.count]
            do throws(FielError) {
                guard !isStopped() else { throw FielError(.interrupted, "interrupted") }
                items.append(try await item(question, configuration))
            } catch {
                if items.isEmpty { throw error }
                return items
            }
            position += 1
        }
        return items
    }

    /// Answers a question; only an interruption is thrown, everything else is the item's own failure.
    private func item(
        _ question: SuiteQuestion,
        _ configuration: SuiteConfiguration
    ) async throws(FielError) -> RunItem {
        var timing = RunTiming()
        do throws(FielError) {
            let sample = try await answered(question.sample, configuration, &timing)
            return RunItem(
                id: question.sample.id,
                configuration: configuration.name,
                sample: .success(sample),
                timing: timing
            )
        } catch {
            if error.code == .interrupted { throw error }
            return RunItem(
                id: question.sample.id,
                configuration: configuration.name,
                sample: .failure(error),
                timing: timing
            )
        }
    }

    private func answered(
        _ question: Sample,
        _ configuration: SuiteConfiguration,
        _ timing: inout RunTiming
    ) async throws(FielError) -> Sample {
        var sample = question
        let asked = question.question ?? ""
        var scores = question.contexts.map { _ in 0.0 }
        if question.contexts.isEmpty, let finder {
            let (found, seconds) = try await RunTiming.measure { () async throws(FielError) in
                try await finder.passages(for: asked, configuration)
            }
            timing.retrieval = seconds
            sample.contexts = found.map(\.chunk.text)
            scores = found.map(\.score)
            sample.metadata["retrieval"] = .array(
                found.map { .object(["document": .string($0.chunk.document), "score": .number($0.score)]) }
            )
        }
        // Answers without passages are held against the same passages as the others.
        let shown = configuration.usesPassages ? (sample.contexts, scores) : ([], [])
        let (answer, seconds) = try await RunTiming.measure { () async throws(FielError) in
            try await self.answer(asked, configuration, shown.0, shown.1)
        }
        timing.generation = seconds
        timing.tokens = answer.tokens
        sample.answer = answer.text
        sample.metadata["generation"] = .object(answer.facts)
        return sample
    }

    private func answer(
        _ question: String,
        _ configuration: SuiteConfiguration,
        _ passages: [String],
        _ scores: [Double]
    ) async throws(FielError) -> GeneratedAnswer {
        guard let source = sources[configuration.engine] else {
            throw FielError(.internalError, "\(configuration.name) has no model")
        }
        let key = ContentCache.key(
            ["answer", FielVersion.current, source.identity.name, source.identity.digest]
                + [String(reflecting: configuration.essence), question] + passages + scores.map(\.description)
        )
        if let known = cache?.read(key).flatMap(GeneratedAnswer.init) { return known }
        let retrieved =
            passages.isEmpty
            ? nil
            : RetrievedPassages(
                passages,
                prior: try PassagePrior(scores: scores, temperature: configuration.priorTemperature)
            )
        let answer = try await source.answer(question, configuration, from: retrieved)
        cache?.write(answer.bytes, under: key)
        return answer
    }
}

extension SuiteConfiguration {
    /// The language model of a configuration, wherever it runs.
    struct Engine: Sendable, Hashable {
        var model: String?
        var endpoint: String?
    }

    /// The model that answers.
    var engine: Engine { Engine(model: model, endpoint: endpoint) }
}
