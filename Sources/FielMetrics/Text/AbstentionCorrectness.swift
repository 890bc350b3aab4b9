public import FielCore
import FielText

/// Abstention correctness: whether the answer declines exactly where it should.
///
/// 1 where the answer declines and the question cannot be answered, or neither; else 0. The data set says which questions can
/// be answered, in `answerable`, or in SQuAD 2.0's `is_impossible`. An empty answer declines, as it does there.
public struct AbstentionCorrectness: TextMetric {
    /// What the metric declares.
    public static let info = MetricInfo(
        id: "abstention_correctness",
        version: 3,
        range: 0...1,
        better: .higher,
        definition:
            "1 where the answer declines exactly if the data set says that the question cannot be answered, else 0."
    )

    /// The metric has no settings.
    public init() {}

    package func outcome(of sample: Sample) -> Outcome {
        guard let field = sample.field("answerable", "is_impossible") else { return .noLabel }
        guard let value = field.value.truth else { return .wrongField(field, expected: "true or false") }
        let isAnswerable = field.name == "answerable" ? value : !value
        let declines = sample.answer.allSatisfy(\.isWhitespace) || Abstention.isAbstention(sample.answer)
        return .scored(declines != isAnswerable ? 1 : 0)
    }
}
