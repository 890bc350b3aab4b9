public import FielCore
import FielText

/// Answer relevance: whether the answer speaks to the question.
///
/// For each part of the question a calibrated probability from the similarity of question and answer, their common
/// words, and whether the answer is of the kind that the question asks for (a *when* wants a time). The metric is the
/// mean over the parts, so that an answer to half of a question gets half.
public struct AnswerRelevance: Sendable {
    /// What the metric declares.
    public static let info = MetricInfo(
        id: "answer_relevance",
        version: 2,
        range: 0...1,
        better: .higher,
        definition: "Mean over the question's parts of P(the answer addresses the part), calibrated on human labels."
    )

    /// For answers of a few words: similarity, has the type, lacks the type (fitted by `benchmarks/calibrate.py`).
    static let shortCalibration = LogisticModel(bias: -0.7794, weights: [2.5539, 1.1586, -0.4445])
    /// For other answers: similarity, recall, has the type, lacks the type (fitted by `benchmarks/calibrate.py`).
    ///
    /// The type came out as 0: a whole sentence holds a time or a name too often for it to tell anything.
    static let fullCalibration = LogisticModel(bias: -2.3993, weights: [3.4956, 4.3260, 0, 0])

    /// Uses the calibration that Fiel was fitted with.
    public init() {}

    /// What was found for one part of the question, before calibration.
    public struct Signals: Sendable, Hashable {
        /// The greatest similarity of the part with the answer or one of its sentences, at most 1.
        public var similarity = 0.0
        /// The share of the part's content words that stand in the answer, in 0...1.
        public var recall = 0.0
        /// Whether the answer holds what the question word asks for; nil where that cannot be told.
        public var hasType: Bool?
        /// Whether the answer is too short to repeat anything of the question.
        public var isShort = false
    }

    /// What has to be found out about each part of a sample's question.
    package func inquiry(about sample: PreparedSample) -> Inquiry<[Signals]> {
        let parts = sample.questionParts
        guard !parts.isEmpty else { return .known([]) }
        return .embedding(parts + sample.answerTexts) { embeddings in
            zip(parts, embeddings).map { part in
                signals(part, answer: sample.answerTexts[0], embeddings: Array(embeddings.dropFirst(parts.count)))
            }
        }
    }

    /// Measures one part of the question.
    ///
    /// - Parameters:
    ///   - part: a question, with its embedding.
    ///   - answer: the answer.
    ///   - embeddings: of the whole answer and of its sentences.
    public func signals(_ part: (text: String, embedding: Embedding), answer: String, embeddings: [Embedding])
        -> Signals
    {
        Signals(
            similarity: embeddings.map(part.embedding.similarity).max() ?? 0,
            recall: LexicalOverlap.recall(of: part.text, in: answer),
            hasType: QuestionAnalysis.answer(answer, hasType: QuestionAnalysis.expectedType(part.text)),
            isShort: LexicalOverlap.contentWords(answer).count <= 4
        )
    }

    /// P(the answer addresses the part), in 0...1.
    static func relevance(_ signals: Signals) -> Double {
        let hasType: Double = signals.hasType == true ? 1 : 0
        let lacksType: Double = signals.hasType == false ? 1 : 0
        return signals.isShort
            ? shortCalibration.probability([signals.similarity, hasType, lacksType])
            : fullCalibration.probability([signals.similarity, signals.recall, hasType, lacksType])
    }

    /// The metric from the parts of the question.
    public func outcome(_ parts: [Signals], abstained: Bool) -> Outcome {
        guard !parts.isEmpty else { return .noQuestion }
        if abstained { return .abstained }
        return .scored(parts.reduce(0) { $0 + Self.relevance($1) } / Double(parts.count))
    }
}
