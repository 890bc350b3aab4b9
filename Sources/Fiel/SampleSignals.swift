import FielCore
package import FielMetrics

/// What the judges found for one sample, before any calibration.
package struct SampleSignals: Sendable {
    /// The sample, cut into what was judged.
    let prepared: PreparedSample
    /// One for each checkable claim.
    package let claims: [Groundedness.Signals]
    /// One for each passage; none without a question.
    package let contexts: [ContextRelevance.Signals]
    /// One for each part of the question.
    package let answerParts: [AnswerRelevance.Signals]
    let accounting: Accounting
}
