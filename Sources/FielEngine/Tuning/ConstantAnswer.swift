import FielCore

extension EntailmentScores {
    /// The one answer that, given for every pair, has the lowest loss where each label has the same weight.
    ///
    /// By expectation maximization, as `not_entailment` leaves open which of two answers is right (Dempster, Laird & Rubin,
    /// JRSS B 1977): each label shares its weight among the answers that it accepts, by their probabilities. Labels that
    /// exclude one another get the same probability each, at a loss of ln(labels).
    static func constant(for labels: [LabelledPair.Label]) -> EntailmentScores {
        // In the order of the names, because another order would change the last bits of the sums.
        let named = Dictionary(labels.map { ($0.name, $0) }) { first, _ in first }
        let labels = named.sorted { $0.key < $1.key }.map(\.value)
        var answer = EntailmentScores(entailment: 1.0 / 3, neutral: 1.0 / 3, contradiction: 1.0 / 3)
        for _ in 0..<200 {
            var shares: [Label: Double] = [:]
            for label in labels {
                let sum = max(answer.probability(of: label), .leastNormalMagnitude)
                for accepted in label.accepted {
                    shares[accepted, default: 0] += answer[accepted] / sum / Double(labels.count)
                }
            }
            answer = EntailmentScores(
                entailment: shares[.entailment] ?? 0,
                neutral: shares[.neutral] ?? 0,
                contradiction: shares[.contradiction] ?? 0
            )
        }
        return answer
    }
}
