import FielCore

/// How often answers were labelled as hallucinated, by the probability that the hallucination metric gave.
///
/// The reliability diagram of DeGroot & Fienberg ("The comparison and evaluation of forecasters", The Statistician 1983) over
/// ten bins of equal width; the expected calibration error is that of Naeini et al. ("Obtaining well calibrated probabilities
/// using Bayesian binning", AAAI 2015).
struct CalibrationCurve {
    struct Bin {
        /// How many answers fell into it, at least 1.
        var n = 0
        /// The mean probability of those answers.
        var predicted = 0.0
        /// The share of them that was labelled as hallucinated.
        var observed = 0.0
    }

    /// The fields of a data set that hold 1 (or true) for an answer that a person found hallucinated, else 0.
    static let labelFields = ["hallucinated", "label"]

    /// The bins that hold answers, in rising order.
    let bins: [Bin]
    /// How many answers have both a label and a probability.
    let n: Int
    /// The mean distance between predicted and observed, weighed by the answers, in 0...1.
    let expectedError: Double

    /// - Returns: nil where no answer has a label and a probability.
    init?(_ configuration: ReportConfiguration) {
        var bins = [Bin](repeating: Bin(), count: 10)
        for row in configuration.rows {
            guard let label = row.record.label, let value = row.record.value(of: "hallucination"),
                (0...1).contains(value)
            else { continue }
            let place = min(9, Int(value * 10))
            bins[place].n += 1
            bins[place].predicted += value
            bins[place].observed += label ? 1 : 0
        }
        self.bins = bins.filter { $0.n > 0 }.map { bin in
            Bin(n: bin.n, predicted: bin.predicted / Double(bin.n), observed: bin.observed / Double(bin.n))
        }
        let n = self.bins.reduce(0) { $0 + $1.n }
        guard n > 0 else { return nil }
        self.n = n
        expectedError = self.bins.reduce(0) { $0 + Double($1.n) * abs($1.predicted - $1.observed) } / Double(n)
    }
}

extension ResultRecord {
    /// Whether a person found the answer hallucinated; nil where nobody says.
    fileprivate var label: Bool? {
        for field in CalibrationCurve.labelFields {
            switch sample.metadata[field] {
            case .bool(let value): return value
            case .number(0): return false
            case .number(1): return true
            default: continue
            }
        }
        return nil
    }
}
