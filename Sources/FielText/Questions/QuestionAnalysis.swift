/// Reads from a question what it asks for.
public enum QuestionAnalysis {
    /// The kind of answer that a question asks for, by its question words (English and Portuguese).
    public static func expectedType(_ question: String) -> AnswerType {
        expectedType(QuestionText(question))
    }

    static func expectedType(_ question: QuestionText) -> AnswerType {
        let keys = question.words.map(\.key)
        guard let first = keys.first else { return .other }
        switch question.language {
        case .english: return english(keys, first: first)
        case .portuguese: return portuguese(question.words, keys: keys, first: first)
        }
    }

    private static func english(_ keys: [String], first: String) -> AnswerType {
        if Verbs.englishAuxiliaries.contains(first) { return keys.contains("or") ? .choice : .yesNo }
        let limit = min(keys.count, 6)
        guard let place = (0..<limit).first(where: { isEnglishWord(keys[$0]) }) else { return .other }
        let next = place + 1 < keys.count ? keys[place + 1] : ""
        switch keys[place] {
        case "when": return .time
        case "who", "whom", "whose": return .person
        case "where": return .place
        case "why": return .reason
        case "how": return how(next)
        default: return noun(keys[(place + 1)...], definers: ["is", "are", "was", "were", "does"])
        }
    }

    private static func isEnglishWord(_ key: String) -> Bool {
        ["when", "who", "whom", "whose", "where", "why", "how", "what", "which"].contains(key)
    }

    private static func how(_ next: String) -> AnswerType {
        let measures = WordList.set(
            "many much long old far tall big large high deep often fast wide heavy hot cold few"
        )
        return measures.contains(next) ? .quantity : .manner
    }

    private static func portuguese(_ words: [Word], keys: [String], first: String) -> AnswerType {
        let limit = min(keys.count, 4)
        for place in 0..<limit {
            let next = place + 1 < keys.count ? keys[place + 1] : ""
            switch keys[place] {
            case "quando": return .time
            case "quem": return .person
            case "onde", "aonde": return .place
            case "por" where next == "que" || next == "qual", "porque": return .reason
            case "quanto", "quanta", "quantos", "quantas": return .quantity
            case "como" where place == 0: return .manner
            case "que", "qual", "quais":
                return noun(keys[(place + 1)...], definers: ["e", "sao", "era", "foi", "significa"])
            default: continue
            }
        }
        if keys.contains("ou") { return .choice }
        if keys.last == "que" || keys.contains(where: { ["qual", "quais", "quantos", "quantas"].contains($0) }) {
            return .other
        }
        return words.prefix(10).contains(where: Verbs.isPortugueseFinite) ? .yesNo : .other
    }

    /// What the noun after "what", "which", "que" or "qual" asks for.
    private static func noun(_ rest: ArraySlice<String>, definers: Set<String>) -> AnswerType {
        let near = rest.prefix(5)
        if rest.count > 3, rest.suffix(4).contains(where: { $0 == "or" || $0 == "ou" }) { return .choice }
        let kinds: [(Set<String>, AnswerType)] = [
            (QuestionWords.times, .time), (QuestionWords.places, .place), (QuestionWords.quantities, .quantity),
            (QuestionWords.persons, .person),
        ]
        for word in near {
            if ["of", "de", "da", "do", "that"].contains(word) { break }
            if let kind = kinds.first(where: { $0.0.contains(word) }) { return kind.1 }
        }
        guard let first = rest.first, definers.contains(first), rest.count <= 5 else { return .other }
        return rest.contains("of") || rest.contains("da") || rest.contains("do") ? .other : .definition
    }

    /// The parts of a question that asks several things: its sentences, and clauses that begin with a question word.
    ///
    /// - Returns: at least one part for a question that holds a word, in order.
    public static func parts(of question: String) -> [String] {
        SentenceSplitter.sentences(in: question).flatMap { clauses(of: $0.text) }
    }

