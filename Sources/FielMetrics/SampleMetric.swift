package import FielCore

/// A metric beyond those that every evaluation has by default.
package protocol SampleMetric: Sendable {
    /// What the metric declares.
    static var info: MetricInfo { get }
}

extension SampleMetric {
    /// What the metric declares.
    package var info: MetricInfo { Self.info }
}

/// A metric that needs no judge: a function of the sample.
package protocol TextMetric: SampleMetric {
    /// How the metric ends on a sample.
    func outcome(of sample: Sample) -> Outcome
}

/// A metric that asks the judges.
package protocol JudgedMetric: SampleMetric {
    /// What the metric wants to know of a sample, and how it ends.
    func inquiry(about sample: PreparedSample) -> Inquiry<Outcome>
}
