public import FielCore
import FielMetrics
import FielText

/// How much of an answer's groundedness each passage carries, found by leaving one out at a time.
///
/// The answer stays as it is and is judged again without the passage: what drops was supported by that passage alone. A passage
/// whose content stands in another one as well carries next to nothing by this measure, however good it is.
public struct PassageAttribution: Sendable, Hashable {
    /// Groundedness with all passages.
    public let groundedness: Outcome
    /// For each passage, groundedness with all minus groundedness without it; empty where groundedness has no value.
    ///
    /// Mostly in 0...1. Below 0 where the passage made a claim less probable.
    public let drops: [Double]
}

extension PassageAttribution {
    /// What has to be found out about a sample: of all passages, few pairs that groundedness has not asked for.
    static func inquiry(about sample: PreparedSample) -> Inquiry<PassageAttribution> {
        let places = sample.sample.contexts.indices
        let all = groundedness(of: sample, leavingOut: nil)
        let parts = places.map { groundedness(of: sample, leavingOut: $0) }
        return all.and(Inquiry.all(parts)).map { found in
            guard let whole = found.0.value else { return PassageAttribution(groundedness: found.0, drops: []) }
            // Without its only passage an answer has no support at all.
            return PassageAttribution(groundedness: found.0, drops: found.1.map { whole - ($0.value ?? 0) })
        }
    }

    private static func groundedness(of sample: PreparedSample, leavingOut place: Int?) -> Inquiry<Outcome> {
        let windows = sample.windows.filter { $0.context != place }
        let contexts = sample.sample.contexts.enumerated().filter { $0.offset != place }.map(\.element)
        let claims = sample.checkable
        return Groundedness().supports(of: claims, by: windows, contexts: contexts).map { supports in
            let judged = zip(claims, supports).map { claim, support in
                ClaimJudgement(text: claim.text, range: claim.range, verdict: .supported, support: support)
            }
            return Groundedness().outcome(judged, abstained: sample.abstains, contexts: contexts)
        }
    }
}
