package import FielCore
package import FielText

/// A sample cut into what the judges read.
package struct PreparedSample: Sendable {
    package let sample: Sample
    /// The question; nil where there is none or it has no words.
    package let question: String?
    package let questionParts: [String]
    package let windows: [PassageWindow]
    package let claims: [Claim]
    /// The whole answer, then its sentences where it has several, without citation marks.
    package let answerTexts: [String]
    /// Whether the answer as a whole declines to answer.
    package let abstains: Bool
    /// Counts tokens as the judge does that reads the windows.
    package let counter: any TokenCounting

    /// Cuts passages into windows and the answer into claims.
    ///
    /// - Parameters:
    ///   - counter: counts tokens as the judge does that will read the windows.
    ///   - cutter: cuts the passages.
    package init(_ sample: Sample, counter: any TokenCounting, cutter: PassageWindows = PassageWindows()) {
        self.sample = sample
        self.counter = counter
        question = sample.question.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        questionParts = question.map { QuestionAnalysis.parts(of: $0) } ?? []
        windows = cutter.windows(over: sample.contexts, counter: counter)
        claims = Self.claims(in: sample, question: question)
        let answer = CitedSentence.withoutMarks(sample.answer)
        let sentences = SentenceSplitter.sentences(in: answer).map(\.text)
        answerTexts = [answer] + (sentences.count > 1 ? sentences : [])
        abstains = Abstention.isAbstention(answer)
    }

    /// The claims of the answer; what it says of its writer can be judged where a passage has somebody speak as well.
    private static func claims(in sample: Sample, question: String?) -> [Claim] {
        var claims = ClaimExtractor.claims(in: sample.answer, question: question)
        let personal = claims.indices.filter { claims[$0].reason == .personal }
        if !personal.isEmpty, sample.contexts.contains(where: Framing.speaksOfItself) {
            for index in personal { claims[index].reason = nil }
        }
        return claims
    }

    /// The claims that can be true or false.
    package var checkable: [Claim] { claims.filter(\.isCheckable) }

    /// Whether a passage has words.
    var hasContexts: Bool { sample.contexts.contains { !$0.allSatisfy(\.isWhitespace) } }

    /// The windows over one passage.
    func windows(over context: Int) -> [PassageWindow] { windows.filter { $0.context == context } }

    /// A text that answers the question, such as the reference, as claims and as something to hold claims against.
    ///
    /// Citation marks are left out, which say nothing about the world.
    func statements(of text: String) -> Statements {
        let bare = CitedSentence.withoutMarks(text)
        let claims = ClaimExtractor.claims(in: bare, question: question).filter(\.isCheckable)
        let said = claims.map(\.hypothesis).joined(separator: " ")
        return Statements(
            claims: claims,
            text: said,
            windows: PassageWindows().windows(over: [said], counter: counter)
        )
    }
}

/// What a text states.
struct Statements: Sendable {
    /// Its checkable claims.
    let claims: [Claim]
    /// The claims as sentences that stand alone: "1937" entails nothing, "The bridge opened in 1937" does.
    let text: String
    /// The windows over that text.
    let windows: [PassageWindow]
}
