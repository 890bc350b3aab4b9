/// Quantiles of a list of numbers.
public enum Quantile {
    /// The value below which a share of the numbers lies, interpolated between neighbours.
    ///
    /// Hyndman & Fan's type 7 ("Sample quantiles in statistical packages", The American Statistician 1996), the default
    /// of NumPy and R: the sorted numbers stand at 0, 1/(n−1) … 1.
    ///
    /// - Parameters:
    ///   - share: in 0...1; 0.5 is the median.
    ///   - values: finite numbers in any order.
    /// - Returns: nil for no values.
    public static func linear(_ share: Double, of values: [Double]) -> Double? {
        Values.requireFinite(values)
        return linear(share, ofSorted: values.sorted())
    }

    static func linear(_ share: Double, ofSorted sorted: [Double]) -> Double? {
        precondition((0...1).contains(share), "Quantile.linear: share \(share) is not in 0...1")
        guard !sorted.isEmpty else { return nil }
        let position = share * Double(sorted.count - 1)
        let below = Int(position)
        let fraction = position - Double(below)
        let left = sorted[below]
        let right = sorted[min(below + 1, sorted.count - 1)]
        // Two products rather than one difference: right - left may overflow.
        return min(max(left * (1 - fraction) + right * fraction, left), right)
    }

    /// The bounds between which a share of sorted numbers lies, as many below as above; nil for no numbers.
    static func middle(_ share: Double, ofSorted sorted: [Double]) -> ClosedRange<Double>? {
        let tail = (1 - share) / 2
        guard let lower = linear(tail, ofSorted: sorted), let upper = linear(1 - tail, ofSorted: sorted) else {
            return nil
        }
        return lower...upper
    }
}
