public import FielCore

/// A threshold that results must keep, such as `groundedness.mean >= 0.85`.
public struct Gate: Sendable, Hashable {
    /// What is measured of a configuration.
    public enum Quantity: Sendable, Hashable {
        /// Something about the values of a metric, by its identifier.
        case metric(String, Statistic)
        /// The share of the checkable claims that have a verdict, in 0...1.
        case claims(Verdict)
        /// How many samples were scored.
        case samples
        /// How many lines of input could not be scored, and samples on which a metric failed.
        case failures
    }

    /// What is asked of the values of a metric, over the samples that were scored.
    public enum Statistic: Sendable, Hashable {
        /// Their mean.
        case mean
        /// The lower bound of the 95 % interval of the mean.
        case lower
        /// The upper bound of the 95 % interval of the mean.
        case upper
        /// The smallest of them.
        case minimum
        /// The largest of them.
        case maximum
        /// The value below which a share of them lies: 0.5 for the median, 0.05 for `p05`.
        case quantile(Double)
        /// The share of them that keeps a bound of its own.
        case share(Comparator, Double)
        /// The share of all samples that was scored.
        case coverage
    }

    /// How a value must stand to a bound.
    public enum Comparator: String, Sendable, Hashable, CaseIterable {
        /// At least the bound.
        case atLeast = ">="
        /// More than the bound.
        case above = ">"
        /// At most the bound.
        case atMost = "<="
        /// Less than the bound.
        case below = "<"
        /// The bound itself.
        case equal = "=="
        /// Anything but the bound.
        case unequal = "!="

        /// Whether a value stands so to a bound.
        public func holds(_ value: Double, _ bound: Double) -> Bool {
            switch self {
            case .atLeast: value >= bound
            case .above: value > bound
            case .atMost: value <= bound
            case .below: value < bound
            case .equal: value == bound
            case .unequal: value != bound
            }
        }
    }

    /// The gate as the user wrote it.
    public let text: String
    /// The configuration that must keep it; nil where every one must.
    public let configuration: String?
    /// What is measured.
    public let quantity: Quantity
    /// How it must stand to the bound.
    public let comparator: Comparator
    /// The bound.
    public let bound: Double

    /// Whether the gate is a rule for each sample by itself, and if so whether the sample keeps it.
    ///
    /// A lower bound of the smallest value and an upper bound of the largest are such rules.
    ///
    /// - Returns: nil where the gate is no such rule, or the sample has no value.
    public func holds(for record: ResultRecord) -> Bool? {
        guard case .metric(let id, let statistic) = quantity, let value = record.value(of: id) else { return nil }
        switch (statistic, comparator) {
        case (.minimum, .atLeast), (.minimum, .above), (.maximum, .atMost), (.maximum, .below):
            return comparator.holds(value, bound)
        default:
            return nil
        }
    }
}
