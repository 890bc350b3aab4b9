/// The English rules of `Declarative`, tried in order; each gives nil where the question's shape is not its own.
struct EnglishDeclarative {
    let question: QuestionText
    let answer: ShortAnswer

    private var keys: [String] { question.words.map(\.key) }
    private var count: Int { question.words.count }

    /// The sentence without its full stop; nil where no rule fits.
    func sentence() -> String? {
        guard let first = keys.first else { return nil }
        if Verbs.englishAuxiliaries.contains(first) { return answer.polarity.flatMap { yesNo($0) } }
        switch first {
        case "who", "what", "which", "whose":
            return subject() ?? identity() ?? time() ?? object(after: nounEnd(from: 1))
        case "when", "where":
            return circumstance(from: 1, preposition: first == "when" ? timePreposition : placePreposition)
        case "how": return measure()
        case "in", "on", "at", "by", "for", "from", "to", "with", "of": return leadingPreposition(first)
        default: return nil
        }
    }

    // MARK: Who wrote Hamlet?

    /// The question word is the subject: it gives way to the answer.
    private func subject() -> String? {
        let verb = nounEnd(from: 1)
        guard verb < count - 1 else { return nil }
        let key = keys[verb]
        if Verbs.englishBe.contains(key) {
            return isPredicate(verb + 1) ? join(answer.text, question.text(verb..<count)) : nil
        }
        let isHaveSubject = ["has", "have", "had"].contains(key) && Verbs.isEnglishParticiple(keys[verb + 1])
        guard !Verbs.englishAuxiliaries.contains(key) || isHaveSubject else { return nil }
        let isVerb = isHaveSubject || Verbs.isEnglishFinite(key) || (verb == 1 && key.hasSuffix("s"))
        return isVerb ? join(answer.text, question.text(verb..<count)) : nil
    }

    /// A participle, over an adverb: "is also used", "was killed", "is playing".
    private func isPredicate(_ index: Int) -> Bool {
        let place = ["also", "now", "still", "often", "usually", "commonly"].contains(keys[index]) ? index + 1 : index
        guard place < count, !isName(place) else { return false }
        return Verbs.isEnglishParticiple(keys[place]) || (keys[place].hasSuffix("ing") && keys[place].utf8.count > 5)
    }

    /// The noun asks for a time ("What year did Tesla die?").
    private func time() -> String? {
        let verb = nounEnd(from: 1)
        guard verb > 1, verb < count, QuestionWords.times.contains(keys[verb - 1]) else { return nil }
        return circumstance(from: verb, preposition: timePreposition)
    }

    /// "What is the capital of France?": the rest is what the answer names.
    private func identity() -> String? {
        let verb = nounEnd(from: 1)
        guard verb < count - 1, Verbs.englishBe.contains(keys[verb]) else { return nil }
        let be = question.words[verb].text
        let rest = question.text(verb + 1..<count)
        if Self.prepositions.contains(keys[count - 1]) {
            guard count - verb > 2 else { return nil }
            let middle = participle(from: verb + 2) ?? count - 1
            return join(question.text(verb + 1..<middle), be, question.text(middle..<count), answer.text)
        }
        if verb > 1, let place = participle(from: verb + 2) {
            let preposition = QuestionWords.times.contains(keys[verb - 1]) ? timePreposition : placePreposition
            guard QuestionWords.times.contains(keys[verb - 1]) || QuestionWords.places.contains(keys[verb - 1]) else {
                return nil
            }
            return join(question.text(verb + 1..<place), be, question.text(place..<count), preposition, answer.text)
        }
        return join(rest, be, answer.text)
    }

    /// "What did Newton discover?", "Which river does it cross?": the answer is the object.
    private func object(after auxiliary: Int) -> String? {
        guard auxiliary < count, ["did", "does", "do"].contains(keys[auxiliary]) else { return nil }
        guard let (subject, verb, rest) = inverted(from: auxiliary) else { return nil }
        guard let place = strandedPreposition(from: count - question.wordCount(rest)) else {
            return join(subject, verb, answer.text, rest)
        }
        return join(
            subject,
            verb,
            question.text(count - question.wordCount(rest)..<place + 1),
            answer.text,
            question.text(place + 1..<count)
        )
    }

