import FielCore
import FielText

/// A statement of an answer and which of the passages that it cites entail it.
struct CitationCheck: Sendable {
    /// How many different passages the statement cites, among them such that are not there.
    let citations: Int
    /// Whether all cited passages together entail the statement.
    let isSupported: Bool
    /// How many of the citations are needed or entail the statement alone.
    let precise: Int
}

extension CitationCheck {
    /// The most citations of one statement that are judged; what comes after them counts as not precise.
    static let mostCitations = 5

    /// Looks at every checkable sentence of an answer.
    ///
    /// A citation is precise, by ALCE's definition, where all citations together entail the statement, and this one entails
    /// it alone or the others do not without it (Gao et al. 2023, section 3).
    static func inquiry(about sample: PreparedSample) -> Inquiry<[CitationCheck]> {
        Inquiry.all(
            CitedSentence.sentences(in: sample.sample.answer).compactMap { sentence in
                let claims = ClaimExtractor.claims(in: sentence.text, question: sample.question)
                    .filter(\.isCheckable)
                return claims.isEmpty ? nil : inquiry(about: claims, citing: sentence.citations, sample)
            }
        )
    }

    private static func inquiry(
        about claims: [Claim],
        citing citations: [Int],
        _ sample: PreparedSample
    ) -> Inquiry<CitationCheck> {
        let known = citations.map { $0 - 1 }.filter(sample.sample.contexts.indices.contains)
        let cited = Array(known.prefix(mostCitations))
        guard !cited.isEmpty else {
            return .known(CitationCheck(citations: citations.count, isSupported: false, precise: 0))
        }
        let passages = CitedPassages(sample)
        let together = passages.entail(claims, Set(cited))
        // With one citation, being needed and entailing alone are the same as entailing.
        let alone = cited.count > 1 ? cited.map { passages.entail(claims, [$0]) } : []
        let without = cited.count > 1 ? cited.map { passages.entail(claims, Set(cited).subtracting([$0])) } : []
        return together.and(Inquiry.all(alone)).and(Inquiry.all(without)).map { found in
            let ((isSupported, alone), without) = found
            let precise = cited.count == 1 ? 1 : zip(alone, without).count { $0 || !$1 }
            return CitationCheck(
                citations: citations.count,
                isSupported: isSupported,
                precise: isSupported ? precise : 0
            )
        }
    }
}

/// The passages of a sample, to hold statements against some of them.
private struct CitedPassages: Sendable {
    let sample: PreparedSample

    init(_ sample: PreparedSample) { self.sample = sample }

    /// Whether some passages together entail every claim of a statement.
    func entail(_ claims: [Claim], _ passages: Set<Int>) -> Inquiry<Bool> {
        let windows = sample.windows.filter { passages.contains($0.context) }
        let contexts = passages.sorted().map { sample.sample.contexts[$0] }
        return Inquiry.all(claims.map { Groundedness().jointSupport(of: $0, by: windows, contexts: contexts) })
            .map { $0.allSatisfy { $0 >= Groundedness.threshold } }
    }
}

extension Groundedness {
    /// The most passages that are read as one.
    private static let mostJoined = 4

    /// P(passages together entail a claim): as for one passage, with the nearest windows of several passages read as one.
    func jointSupport(of claim: Claim, by windows: [PassageWindow], contexts: [String]) -> Inquiry<Double> {
        Inquiry(texts: [claim.hypothesis] + windows.map(\.text)) { embeddings in
            let candidate = candidate(
                claim,
                embeddings[0],
                windows: windows,
                embeddings: Array(embeddings.dropFirst())
            )
            // An answer of yes or no is weighed against its opposite passage by passage.
            let joined = claim.opposite == nil ? Self.nearestOfEach(candidate) : []
            let premise = PretokenizedText.joined(joined.map(\.text).joined(separator: " "))
            let pair = TextPair(premise: premise, hypothesis: claim.hypothesis)
            return .init(pairs: candidate.pairs + (joined.count > 1 ? [pair] : [])) { scores in
                let own = Array(scores.prefix(candidate.pairs.count))
                var signals = signals(of: candidate, own, facts: Self.facts(of: contexts))
                for score in scores.dropFirst(own.count) {
                    let words = joined.reduce(into: Set<String>()) { $0.formUnion($1.contentWords) }
                    let asked = Set(LexicalOverlap.contentWords(claim.hypothesis))
                    signals.entailment = max(signals.entailment, score.entailment)
                    signals.recall = max(signals.recall, LexicalOverlap.recall(of: asked, in: words))
                }
                return Self.support(signals)
            }
        }
    }

    /// The nearest window of each of the nearest passages, in the passages' order.
    private static func nearestOfEach(_ candidate: Candidate) -> [PassageStretch] {
        var nearest: [PassageStretch] = []
        for premise in candidate.premises where nearest.count < mostJoined && !premise.isSentence {
            if !nearest.contains(where: { $0.context == premise.stretch.context }) { nearest.append(premise.stretch) }
        }
        return nearest.sorted { $0.context < $1.context }
    }
}
