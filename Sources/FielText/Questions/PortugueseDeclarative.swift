/// The Portuguese rules of `Declarative`, tried in order; each gives nil where the question's shape is not its own.
struct PortugueseDeclarative {
    let question: QuestionText
    let answer: ShortAnswer

    private var keys: [String] { question.words.map(\.key) }
    private var count: Int { question.words.count }

    /// The sentence without its full stop; nil where no rule fits.
    func sentence() -> String? {
        if let polarity = answer.polarity, QuestionAnalysis.expectedType(question) == .yesNo { return yesNo(polarity) }
        guard count >= 2 else { return nil }
        switch keys[0] {
        case "quem": return naming(from: 1)
        case "quando", "onde": return circumstance(from: 1)
        case "qual", "quais": return verbless() ?? naming(from: 1)
        case "quantos", "quantas", "quanto", "quanta": return amount()
        case "o" where keys[1] == "que": return object() ?? naming(from: 2)
        case "em" where keys[1] == "que" || keys[1] == "qual": return count > 3 ? circumstance(from: 3) : nil
        case "que": return naming(from: 2)
        default: return nil
        }
    }

    /// The answer names something ("Quem escreveu Os Lusíadas?", "Qual é a capital da França?").
    private func naming(from start: Int) -> String? {
        var verb = start
        if verb + 1 < count, keys[verb] == "e", keys[verb + 1] == "que" { verb += 2 }
        if keys[0] == "qual" || keys[0] == "quais" || keys[0] == "que" {
            guard let place = (1..<count).first(where: { isVerb($0) }) else { return nil }
            verb = place
        }
        guard verb < count - 1, isVerb(verb) || keys[0] == "quem" else { return nil }
        // "O que deve o aluno entregar?": the answer is no subject here.
        let isInverted = keys[0] == "o" && Self.determiners.contains(keys[verb + 1])
        if isInverted, !isBe(verb) { return nil }
        let isBe = isBe(verb)
        if isBe, !Verbs.isPortugueseParticiple(keys[verb + 1]) {
            return join(question.text(verb + 1..<count), question.words[verb].text, answer.text)
        }
        // "O que X faz?" has its subject between; only a verb right after the question word takes the answer as subject.
        return verb == start || verb > start && keys[0] != "o" ? join(answer.text, question.text(verb..<count)) : nil
    }

    /// "Qual a capital da França?": the verb is understood.
    private func verbless() -> String? {
        guard count > 2, ["o", "a", "os", "as"].contains(keys[1]), !(1..<count).contains(where: { isVerb($0) }) else {
            return nil
        }
        return join(question.text(1..<count), keys[0] == "qual" ? "é" : "são", answer.text)
    }

    /// "O que o aluno deve preencher?": the subject stands first, the answer is the object.
    private func object() -> String? {
        guard count > 3, Self.determiners.contains(keys[2]), (3..<count).contains(where: { isVerb($0) }) else {
            return nil
        }
        return join(question.text(2..<count), answer.text)
    }

    /// The answer is a time or a place ("Quando foi inaugurada a ponte?", "Em que ano ele nasceu?").
    private func circumstance(from start: Int) -> String? {
        var start = start
        if start + 1 < count, keys[start] == "e", keys[start + 1] == "que" { start += 2 }
        guard start < count - 1 || (start < count && isVerb(start)) else { return nil }
        guard isVerb(start), start + 1 < count else {
            return join(question.text(start..<count), preposition, answer.text)
        }
        var subject = start + 1
        while subject < count, Verbs.isPortugueseParticiple(keys[subject]) || keys[subject] == "se" { subject += 1 }
        guard subject < count else { return join(question.text(start..<count), preposition, answer.text) }
        let startsSubject = question.words[subject].isCapitalised || Self.determiners.contains(keys[subject])
        guard startsSubject else { return join(question.text(start..<count), preposition, answer.text) }
        let tail = trailingParticiple(from: subject + 1) ?? count
        return join(
            question.text(subject..<tail),
            question.text(start..<subject),
            question.text(tail..<count),
            preposition,
            answer.text
        )
    }

    /// "Onde foi o tratado assinado?": the participle stands after the subject.
    private func trailingParticiple(from start: Int) -> Int? {
        (start..<max(start, count)).first { index in
            Verbs.isPortugueseParticiple(keys[index]) && !question.words[index].isCapitalised
                && !Self.determiners.contains(keys[index - 1]) && index > start
        }
    }

    /// The answer is an amount ("Quantos habitantes tem Lisboa?", "Quanto custou a ponte?").
    private func amount() -> String? {
        guard let verb = (1..<count).first(where: { isVerb($0) }), verb < count - 1 else { return nil }
        let noun = question.text(1..<verb)
        let hasNoun = answer.words.contains { word in !word.isNumeric && keys[1..<verb].contains(word.key) }
        let amount = hasNoun || noun.isEmpty ? answer.text : join(answer.text, noun)
        let subject = question.text(verb + 1..<count)
        let isSubject = Self.determiners.contains(keys[verb + 1]) || question.words[verb + 1].isCapitalised
        if isBe(verb) || !isSubject { return join(amount, question.text(verb..<count)) }
        return join(subject, question.words[verb].text, amount)
    }

    private func yesNo(_ polarity: YesNo) -> String? {
        guard polarity == .no else { return question.bare }
        guard let verb = (0..<count).first(where: { isVerb($0) }) else { return nil }
        return join(question.text(0..<verb), "não", question.text(verb..<count).lowercasedFirst)
    }

    private func isVerb(_ index: Int) -> Bool {
        Verbs.isPortugueseFinite(question.words[index])
    }

    private func isBe(_ index: Int) -> Bool {
        Verbs.isPortugueseIs(question.words[index].text) || Verbs.portugueseBe.contains(keys[index])
    }

    private var preposition: String {
        answer.startsWith(Self.prepositions) ? "" : "em"
    }

    private func join(_ parts: String...) -> String {
        parts.filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static let prepositions = WordList.set(
        """
        em no na nos nas num numa de do da dos das entre desde ate por pelo pela a ao aos as antes depois durante sob sobre
        perto proximo junto com para hoje ontem agora quando apos ha dentro fora ali la aqui
        """
    )
    private static let determiners = WordList.set(
        "o a os as um uma este esta esse essa aquele aquela seu sua seus suas ele ela eles elas"
    )
}