    /// The preposition that has lost its noun to the question: "play for (whom) in 1998", "come from".
    private func strandedPreposition(from start: Int) -> Int? {
        (start..<max(start, count)).first { index in
            let isLast = index + 1 == count || Self.prepositions.contains(keys[index + 1])
            return isLast && Self.prepositions.contains(keys[index])
        }
    }

    // MARK: When was the bridge opened? Where is it?

    private func circumstance(from auxiliary: Int, preposition: String) -> String? {
        guard auxiliary < count - 1 else { return nil }
        let preposition = Self.prepositions.contains(keys[count - 1]) ? "" : preposition
        let key = keys[auxiliary]
        if Verbs.englishBe.contains(key) {
            let be = question.words[auxiliary].text
            guard let place = participle(from: auxiliary + 2) else {
                return join(question.text(auxiliary + 1..<count), be, preposition, answer.text)
            }
            return join(
                question.text(auxiliary + 1..<place),
                be,
                question.text(place..<count),
                preposition,
                answer.text
            )
        }
        guard ["did", "does", "do"].contains(key), let (subject, verb, rest) = inverted(from: auxiliary) else {
            return nil
        }
        return join(subject, verb, rest, preposition, answer.text)
    }

    /// The preposition stands first ("In which year was it opened?", "In what city does he live?").
    private func leadingPreposition(_ preposition: String) -> String? {
        guard count > 3, ["what", "which", "whom"].contains(keys[1]) else { return nil }
        let end = nounEnd(from: 2)
        let lead = answer.startsWith(Self.prepositions) ? "" : preposition
        return circumstance(from: end, preposition: lead)
    }

    // MARK: How many people live there?

    private func measure() -> String? {
        guard count > 3 else { return nil }
        switch keys[1] {
        case "many", "much": return amount()
        case "old", "tall", "long", "far", "high", "deep", "wide", "big", "large", "heavy":
            guard Verbs.englishBe.contains(keys[2]) else { return nil }
            let hasUnit = answer.words.contains { !$0.isNumeric && NumberWords.value($0.key) == nil }
            let unit = hasUnit ? "" : (keys[1] == "old" ? "years old" : "")
            return join(question.text(3..<count), question.words[2].text, answer.text, unit)
        default: return nil
        }
    }

    private func amount() -> String? {
        let base = (3..<max(3, count)).first { isBaseVerb($0) } ?? count
        let verb = Verbs.englishAuxiliaries.contains(keys[2]) ? 2 : min(nounEnd(from: 3), base)
        guard verb < count else { return nil }
        let noun = question.text(2..<verb)
        let amount =
            answer.words.contains { noun.contains($0.text) && !$0.isNumeric } ? answer.text : join(answer.text, noun)
        if ["did", "does", "do"].contains(keys[verb]) {
            guard let (subject, predicate, rest) = inverted(from: verb) else { return nil }
            return join(subject, predicate, amount, rest)
        }
        if keys[verb] == "are" || keys[verb] == "were", verb + 1 < count, keys[verb + 1] == "there" {
            return join("there", keys[verb], amount, question.text(verb + 2..<count))
        }
        let isVerb = Verbs.isEnglishFinite(keys[verb]) || verb == base
        return isVerb && verb < count - 1 ? join(amount, question.text(verb..<count)) : nil
    }

    // MARK: Is the bridge red?

    private func yesNo(_ polarity: YesNo) -> String? {
        guard count >= 3, let end = subjectEnd(from: 1), end < count else { return nil }
        if ["did", "does"].contains(keys[0]), keys[end].hasSuffix("s") || keys[end].hasSuffix("ed") { return nil }
        let auxiliary = question.words[0].key
        let subject = question.text(1..<end)
        let rest = question.text(end..<count)
        switch (auxiliary, polarity) {
        case ("did", .yes) where isWord(keys[end]):
            return join(subject, Verbs.englishPast(of: keys[end]), question.text(end + 1..<count))
        case ("does", .yes): return join(subject, Verbs.englishPresent(of: keys[end]), question.text(end + 1..<count))
        case ("do", .yes): return join(subject, rest)
        case (_, .yes): return join(subject, auxiliary, rest)
        case ("can", .no): return join(subject, "cannot", rest)
        case (_, .no): return join(subject, auxiliary, "not", rest)
        }
    }

    // MARK: Parts of a question

