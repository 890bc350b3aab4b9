public import FielCore

/// What passages do for answers: a metric with them against the same metric closed-book, question by question.
///
/// Any metric that needs no passages will do, such as answer correctness. Whether the difference is significant is for
/// FielStatistics to say.
public struct RetrievalBenefit: Sendable, Hashable {
    /// The mean gain over the questions that both answered, positive where passages help; the closed-book lift.
    public let lift: Double
    /// On how many of them passages help.
    public let helped: Int
    /// On how many they do harm.
    public let harmed: Int
    /// How many questions have a value both ways.
    public let questions: Int

    /// Compares outcomes of the same questions, in the same order.
    ///
    /// - Parameters:
    ///   - withPassages: how the metric ended on the answers that had passages.
    ///   - closedBook: how it ended on the answers that had none.
    ///   - metric: what the metric declares; where lower is better, a gain is a drop.
    ///     Where neither way is better, the lift is the rise.
    /// - Returns: nil where no question has a value both ways.
    public init?(withPassages: [Outcome], closedBook: [Outcome], metric: MetricInfo) {
        let gains = zip(withPassages, closedBook).compactMap { with, without -> Double? in
            guard let with = with.value, let without = without.value else { return nil }
            switch metric.better {
            case .higher, .neither: return with - without
            case .lower: return without - with
            }
        }
        guard !gains.isEmpty else { return nil }
        lift = gains.reduce(0, +) / Double(gains.count)
        helped = gains.count { $0 > 0 }
        harmed = gains.count { $0 < 0 }
        questions = gains.count
    }
}
