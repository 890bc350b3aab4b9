public import FielCore

/// Changes of the passages that an answer rests on.
public enum PassageChange {
    /// The passages in another order; nil where there is none.
    public static func reordered(_ passages: [String], using random: inout SeededGenerator) -> [String]? {
        guard Set(passages).count > 1 else { return nil }
        for _ in 0..<8 {
            let order = random.shuffled(passages)
            if order != passages { return order }
        }
        return Array(passages.dropFirst()) + passages.prefix(1)
    }

    /// The passages with one of another sample among them.
    ///
    /// - Parameter donors: passages of other samples; one is taken that holds none of the answer's facts, so that it does
    ///   not speak of the same things.
    /// - Returns: nil where no donor will do.
    public static func distracted(
        _ passages: [String],
        answer: String,
        donors: [String],
        using random: inout SeededGenerator
    ) -> [String]? {
        guard !passages.isEmpty else { return nil }
        let facts = FactFinder.mentions(in: answer)
        for _ in 0..<min(8, donors.count) {
            guard let donor = random.element(of: donors), !passages.contains(donor), isForeign(donor, facts) else {
                continue
            }
            var all = passages
            all.insert(donor, at: random.next(below: passages.count + 1))
            return all
        }
        return nil
    }

    private static func isForeign(_ passage: String, _ facts: [FactMention]) -> Bool {
        let index = FactIndex(contexts: [passage])
        return facts.allSatisfy { $0.kind == .quotation || !index.holds($0) }
    }

    /// The passages without the one that a claim rests on; a foreign one takes its place where no other is left.
    ///
    /// - Parameters:
    ///   - evidence: the index of the passage to be taken away; passages equal to it go with it.
    ///   - claim: the claim's text. It must state a fact that the passage holds and no passage that is left.
    /// - Returns: nil where the claim has no such fact, or nothing would be left.
    public static func removing(
        _ evidence: Int,
        from passages: [String],
        claim: String,
        donors: [String],
        using random: inout SeededGenerator
    ) -> [String]? {
        guard passages.indices.contains(evidence) else { return nil }
        let removed = passages[evidence]
        var left = passages.filter { $0 != removed }
        if left.isEmpty {
            guard let others = distracted(passages, answer: claim, donors: donors, using: &random) else { return nil }
            left = others.filter { $0 != removed }
        }
        let before = FactIndex(contexts: [removed])
        let lost = FactIndex(contexts: left).missing(from: claim).filter { $0.kind != .quotation }
        return lost.contains(where: before.holds) ? left : nil
    }
}
