import FielCore

/// Which tokens may be sampled, and how sharply: temperature, then top-k, top-p and min-p.
///
/// The order and the definitions are those of Hugging Face `transformers`. At least one token always stays.
struct SamplingFilter: Sendable {
    private let temperature: Double
    private let topK: Int
    private let topP: Double
    private let minP: Double

    init(_ parameters: DecodingParameters) {
        temperature = parameters.temperature
        topK = parameters.topK
        topP = parameters.topP
        minP = parameters.minP
    }

    /// Whether every token may be sampled by its own probability.
    var isNeutral: Bool { temperature == 1 && topK == 0 && topP == 1 && minP == 0 }

    /// The scores over the temperature, those of tokens that may not be sampled −∞.
    func filter(_ scores: [Double]) -> [Double] {
        var scores = temperature == 1 ? scores : scores.map { $0 / temperature }
        if topK > 0 && topK < scores.count { keepGreatest(&scores) }
        if topP < 1 { keepNucleus(&scores) }
        if minP > 0 { keepProbable(&scores) }
        return scores
    }

    /// Keeps the k greatest scores, and those that equal the k-th.
    private func keepGreatest(_ scores: inout [Double]) {
        let kept = Ranking.top(topK, of: scores)
        guard kept.count == topK, let last = kept.last else { return }
        drop(below: scores[last], &scores)
    }

    /// Keeps the smallest set of most probable tokens that together reach `topP`, the one that crosses it included.
    private func keepNucleus(_ scores: inout [Double]) {
        let total = LogSpace.sum(scores)
        // Tokens below this share hold less than 1 − p together, so the set is found among the others.
        let least = LogSpace.logarithm((1 - topP) / Double(scores.count)) + total
        let likely = scores.indices.filter { scores[$0] >= least && scores[$0] > -.infinity }
        let ranked = likely.sorted { (scores[$0], $1) > (scores[$1], $0) }
        var mass = 0.0
        var kept: [(id: Int, score: Double)] = []
        for id in ranked {
            kept.append((id, scores[id]))
            mass += LogSpace.probability(scores[id] - total)
            if mass >= topP { break }
        }
        for id in scores.indices { scores[id] = -.infinity }
        for (id, score) in kept { scores[id] = score }
    }

    /// Keeps the tokens of at least `minP` times the greatest probability.
    private func keepProbable(_ scores: inout [Double]) {
        guard let best = Ranking.best(of: scores) else { return }
        drop(below: scores[best] + LogSpace.logarithm(minP), &scores)
    }

    private func drop(below least: Double, _ scores: inout [Double]) {
        for id in scores.indices where scores[id] < least { scores[id] = -.infinity }
    }
}

extension SeededGenerator {
    /// A random stream of its own for each of several samples, so that one does not depend on how many there are.
    static func streams(seed: UInt64, count: Int) -> [SeededGenerator] {
        var root = SeededGenerator(seed: seed)
        return (0..<count).map { _ in SeededGenerator(seed: root.next()) }
    }

    /// An index drawn by its probability: the inverse of the distribution function, summed by rising index.
    ///
    /// - Parameter logarithms: log-probabilities up to a constant, at least one above −∞.
    mutating func draw(_ logarithms: [Double]) -> Int {
        let greatest = logarithms.reduce(-Double.infinity) { max($0, $1) }
        let weights = logarithms.map { LogSpace.probability($0 - greatest) }
        let target = Double(next() >> 11) * 0x1p-53 * weights.reduce(0, +)
        var sum = 0.0
        var last = 0
        for (index, weight) in weights.enumerated() where weight > 0 {
            sum += weight
            last = index
            if sum > target { break }
        }
        return last
    }
}
