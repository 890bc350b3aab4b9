public import FielCore
import FielText

/// SelfCheck-NLI: how far other answers of the same generator contradict this one.
///
/// What a generator knows it says again; what it makes up comes out differently each time. For each checkable claim of the
/// answer, and each sampled answer as premise, c / (c + e) of contradiction and entailment, the neutral left out; the
/// metric is the mean over samples and claims (Manakul, Liusie & Gales 2023, section 5.4). A long sampled answer is read in
/// windows, of which the strongest entailment and the strongest contradiction count. No passage is needed.
public struct SelfCheckNLI: JudgedMetric {
    /// What the metric declares.
    public static let info = MetricInfo(
        id: "selfcheck_nli",
        version: 6,
        range: 0...1,
        better: .lower,
        definition:
            "Mean over claims and sampled answers of contradiction / (contradiction + entailment): SelfCheckGPT-NLI."
    )

    /// The metric has no settings.
    public init() {}

    package func inquiry(about sample: PreparedSample) -> Inquiry<Outcome> {
        let samples: [SampledAnswer]
        do throws(FielError) {
            samples = try SampledAnswer.all(of: sample.sample)
        } catch {
            return .known(.failed(error))
        }
        guard !samples.isEmpty else { return .known(.noSamples) }
        if sample.abstains { return .known(.abstained) }
        let claims = sample.statements(of: sample.sample.answer).claims
        guard !claims.isEmpty else { return .known(.noCheckableClaim) }
        let contradictions = samples.flatMap { answer in
            let windows = PassageWindows().windows(
                over: [sample.statements(of: answer.text).text],
                counter: sample.counter
            )
            return claims.map { contradiction(of: $0, by: windows) }
        }
        return Inquiry.all(contradictions).map { .scored($0.mean) }
    }

    /// How far one sampled answer contradicts a claim, in 0...1; one half where it states nothing.
    private func contradiction(of claim: Claim, by windows: [PassageWindow]) -> Inquiry<Double> {
        Inquiry(texts: [claim.hypothesis] + windows.map(\.text)) { embeddings in
            let candidate = Groundedness().candidate(
                claim,
                embeddings[0],
                windows: windows,
                embeddings: Array(embeddings.dropFirst())
            )
            return .init(pairs: Array(candidate.own)) { scores in
                let entailment = scores.map(\.entailment).max() ?? 0
                let contradiction = scores.map(\.contradiction).max() ?? 0
                let sum = entailment + contradiction
                return sum > 0 ? contradiction / sum : 0.5
            }
        }
    }
}
