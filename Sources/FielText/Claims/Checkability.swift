/// Tells statements from what cannot be true or false.
enum Checkability {
    /// Why a sentence cannot be judged; nil where it can.
    static func reason(for sentence: String, words: [Word], kind: TextUnit.Kind) -> Claim.NotCheckable? {
        switch kind {
        case .code: return .code
        case .heading: return .heading
        case .sentence, .listItem, .tableRow: break
        }
        guard !words.isEmpty else { return .noContent }
        let last = sentence.unicodeScalars.last { !$0.isCloser && !$0.isBlank }
        if last == ":" || last == "：" { return .heading }
        if last == "?" || last == "？" { return .question }
        let keys = words.map(\.key)
        if Abstention.isAbstention(keys: keys) { return .abstention }
        if isGreeting(keys) { return .greeting }
        return isHedge(keys) ? .hedge : nil
    }

    private static func isGreeting(_ keys: [String]) -> Bool {
        if keys.count <= 6, CourtesyPhrases.whole.contains(keys.joined(separator: " ")) { return true }
        if keys.count <= 3, let first = keys.first, CourtesyPhrases.salutations.contains(first) { return true }
        return CourtesyPhrases.openings.contains { keys.starts(with: $0) }
    }

    /// "It depends." "As far as I know.": nothing is left when the words of caution are taken away.
    private static func isHedge(_ keys: [String]) -> Bool {
        keys.count <= 12 && keys.allSatisfy { HedgeWords.all.contains($0) }
            && keys.contains { HedgeWords.core.contains($0) }
    }
}
