import Fiel
import FielCore

/// An evaluator that looks up what it has judged before.
struct CachedEvaluator: SampleEvaluator {
    private let base: any SampleEvaluator
    private let cache: ContentCache
    private let metrics: [MetricInfo]
    private let judges: [String]

    /// - Parameter judges: what tells the judges from others.
    init(_ base: any SampleEvaluator, _ cache: ContentCache, metrics: [MetricInfo], judges: [ModelIdentity]) {
        (self.base, self.cache, self.metrics) = (base, cache, metrics)
        self.judges = judges.map(\.digest)
    }

    func evaluate(_ samples: [Sample]) async -> [Evaluation] {
        let keys = samples.map(key)
        var found = zip(samples, keys).map { sample, key in known(key, sample) }
        let missing = found.indices.filter { found[$0] == nil }
        let judged = await base.evaluate(missing.map { samples[$0] })
        for (place, evaluation) in zip(missing, judged) {
            found[place] = evaluation
            keep(evaluation, of: samples[place], under: keys[place])
        }
        return found.compactMap(\.self)
    }

    /// The name of a sample says nothing of its judgement.
    private func key(_ sample: Sample) -> String {
        var unnamed = sample
        unnamed.id = ""
        let line = ResultLine.bytes(ResultRecord(unnamed, Evaluation(id: "")), metrics: [])
        return ContentCache.key(
            ["evaluation", FielVersion.current] + judges + metrics.map { "\($0.id)@\($0.version)" }
                + [String(decoding: line, as: UTF8.self)]
        )
    }

    private func known(_ key: String, _ sample: Sample) -> Evaluation? {
        guard let bytes = cache.read(key), let members = try? JSONValue(parsing: bytes).object,
            var evaluation = try? ResultRecord(members).evaluation
        else { return nil }
        evaluation.id = sample.id
        return evaluation
    }

    private func keep(_ evaluation: Evaluation, of sample: Sample, under key: String) {
        let failed = evaluation.metrics.values.contains { if case .failed = $0 { true } else { false } }
        guard !failed else { return }
        cache.write(
            ResultLine.bytes(ResultRecord(sample, evaluation, metrics: metrics), metrics: metrics.map(\.id)),
            under: key
        )
    }
}
