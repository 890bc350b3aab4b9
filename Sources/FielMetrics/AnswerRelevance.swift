public import FielCore
import FielText

/// Answer relevance: whether the answer speaks to the question.
///
/// For each part of the question a calibrated probability from the similarity of question and answer, their common
/// words, whether the answer is of the kind that the question asks for (a *when* wants a time), and how well the sentence
/// of the passages that the answer was taken from fits the question: a right answer of one word has nothing in common
/// with its question. An answer that stands in no passage is judged by itself; whether it is grounded is another
/// metric's question. The metric is the mean over the parts, so that an answer to half of a question gets half.
public struct AnswerRelevance: Sendable {
    /// What the metric declares.
    public static let info = MetricInfo(
        id: "answer_relevance",
        version: 6,
        range: 0...1,
        better: .higher,
        definition: "Mean over the question's parts of P(the answer addresses the part), calibrated on human labels."
    )

    /// For answers of a few words that stand in a passage, and for those that do not (fitted by `benchmarks/calibrate.py`).
    static let shortCalibration = (
        sourced: LogisticModel(bias: -1.8662, weights: [0, 0.8977, -1.3505, 0, 3.9310, 2.5234]),
        alone: LogisticModel(bias: -0.9748, weights: [4.5592, 1.7180, -0.4862, -12.1467])
    )
    /// For other answers: the same features after the recall of the question (fitted by `benchmarks/calibrate.py`).
    static let fullCalibration = (
        sourced: LogisticModel(bias: -1.3705, weights: [0, 2.2333, 0.2076, -4.5882, 0, 2.3178, 2.7103]),
        alone: LogisticModel(bias: -2.3712, weights: [3.0974, 5.3197, 0.1404, -4.3126, -14.9306])
    )

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
        /// Whether the answer only repeats words of the question, among commonplaces at most, and the question cannot be
        /// answered so.
        public var isEcho = false
        /// The share of what the answer adds to the question that stands in one sentence of a passage; 0 below a half.
        public var sourceCoverage = 0.0
        /// The similarity of the part with that sentence, at most 1.
        public var sourceSimilarity = 0.0
        /// The share of the part's content words in that sentence, in 0...1.
        public var sourceRecall = 0.0
    }

    /// What has to be found out about each part of a sample's question.
    package func inquiry(about sample: PreparedSample) -> Inquiry<[Signals]> {
        let parts = sample.questionParts
        guard !parts.isEmpty else { return .known([]) }
        let answer = sample.answerTexts[0]
        let asked = Set(LexicalOverlap.contentWords(sample.question ?? ""))
        let said = Self.isShort(answer) ? asked : asked.union(CommonplaceWords.stems)
        let added = Set(LexicalOverlap.contentWords(answer)).subtracting(said)
        let source = AnswerSource(of: added, question: asked, in: sample)
        return .embedding(parts + sample.answerTexts + source.sentences) { embeddings in
            let rest = embeddings.dropFirst(parts.count)
            return zip(parts, embeddings).map { part, embedding in
                var signals = Self.signals(of: answer, part: part, addsNothing: added.isEmpty)
                signals.similarity = nearest(embedding, rest.prefix(sample.answerTexts.count))
                signals.sourceCoverage = source.coverage
                signals.sourceSimilarity = nearest(embedding, rest.dropFirst(sample.answerTexts.count))
                signals.sourceRecall =
                    source.sentences.map { LexicalOverlap.recall(of: part, in: $0) }.max() ?? 0
                return signals
            }
        }
    }

    private func nearest(_ question: Embedding, _ others: ArraySlice<Embedding>) -> Double {
        others.map(question.similarity).max() ?? 0
    }

    /// What the words of the answer say about one part of the question.
    private static func signals(of answer: String, part: String, addsNothing: Bool) -> Signals {
        let type = QuestionAnalysis.expectedType(part)
        return Signals(
            recall: LexicalOverlap.recall(of: part, in: answer),
            hasType: QuestionAnalysis.answer(answer, hasType: type),
            isShort: isShort(answer),
            isEcho: addsNothing && type != .yesNo && type != .choice && !QuestionAnalysis.isYesOrNo(answer)
        )
    }

    private static func isShort(_ answer: String) -> Bool { LexicalOverlap.contentWords(answer).count <= 4 }

    /// P(the answer addresses the part), in 0...1.
    static func relevance(_ signals: Signals) -> Double {
        var features = [
            signals.similarity, signals.hasType == true ? 1 : 0, signals.hasType == false ? 1 : 0,
            signals.isEcho ? 1 : 0,
        ]
        if !signals.isShort { features.insert(signals.recall, at: 0) }
        let calibration = signals.isShort ? shortCalibration : fullCalibration
        guard signals.sourceCoverage > 0 else { return calibration.alone.probability(features) }
        return calibration.sourced.probability(features + [signals.sourceSimilarity, signals.sourceRecall])
    }

    /// The metric from the parts of the question.
    public func outcome(_ parts: [Signals], abstained: Bool) -> Outcome {
        guard !parts.isEmpty else { return .noQuestion }
        if abstained { return .abstained }
        return .scored(parts.reduce(0) { $0 + Self.relevance($1) } / Double(parts.count))
    }
}
