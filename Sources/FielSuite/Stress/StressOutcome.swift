public import FielCore
import FielText

/// A changed sample with its evaluations before and after.
public struct StressOutcome: Sendable, Hashable {
    /// The change.
    public var made: StressCase
    /// What was said of the sample before.
    public var before: Evaluation
    /// What is said of it now.
    public var after: Evaluation

    /// Joins a change with what was said before and after.
    public init(_ made: StressCase, before: Evaluation, after: Evaluation) {
        (self.made, self.before, self.after) = (made, before, after)
    }

    /// Whether the evaluation after the change ended in an error.
    public var hasFailed: Bool {
        if case .failed = after.groundedness { return true }
        return false
    }

    /// Whether a claim that was supported no longer is.
    public var losesSupport: Bool { made.losesSupport(in: after) }

    /// Whether the verdicts moved as they must.
    public var isAsExpected: Bool { !hasFailed && losesSupport == made.perturbation.changesTruth }

    /// The outcome as a line of JSON.
    public var line: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("id", made.sample.id)
            json.member("perturbation", made.perturbation.rawValue)
            json.member("changes_truth", made.perturbation.changesTruth)
            json.member("lost_support", losesSupport)
            json.member("as_expected", isAsExpected)
            if let exchange = made.exchange {
                json.key("exchange")
                json.object { json in
                    json.member("old", exchange.old)
                    json.member("new", exchange.new)
                }
            }
            json.key("before")
            write(before, claims: made.claims.map { before.claims[$0] }, to: &json)
            json.key("after")
            write(after, claims: made.affected(in: after), to: &json)
            json.member("question", ifAny: made.sample.question)
            json.member("answer", made.sample.answer)
            json.key("contexts")
            json.array { json in
                for context in made.sample.contexts { json.value(context) }
            }
        }
        return json.bytes + [0x0A]
    }

    private func write(_ evaluation: Evaluation, claims: [ClaimJudgement], to json: inout JSONWriter) {
        json.object { json in
            json.key("groundedness")
            json.number(evaluation.groundedness.value)
            json.key("hallucination")
            json.number(evaluation.hallucination.value)
            json.key("claims")
            json.array { json in
                for claim in claims {
                    json.object { json in
                        json.member("text", claim.text)
                        json.member("verdict", claim.verdict.rawValue)
                        json.member("support", claim.support)
                        json.member("contradiction", claim.contradiction)
                    }
                }
            }
            if case .failed(let error) = evaluation.groundedness { json.member("error", error.description) }
        }
    }
}