    private static func clauses(of sentence: String) -> [String] {
        let text = ScalarText(sentence)
        let words = WordScanner.words(in: text, range: 0..<text.count)
        var (parts, start): ([String], Int) = ([], 0)
        for index in words.indices.dropFirst().dropLast() {
            let isJoint = ["and", "e"].contains(words[index].text)
            guard isJoint, words[index].range.lowerBound > start, index >= 2, opensQuestion(words, at: index + 1) else {
                continue
            }
            parts.append(text.slice(text.trimmed(start..<words[index].range.lowerBound)))
            start = words[index + 1].range.lowerBound
        }
        guard !words.isEmpty else { return [] }
        parts.append(text.slice(text.trimmed(start..<text.count)))
        return parts.map { part in part.unicodeScalars.last == "," ? String(part.dropLast()) : part }
    }

    private static func opensQuestion(_ words: [Word], at index: Int) -> Bool {
        let key = words[index].key
        if isEnglishWord(key) { return true }
        if ["quem", "quando", "onde", "qual", "quais", "quanto", "quantos", "quantas", "quanta"].contains(key) {
            return true
        }
        guard index + 1 < words.count else { return false }
        return (key == "por" || key == "em" || key == "o") && words[index + 1].key == "que"
    }

    /// Whether an answer holds what the type asks for; nil where that cannot be told from the words.
    public static func answer(_ answer: String, hasType type: AnswerType) -> Bool? {
        let words = WordScanner.words(in: answer)
        guard !words.isEmpty else { return false }
        switch type {
        case .time: return hasTime(answer, words)
        case .quantity: return hasQuantity(answer, words)
        case .yesNo: return YesNo(Array(words.prefix(1))) != nil ? true : nil
        case .person: return hasName(words) ? true : (words.count <= 4 && isNumbers(words) ? false : nil)
        case .place: return hasName(words) ? true : (words.count <= 3 && isNumbers(words) ? false : nil)
        case .reason: return words.contains { reasons.contains($0.key) } ? true : (isNumbers(words) ? false : nil)
        case .manner, .definition, .choice, .other: return nil
        }
    }

    /// Whether an answer only affirms or denies.
    public static func isYesOrNo(_ answer: String) -> Bool { YesNo(WordScanner.words(in: answer)) != nil }

    private static func hasTime(_ answer: String, _ words: [Word]) -> Bool? {
        let kinds: Set<FactMention.Kind> = [.date, .year, .time]
        if FactFinder.mentions(in: answer).contains(where: { kinds.contains($0.kind) }) { return true }
        if words.contains(where: { timeWords.contains($0.key) }) { return true }
        if zip(words, [nil] + words).contains(where: { Months.number($0, after: $1) != nil }) { return true }
        if words.contains(where: \.isNumeric) { return nil }
        return words.count <= 6 ? false : nil
    }

    private static func hasQuantity(_ answer: String, _ words: [Word]) -> Bool? {
        if words.contains(where: \.isNumeric) || words.contains(where: { NumberWords.value($0.key) != nil }) {
            return true
        }
        if words.contains(where: { amounts.contains($0.key) }) { return true }
        return words.count <= 6 ? false : nil
    }

    private static func hasName(_ words: [Word]) -> Bool {
        words.contains { $0.isCapitalised && !StopWords.contains($0.key) }
    }

    private static func isNumbers(_ words: [Word]) -> Bool {
        words.allSatisfy { $0.isNumeric || NumberWords.value($0.key) != nil || StopWords.contains($0.key) }
    }

    private static let reasons = WordList.set(
        "because due since so to therefore caused reason porque devido pois para causa razao"
    )
    private static let amounts = WordList.set(
        "many few several none half dozen couple all most million billion muitos muitas poucos varios nenhum metade duzia milhao milhoes"
    )
    private static let timeWords = WordList.set(
        """
        today yesterday tomorrow now morning afternoon evening night noon midnight week month year day century decade ago
        spring summer autumn winter monday tuesday wednesday thursday friday saturday sunday christmas easter before after
        during when until since annually daily weekly hoje ontem amanha agora manha tarde noite semana mes ano dia seculo
        decada primavera verao outono inverno domingo segunda terca quarta quinta sexta sabado natal pascoa antes depois
        durante quando ate desde
        """
    )
}
