import FielCore
import FielStatistics

extension Interval {
    /// The estimate and its bounds in words.
    var words: String {
        let bounds = bounds.map { "\(DecimalText.fixed($0.lowerBound)) to \(DecimalText.fixed($0.upperBound))" }
        return "\(DecimalText.fixed(estimate)), 95 % interval \(bounds ?? "unknown, of one group")"
    }
}
