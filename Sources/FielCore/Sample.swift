/// One answer to be judged, with the question it answers and the passages it should rest on.
public struct Sample: Sendable, Hashable {
    /// The name of the sample in results; unique within its data set.
    public var id: String
    /// What was asked; nil where the data set has no question.
    public var question: String?
    /// The retrieved passages in rank order, best first.
    public var contexts: [String]
    /// The answer to be judged.
    public var answer: String
    /// The gold answer, where there is one.
    public var reference: String?
    /// Whatever else the data set says of the sample, as it stands there.
    public var metadata: [String: JSONValue]

    /// Makes a sample; only the answer is needed.
    public init(
        id: String = "",
        question: String? = nil,
        contexts: [String] = [],
        answer: String,
        reference: String? = nil,
        metadata: [String: JSONValue] = [:]
    ) {
        self.id = id
        self.question = question
        self.contexts = contexts
        self.answer = answer
        self.reference = reference
        self.metadata = metadata
    }
}
