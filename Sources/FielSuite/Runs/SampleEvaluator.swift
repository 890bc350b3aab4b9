public import Fiel
public import FielCore

/// Says of samples what an evaluator says.
public protocol SampleEvaluator: Sendable {
    /// Evaluates samples; a sample that cannot be judged has outcomes that are `failed`.
    ///
    /// - Returns: one result a sample, in order.
    func evaluate(_ samples: [Sample]) async -> [Evaluation]
}

extension Evaluator: SampleEvaluator {}
