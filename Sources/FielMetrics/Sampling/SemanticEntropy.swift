public import FielCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Semantic entropy: how much sampled answers to one question differ in meaning.
///
/// Answers that entail each other mean the same; the entropy of the clusters so found is high where the generator makes
/// things up (Kuhn, Gal & Farquhar 2023; Farquhar et al. 2024). A cluster has the share of its answers or, where each answer
/// has a `log_likelihood`, the share of their likelihoods; the published weights take the mean over an answer's tokens. The
/// entropy is divided by that of as many answers that all differ, ln n, so that numbers of answers compare.
///
/// Clusters are the connected components of mutual entailment. The original compares each answer with the first of each
/// cluster, so that the result hangs on the order of the answers; components are the finest clusters that never part two
/// answers which entail each other, and have no order.
public struct SemanticEntropy: JudgedMetric {
    /// What the metric declares.
    public static let info = MetricInfo(
        id: "semantic_entropy",
        version: 5,
        range: 0...1,
        better: .lower,
        definition: "Entropy of the clusters of sampled answers that entail each other, over ln n: Kuhn et al. 2023."
    )

    /// The metric has no settings.
    public init() {}

    package func inquiry(about sample: PreparedSample) -> Inquiry<Outcome> {
        let samples: [SampledAnswer]
        do throws(FielError) {
            samples = try SampledAnswer.all(of: sample.sample)
        } catch {
            return .known(.failed(error))
        }
        guard samples.count > 1 else { return .known(.noSamples) }
        let texts = samples.map { answer in
            let said = sample.statements(of: answer.text).text
            return said.isEmpty ? answer.text : said
        }
        let edges = texts.indices.flatMap { first in texts.indices.dropFirst(first + 1).map { (first, $0) } }
        let pairs = edges.flatMap { first, second in
            [
                TextPair(premise: texts[first], hypothesis: texts[second]),
                TextPair(premise: texts[second], hypothesis: texts[first]),
            ]
        }
        let weights = Self.weights(samples)
        return .judging(pairs) { scores in
            let equal = edges.indices.filter { edge in
                let (first, second) = edges[edge]
                let isEntailed = scores[2 * edge].label == .entailment && scores[2 * edge + 1].label == .entailment
                return isEntailed || texts[first] == texts[second]
            }
            let clusters = Self.components(of: texts.count, joinedBy: equal.map { edges[$0] })
            return .scored(Self.entropy(of: clusters, weights))
        }
    }

    /// The share of each answer: of its likelihood where all have one, else equal shares.
    private static func weights(_ samples: [SampledAnswer]) -> [Double] {
        let logs = samples.compactMap(\.logLikelihood)
        guard logs.count == samples.count, let most = logs.max() else {
            return samples.map { _ in 1 / Double(samples.count) }
        }
        let likelihoods = logs.map { exp($0 - most) }
        let sum = likelihoods.reduce(0, +)
        return likelihoods.map { $0 / sum }
    }

    /// The connected components of a graph.
    ///
    /// - Returns: for each node the least node that it is connected with.
    static func components(of nodes: Int, joinedBy edges: [(Int, Int)]) -> [Int] {
        var component = Array(0..<nodes)
        for (first, second) in edges {
            let (low, high) = (min(component[first], component[second]), max(component[first], component[second]))
            for node in component.indices where component[node] == high { component[node] = low }
        }
        return component
    }

    /// −Σ p ln p over the clusters' shares, divided by ln n for n answers: 0 where all mean the same, 1 where all differ.
    static func entropy(of clusters: [Int], _ weights: [Double]) -> Double {
        var shares = [Double](repeating: 0, count: clusters.count)
        for (cluster, weight) in zip(clusters, weights) { shares[cluster] += weight }
        // Sorted, so that the order of the answers changes not even the last bit of the sum.
        let terms = shares.filter { $0 > 0 }.map { -$0 * log($0) }.sorted()
        return min(1, max(0, terms.reduce(0, +) / log(Double(clusters.count))))
    }
}
