package import FielMetrics
import FielCore
import FielText

/// What the judges found for one sample that the default metrics are made of, before any calibration.
package struct SampleSignals: Sendable {
    /// The sample, cut into what was judged.
    let prepared: PreparedSample
    /// One for each checkable claim.
    package let claims: [Groundedness.Signals]
    /// One for each passage; none without a question.
    package let contexts: [ContextRelevance.Signals]
    /// One for each part of the question.
    package let answerParts: [AnswerRelevance.Signals]

    /// What the default metrics want to know of a sample.
    static func inquiry(about sample: PreparedSample) -> Inquiry<SampleSignals> {
        Groundedness().inquiry(about: sample.checkable, windows: sample.windows, contexts: sample.sample.contexts)
            .and(ContextRelevance().inquiry(about: sample))
            .and(AnswerRelevance().inquiry(about: sample))
            .map { found in
                SampleSignals(prepared: sample, claims: found.0.0, contexts: found.0.1, answerParts: found.1)
            }
    }
}

extension SampleSignals {
    /// Makes probabilities and verdicts of what the judges found.
    var evaluation: Evaluation {
        let contexts = prepared.sample.contexts
        let claims = judgedClaims
        let relevance = ContextRelevance().relevance(self.contexts)
        let grounded = Groundedness().outcome(claims, abstained: prepared.abstains, contexts: contexts)
        return Evaluation(
            id: prepared.sample.id,
            metrics: [
                ContextRelevance.info.id: ContextRelevance().outcome(relevance, question: prepared.question),
                Groundedness.info.id: grounded,
                AnswerRelevance.info.id: AnswerRelevance().outcome(answerParts, abstained: prepared.abstains),
                Hallucination.info.id: Hallucination().outcome(claims, groundedness: grounded),
            ],
            contextRelevance: relevance,
            claims: claims,
            accounting: accounting
        )
    }

    private var judgedClaims: [ClaimJudgement] {
        var found = claims[...]
        return prepared.claims.map { claim in
            guard claim.isCheckable else {
                return ClaimJudgement(text: claim.text, range: claim.range, verdict: .notCheckable)
            }
            return Groundedness().judgement(
                of: claim,
                found.removeFirst(),
                windows: prepared.windows
            )
        }
    }

    private var accounting: Accounting {
        let counter = prepared.counter
        let pairs = zip(prepared.checkable, claims).flatMap { claim, found in
            [claim.hypothesis, claim.opposite].compactMap(\.self).flatMap { hypothesis in
                found.premises.map { (premise: $0.text, hypothesis: hypothesis) }
            }
        }
        let premises = counter.tokenCounts(pairs.map(\.premise))
        let hypotheses = counter.tokenCounts(pairs.map(\.hypothesis))
        var accounting = Accounting()
        for (premise, hypothesis) in zip(premises, hypotheses) {
            let tokens = premise + hypothesis
            let read = min(tokens, counter.maximumTokens - counter.specialTokensOfPair)
            accounting.pairs += 1
            accounting.tokensSeen += read
            accounting.tokensCut += tokens - read
        }
        return accounting
    }
}
