/// Cuts an answer into its claims.
public enum ClaimExtractor {
    /// The claims of an answer, in order and not overlapping; those that cannot be judged say why.
    ///
    /// A sentence is one claim, or several where its clauses stand alone. A fragment ("1937", "Paris, in 1889", "Yes") is
    /// joined with the question into one hypothesis. Citation marks such as `[1]` are no part of what is judged, nor the spaces
    /// that a tokenizer has left.
    public static func claims(in answer: String, question: String?) -> [Claim] {
        let source = ScalarText(answer)
        let joined = EditedText(source, PretokenizedText.edits(in: source))
        let marked = ScalarText(joined.text)
        let bare = EditedText(marked, CitationMark.edits(in: marked))
        return claims(in: ScalarText(bare.text), question: question).map { claim in
            var claim = claim
            claim.range = source.trimmed(joined.original(of: bare.original(of: claim.range)))
            claim.text = source.slice(claim.range)
            return claim
        }
    }

    private static func claims(in text: ScalarText, question: String?) -> [Claim] {
        let units = AnswerUnits.units(in: text)
        let asked = question.map { QuestionText($0) }
        var result: [Claim] = []
        // After a whole sentence the next one is whole as well, and in a list one with a full stop.
        var whole: Set<TextUnit.Kind> = []
        var hasDeclined = false
        for unit in units {
            let words = WordScanner.words(in: text, range: unit.range)
            let isStopped = unit.kind == .sentence || text.scalars[unit.range].last?.isTerminal == true
            let mayBeFragment = !(whole.contains(unit.kind) && isStopped)
            var found = stretches(of: unit, words, in: text).flatMap { stretch in
                let isFirst = stretch.range.lowerBound == unit.range.lowerBound
                return claims(of: stretch, in: text, question: asked, mayBeFragment: mayBeFragment && isFirst)
            }
            if hasDeclined, found.allSatisfy(\.isCheckable), Abstention.isAdvice(words) {
                let advice = text.slice(unit.range)
                found = [Claim(text: advice, range: unit.range, hypothesis: advice, reason: .greeting)]
            }
            hasDeclined = hasDeclined || found.contains { $0.reason == .abstention }
            result += found
            if !Fragment.isFragment(words), found.first?.reason != .heading { whole.insert(unit.kind) }
        }
        return result
    }

    /// A unit, or its parts where some of them decline and others say something.
    private static func stretches(of unit: TextUnit, _ words: [Word], in text: ScalarText) -> [TextUnit] {
        guard unit.kind == .sentence || unit.kind == .listItem else { return [unit] }
        return StretchCutter.stretches(of: unit.range, words: words, in: text).map {
            TextUnit(kind: unit.kind, range: $0.range)
        }
    }

    private static func claims(
        of unit: TextUnit,
        in text: ScalarText,
        question: QuestionText?,
        mayBeFragment: Bool
    ) -> [Claim] {
        let words = WordScanner.words(in: text, range: unit.range)
        if let start = Framing.start(of: words, unit.range, in: text) {
            let rest = TextUnit(kind: unit.kind, range: start..<unit.range.upperBound)
            return claims(of: rest, in: text, question: question, mayBeFragment: mayBeFragment)
        }
        let sentence = text.slice(unit.range)
        let isReply = question?.isYesNo == true && YesNo(words) != nil
        let isAsked = question?.isInterrogative == true
        if !isReply, !Framing.isTelling(words),
            let reason = Checkability.reason(for: unit, words: words, in: text, isAsked: isAsked)
        {
            return [Claim(text: sentence, range: unit.range, hypothesis: sentence, reason: reason)]
        }
        if unit.kind == .tableRow {
            return [Claim(text: sentence, range: unit.range, hypothesis: TableRow.sentence(sentence))]
        }
        let isFragment =
            mayBeFragment && Fragment.isFragment(words) && LineLabel.end(in: text, of: unit.range) == nil
        if let question, isReply || (isFragment && (isAsked || (words.count <= 3 && question.isTopic))) {
            let hypothesis = Declarative.hypothesis(question: question, answer: Framing.statement(in: sentence))
            var claim = Claim(text: sentence, range: unit.range, hypothesis: hypothesis)
            if isReply {
                claim.opposite = YesNo(words).map { Declarative.hypothesis(question: question, is: $0.opposite) }
            }
            return [claim]
        }
        return ClauseCutter(text: text, range: unit.range, words: words).clauses().map { clause in
            let slice = text.slice(clause.range)
            let statement = Framing.statement(in: clause.hypothesis ?? slice)
            let reason: Claim.NotCheckable? =
                Framing.isPersonal(statement)
                ? .personal : Checkability.isReaction(statement) && !isAsked ? .reaction : nil
            return Claim(text: slice, range: clause.range, hypothesis: statement, reason: reason)
        }
    }
}

