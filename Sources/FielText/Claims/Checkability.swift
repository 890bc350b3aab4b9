/// Tells statements from what cannot be true or false.
enum Checkability {
    /// Why a sentence cannot be judged; nil where it can.
    ///
    /// "Interesting" is a reaction to a statement, and an answer to a question.
    static func reason(
        for unit: TextUnit,
        words: [Word],
        in text: ScalarText,
        isAsked: Bool
    ) -> Claim.NotCheckable? {
        switch unit.kind {
        case .code: return .code
        case .heading: return .heading
        case .sentence, .listItem, .tableRow: break
        }
        guard !words.isEmpty else { return .noContent }
        let last = text.scalars[unit.range].last { !$0.isCloser && !$0.isBlank }
        if last == ":" || last == "：" { return .heading }
        if last == "?" || last == "？" { return .question }
        let keys = words.map(\.key)
        if Abstention.isAbstention(words, range: unit.range, in: text) { return .abstention }
        if isGreeting(keys) { return .greeting }
        if isHedge(keys) { return .hedge }
        return !isAsked && isReaction(keys) ? .reaction : nil
    }

    /// Whether the words are only polite, or only say how sure the writer is.
    static func isCourtesy(_ keys: [String]) -> Bool { isGreeting(keys) || isHedge(keys) }

    private static func isGreeting(_ keys: [String]) -> Bool {
        if keys.count <= 6, CourtesyPhrases.whole.contains(keys.joined(separator: " ")) { return true }
        if keys.count <= 3, let first = keys.first, CourtesyPhrases.salutations.contains(first) { return true }
        if saysMore(keys) { return false }
        return CourtesyPhrases.openings.contains { keys.starts(with: $0) }
            || CourtesyPhrases.offers.contains { offer in
                keys.starts(with: offer)
                    && keys.dropFirst(offer.count).prefix(4).contains { CourtesyPhrases.offered.contains($0) }
            }
    }

    /// "I'm sorry to hear that, but the bridge is closed" is more than a courtesy, and so is one with a figure.
    private static func saysMore(_ keys: [String]) -> Bool {
        if keys.contains(where: { $0.unicodeScalars.first?.isDigit == true }) { return true }
        guard let turn = keys.firstIndex(where: { $0 == "but" || $0 == "mas" }) else { return false }
        return keys.count - turn > 3
    }

    /// "That is interesting!" "Oh wow." "Me too.": nothing is left when the words of reaction are taken away.
    static func isReaction(_ text: String) -> Bool { isReaction(WordScanner.words(in: text).map(\.key)) }

    private static func isReaction(_ keys: [String]) -> Bool {
        keys.count <= 6 && keys.allSatisfy { ReactionWords.all.contains($0) }
            && keys.contains { ReactionWords.core.contains($0) }
    }

    /// "It depends." "As far as I know.": nothing is left when the words of caution are taken away.
    private static func isHedge(_ keys: [String]) -> Bool {
        keys.count <= 12 && keys.allSatisfy { HedgeWords.all.contains($0) }
            && keys.contains { HedgeWords.core.contains($0) }
    }
}
