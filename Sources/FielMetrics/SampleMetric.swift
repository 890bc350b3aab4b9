package import FielCore

/// A metric beyond the four that every evaluation has.
package protocol SampleMetric: Sendable {
    /// What the metric declares.
    static var info: MetricInfo { get }
}

/// A metric that needs no judge: a function of the sample's texts.
package protocol TextMetric: SampleMetric {
    /// How the metric ends on a sample.
    func outcome(of sample: Sample) -> Outcome
}

extension SampleMetric {
    /// What the metric declares.
    package var info: MetricInfo { Self.info }
}
