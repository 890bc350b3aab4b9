import FielCore
import FielText

/// Where in the passages an answer stands: the sentences that hold most of what it adds to its question.
///
/// "1937" says nothing by itself of whether it answers a question; the sentence that it was taken from does.
struct AnswerSource: Sendable {
    /// The most sentences that are told apart no further.
    private static let most = 3
    /// From this share of the answer's words on, a sentence counts as its source.
    private static let leastCoverage = 0.5

    /// The sentences, those that share most with the question first; none where the answer stands nowhere.
    let sentences: [String]
    /// The share of the answer's words that each of the sentences holds, in 0.5...1, or 0 without any.
    let coverage: Double

    /// Looks for the answer's source.
    ///
    /// - Parameters:
    ///   - answer: content words of the answer that do not stand in its question.
    ///   - question: the question's content words.
    ///   - sample: has the passages and their windows.
    init(of answer: Set<String>, question: Set<String>, in sample: PreparedSample) {
        var found: [(sentence: String, coverage: Double, shared: Double)] = []
        var seen: Set<PassageStretch> = []
        for window in sample.windows
        where LexicalOverlap.recall(of: answer, in: window.contentWords) >= Self.leastCoverage {
            for sentence in window.sentences where seen.insert(sentence).inserted {
                let coverage = LexicalOverlap.recall(of: answer, in: sentence.contentWords)
                let shared = LexicalOverlap.recall(of: question, in: sentence.contentWords)
                found.append((sentence.text, coverage, shared))
            }
        }
        let best = found.reduce(0) { max($0, $1.coverage) }
        guard best >= Self.leastCoverage else {
            (sentences, coverage) = ([], 0)
            return
        }
        let sources = found.filter { $0.coverage == best }.enumerated()
            .sorted { ($1.element.shared, $0.offset) < ($0.element.shared, $1.offset) }
        sentences = sources.prefix(Self.most).map(\.element.sentence)
        coverage = best
    }
}
