/// What a metric declares about itself, so that its numbers can be read and compared.
public struct MetricInfo: Sendable, Hashable {
    /// Which way is better.
    public enum Direction: String, Sendable, Hashable {
        /// A larger value is better.
        case higher
        /// A smaller value is better.
        case lower
        /// The metric describes an answer, and judges nothing.
        case neither
    }

    /// The name in results and gates, such as `groundedness`.
    public var id: String
    /// Raised with every change that moves numbers.
    public var version: Int
    /// The values that the metric can take.
    public var range: ClosedRange<Double>
    /// Which way is better.
    public var better: Direction
    /// One sentence that defines the metric, with its source.
    public var definition: String

    /// Declares a metric.
    public init(id: String, version: Int, range: ClosedRange<Double>, better: Direction, definition: String) {
        self.id = id
        self.version = version
        self.range = range
        self.better = better
        self.definition = definition
    }
}
