public import Fiel
public import FielCore

/// A sample with everything that is said of it: one line of a results file.
///
/// A line holds its sample, so that results can be read, reported and scored again without the data set they came from.
public struct ResultRecord: Sendable, Hashable {
    /// The sample; its name is the record's.
    public var sample: Sample
    /// What is said of it.
    public var evaluation: Evaluation
    /// The version of each metric that was computed, by its identifier.
    public var versions: [String: Int]
    /// The configuration that made the answer, where a suite has several.
    public var configuration: String?
    /// What samples share that are not independent of one another, such as the document they ask about.
    public var cluster: String?

    /// Joins a sample with what is said of it.
    ///
    /// - Parameter metrics: what the metrics of the evaluation declare; the others are left out.
    public init(
        _ sample: Sample,
        _ evaluation: Evaluation,
        metrics: [MetricInfo] = Evaluator.metrics,
        configuration: String? = nil
    ) {
        self.sample = sample
        self.evaluation = evaluation
        self.configuration = configuration
        let computed = metrics.filter { evaluation.metrics[$0.id] != nil }
        versions = Dictionary(computed.map { ($0.id, $0.version) }) { $1 }
        cluster = Self.cluster(of: sample)
    }

    /// The fields of a data set that name a sample's cluster, by a text or a number, best first.
    public static let clusterFields = ["cluster", "group"]

    /// The cluster that a data set names for a sample; an empty text names none.
    static func cluster(of sample: Sample) -> String? {
        clusterFields.lazy.compactMap { sample.metadata[$0]?.name }.first { !$0.isEmpty }
    }

    /// The name of the sample.
    public var id: String { sample.id }

    /// The value of a metric, where it was scored.
    public func value(of metric: String) -> Double? { evaluation.metrics[metric]?.value }

    /// The names under which gates and reports find numbers: the metrics, and the time that the answer took.
    public var metricNames: Set<String> {
        Set(evaluation.metrics.keys).union(Self.latencyFields.filter { sample.metadata[$0]?.number != nil })
    }
}