/// Answers that are no sentences.
enum Fragment {
    /// Whether the words are few and none of them is a verb that makes them a sentence.
    static func isFragment(_ words: [Word]) -> Bool {
        guard words.count <= 8 else { return false }
        guard let first = words.first, !isSubjectPronoun(first) || words.count == 1 else { return false }
        return !hasVerb(words)
    }

    /// Whether a word is a pronoun that a sentence can begin with; "EU", "IT" and "Nos" (em + os) are none.
    static func isSubjectPronoun(_ word: Word) -> Bool {
        subjectPronouns.contains(word.key) && !word.isAcronym && (word.key != "nos" || word.text.hasSuffix("ós"))
    }

    /// Whether one of the words is a verb that could make them a sentence.
    static func hasVerb(_ words: [Word]) -> Bool {
        words.indices.contains { isVerb(at: $0, in: words) || standsBeforeObject(at: $0, in: words) }
    }

    /// Whether a word that is in no list is a verb by its place: between a noun and a determiner, as in "Snow closes the pass".
    private static func standsBeforeObject(at index: Int, in words: [Word]) -> Bool {
        guard index > 0, index + 1 < words.count else { return false }
        let (before, word, after) = (words[index - 1], words[index], words[index + 1].key)
        guard !word.isCapitalised, !word.isNumeric, !word.key.hasSuffix("ly"), !word.key.hasSuffix("mente"),
            !StopWords.contains(word.key), !notBeforeObjects.contains(word.key),
            word.range.upperBound + 1 == words[index + 1].range.lowerBound
        else { return false }
        if determiners.contains(after) { return !notBeforeVerbs.contains(before.key) }
        // "40 miles an hour" and "uma vez por semana" have none.
        return ["a", "an", "um", "uma"].contains(after) && !before.isNumeric && NumberWords.value(before.key) == nil
            && !notBeforeVerbs.contains(before.key)
    }

    private static let determiners = WordList.set(
        "the this these those his her its their our os as este esta esse essa seu sua"
    )
    private static let notBeforeObjects = WordList.set(
        """
        half double twice once times vezes durante todos todas ambos ambas almost quite rather even still maybe perhaps apenas
        quase talvez ainda mesmo via inside outside across among around behind beside besides beneath beyond near past toward
        towards along amid despite onto throughout opposite alongside underneath against within contra desde entre sobre sob
        perante apos ate
        """
    )

    private static func isVerb(at index: Int, in words: [Word]) -> Bool {
        let word = words[index]
        if Verbs.isPortugueseIs(word.text) { return true }
        if Verbs.englishAuxiliaries.contains(word.key) { return word.key != "may" || !word.isCapitalised }
        if word.isCapitalised && index > 0 { return false }
        if Verbs.isPortugueseFinite(word) { return word.key != "esta" && word.key != "era" || index > 0 }
        guard index > 0, Verbs.isEnglishFinite(word.key) else { return false }
        return !notBeforeVerbs.contains(words[index - 1].key) && !words[index - 1].isNumeric
    }

    static let subjectPronouns = WordList.set(
        """
        it he she they we i you there this these those it's he's she's they're i'm we're there's ele ela eles elas eu nos voce
        isso isto
        """
    )
    private static let notBeforeVerbs = WordList.set(
        "a an the of in on at by for with to from and or my your his her its their very o os um uma de do da em no na por com"
    )
}

/// Rows of a Markdown table.
enum TableRow {
    /// The cells of a row as one sentence: "Paris, 2 million".
    static func sentence(_ row: String) -> String {
        row.split(separator: "|").map { cell in
            let text = ScalarText(String(cell))
            return text.slice(text.trimmed(0..<text.count))
        }
        .filter { !$0.isEmpty }
        .joined(separator: ", ")
    }
}