    /// Where the noun after a question word ends: at the first verb from an index on.
    private func nounEnd(from start: Int) -> Int {
        (start..<max(start, count)).first { index in
            Verbs.englishAuxiliaries.contains(keys[index]) || (Verbs.isEnglishFinite(keys[index]) && !isName(index))
        } ?? min(start, count)
    }

    private func isName(_ index: Int) -> Bool { question.words[index].isCapitalised }

    private func isWord(_ key: String) -> Bool { key.unicodeScalars.allSatisfy(\.isLetter) }

    private func participle(from start: Int) -> Int? {
        (start..<max(start, count)).first { Verbs.isEnglishParticiple(keys[$0]) && !isName($0) }
    }

    /// Subject, verb in its own form, and rest of a clause that opens with a form of "do".
    private func inverted(from auxiliary: Int) -> (subject: String, verb: String, rest: String)? {
        let known = (auxiliary + 2..<max(auxiliary + 2, count)).first { isBaseVerb($0) }
        guard let verb = known ?? subjectEnd(from: auxiliary + 1), verb < count, isWord(keys[verb]) else { return nil }
        guard keys[verb] != "do", !keys[verb].hasSuffix("s") || known != nil else { return nil }
        let form =
            switch keys[auxiliary] {
            case "did": Verbs.englishPast(of: keys[verb])
            case "does": Verbs.englishPresent(of: keys[verb])
            default: keys[verb]
            }
        return (question.text(auxiliary + 1..<verb), form, question.text(verb + 1..<count))
    }

    private func isBaseVerb(_ index: Int) -> Bool {
        let isKnown = Verbs.englishPasts[keys[index]] != nil || Verbs.englishRegular.contains(keys[index])
        return isKnown && !isName(index) && !Self.determiners.contains(keys[index - 1])
    }

    /// Where the subject that begins at an index ends; nil where the words do not show it.
    ///
    /// A pronoun and a capitalised name end by themselves; a noun ends where a word stands that cannot go on with it.
    private func subjectEnd(from start: Int) -> Int? {
        guard start < count else { return nil }
        if Fragment.isSubjectPronoun(question.words[start]) { return start + 1 }
        let hasDeterminer = Self.determiners.contains(keys[start])
        var end = start + (hasDeterminer ? 1 : 0)
        guard end < count else { return nil }
        if isName(end) {
            while end < count, isName(end) || (question.words[end].isNumeric && end > start) { end += 1 }
            return end
        }
        if hasDeterminer, end + 2 == count { return end + 1 }
        return (end + 1..<max(end + 1, min(count, end + 6))).first { startsPredicate($0) }
    }

    /// Whether a word cannot belong to the noun before it.
    private func startsPredicate(_ index: Int) -> Bool {
        if isName(index) { return false }
        // "Is 17 a prime number?", but not "Is 17 June a holiday?"
        if question.words[index - 1].isNumeric { return Self.determiners.contains(keys[index]) }
        if ["of", "and", "or"].contains(keys[index - 1]) || Self.determiners.contains(keys[index - 1]) { return false }
        if Verbs.englishBe.contains(keys[0]) {
            return Verbs.isEnglishParticiple(keys[index]) || Self.determiners.contains(keys[index])
                || (Self.prepositions.contains(keys[index]) && index + 3 >= count)
        }
        return isBaseVerb(index)
    }

    private var timePreposition: String {
        if answer.startsWith(Self.prepositions.union(Self.adverbs)) { return "" }
        let hasDay = FactFinder.mentions(in: answer.text).contains { mention in
            if case .date(let date) = mention.value { return date.day != nil }
            return false
        }
        if hasDay { return "on" }
        return answer.words.contains { $0.isNumeric } || Months.number(answer.words[0].key) != nil ? "in" : ""
    }

    private var placePreposition: String {
        answer.startsWith(Self.prepositions.union(Self.adverbs)) ? "" : "in"
    }

    private func join(_ parts: String...) -> String {
        parts.filter { !$0.isEmpty }.joined(separator: " ")
    }

    static let prepositions = WordList.set(
        """
        in on at by for from to with of near under over between behind around during since until before after about into onto
        inside outside within along across through above below beside as
        """
    )
    private static let adverbs = WordList.set(
        "here there today yesterday now next last every when where early late circa"
    )
    private static let determiners = WordList.set(
        "the a an this that these those my your his her its our their any some"
    )
}
