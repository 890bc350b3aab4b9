import FielStatistics

/// How often answers were labelled as hallucinated, by the probability that the hallucination metric gave.
struct CalibrationCurve {
    /// The labelled answers in ten bins of equal width.
    let reliability: Reliability

    /// - Returns: nil where no answer has a label and a probability.
    init?(_ configuration: ReportConfiguration) {
        let labelled = configuration.rows.compactMap { row -> (probability: Double, label: Bool)? in
            guard let label = try? HumanLabel.of(row.record.sample), let value = row.record.value(of: "hallucination"),
                (0...1).contains(value)
            else { return nil }
            return (value, label)
        }
        guard let reliability = Reliability(labelled.map(\.probability), labelled.map(\.label)) else { return nil }
        self.reliability = reliability
    }
}
