import FielCore
import FielMetrics
import FielText

/// A sample cut into what the judges read.
struct PreparedSample: Sendable {
    let sample: Sample
    /// The question; nil where there is none or it has no words.
    let question: String?
    let questionParts: [String]
    let windows: [PassageWindow]
    let claims: [Claim]
    let answerSentences: [String]
    /// Whether the answer as a whole declines to answer.
    let abstains: Bool

    /// Cuts passages into windows and the answer into claims.
    ///
    /// - Parameter counter: counts tokens as the judge does that will read the windows.
    init(_ sample: Sample, counter: any TokenCounting) {
        self.sample = sample
        question = sample.question.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        questionParts = question.map { QuestionAnalysis.parts(of: $0) } ?? []
        windows = PassageWindows().windows(over: sample.contexts, counter: counter)
        claims = ClaimExtractor.claims(in: sample.answer, question: question)
        let sentences = SentenceSplitter.sentences(in: sample.answer).map(\.text)
        answerSentences = sentences.count > 1 ? sentences : []
        abstains = Abstention.isAbstention(sample.answer)
    }

    /// The claims that can be true or false.
    var checkable: [Claim] { claims.filter(\.isCheckable) }

    /// Every text to embed: question, its parts, windows, claims, answer, and the answer's sentences.
    var texts: [String] {
        (question.map { [$0] } ?? []) + questionParts + windows.map(\.text) + checkable.map(\.hypothesis)
            + [sample.answer] + answerSentences
    }
}

/// The embeddings of a prepared sample's texts.
struct SampleEmbeddings: Sendable {
    let question: (text: String, embedding: Embedding)?
    let questionParts: [(text: String, embedding: Embedding)]
    let windows: [Embedding]
    let claims: [Embedding]
    /// Of the whole answer, then of its sentences where it has several.
    let answer: [Embedding]

    /// Takes the embeddings of `PreparedSample.texts` apart.
    init(_ embeddings: [Embedding], of sample: PreparedSample) {
        var rest = embeddings[...]
        func take(_ count: Int) -> [Embedding] {
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        question = sample.question.map { ($0, take(1)[0]) }
        questionParts = Array(zip(sample.questionParts, take(sample.questionParts.count)))
        windows = take(sample.windows.count)
        claims = take(sample.checkable.count)
        answer = take(1 + sample.answerSentences.count)
    }
}
