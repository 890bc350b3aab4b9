/// What a writer puts around a statement: "I think that …", "Yes, …", "Acho que …".
package enum Framing {
    /// The statement without its frame; the text itself where there is none.
    ///
    /// Whether the writer thinks so is no question for the passages; what is thought is one.
    static func statement(in text: String) -> String {
        let scalars = ScalarText(text)
        let words = WordScanner.words(in: scalars, range: 0..<scalars.count)
        var start = 0
        while start + 1 < words.count, FramingWords.interjections.contains(words[start].key),
            hasMark(",", after: words[start], before: words[start + 1], in: scalars)
        {
            start += 1
        }
        start += refusal(of: words[start...], in: scalars)
        start += reference(of: words[start...], in: scalars)
        start += caveat(of: words[start...])
        let told = told(Array(words[start...]))
        start += told > 0 ? told : frame(of: words[start...])
        guard start > 0, start < words.count else { return text }
        let end = told > 0 ? words[words.count - 1].range.upperBound : scalars.count
        return scalars.slice(words[start].range.lowerBound..<end).capitalisedFirst + (told > 0 ? "." : "")
    }

    /// Whether a question only tells something, as "Did you know that the bridge is red?" does.
    static func isTelling(_ words: [Word]) -> Bool { told(words) > 0 }

    /// How many words such a question has before what it tells; 0 for other questions.
    private static func told(_ words: [Word]) -> Int {
        let keys = words.map(\.key)
        guard let opening = FramingWords.tellings.first(where: { keys.starts(with: $0) }),
            keys.count >= opening.count + 3
        else { return 0 }
        if ["that", "que"].contains(opening.last) { return opening.count }
        let isAsking = FramingWords.asking.contains(keys[opening.count])
        return isAsking || !Fragment.hasVerb(Array(words[opening.count...])) ? 0 : opening.count
    }

    /// Whether the words speak of the writer alone, in one clause: likes, wishes, opinions, habits.
    ///
    /// With a figure, or with a name and no feeling, it may be a fact from the passages all the same.
    static func isPersonal(_ text: String) -> Bool {
        let words = WordScanner.words(in: text)
        guard let first = words.first, !words.contains(where: { FramingWords.joints.contains($0.key) }) else {
            return false
        }
        let facts = FactFinder.mentions(in: text).filter { $0.range.lowerBound > 0 }
        if FramingWords.portugueseFeelings.contains(first.key) { return facts.allSatisfy { $0.kind == .name } }
        guard isWriter(first), !holdsOpinion(words) else { return false }
        let feels = words.dropFirst().prefix(4).contains { FramingWords.feelings.contains($0.key) }
        return facts.allSatisfy { feels && $0.kind == .name }
    }

    /// "I don't think the bridge is red" is of the bridge.
    private static func holdsOpinion(_ words: [Word]) -> Bool {
        guard let verb = words.prefix(4).firstIndex(where: { isVerb($0.key) }) else { return false }
        let rest = words[(verb + 1)...]
        return rest.count >= 3 && Fragment.hasVerb(Array(rest))
    }

    /// Whether a text has somebody speak of himself, so that such claims can be held against it.
    package static func speaksOfItself(_ text: String) -> Bool {
        WordScanner.words(in: text).contains { word in
            isWriter(word) && (word.isCapitalised || word.key == "eu")
        }
    }

    /// 1 where a "no" and a comma stand before a sentence of its own, as in "No, dogs are not permitted", else 0.
    private static func refusal(of words: ArraySlice<Word>, in text: ScalarText) -> Int {
        guard let first = words.first, ["no", "nope", "nao"].contains(first.key), words.count > 3,
            hasMark(",", after: first, before: words[words.startIndex + 1], in: text)
        else { return 0 }
        return Fragment.hasVerb(Array(words.dropFirst())) ? 1 : 0
    }

    /// Where a statement begins that stands after "Answer:" or after a passage's number, as in "According to Document 2, …"; nil
    /// where nothing of the kind is before it.
    static func start(of words: [Word], _ range: Range<Int>, in text: ScalarText) -> Int? {
        if let start = LineLabel.answerStart(in: text, of: range) { return start }
        let count = reference(of: words[...], in: text)
        guard count < words.count, words.prefix(count).contains(where: \.isNumeric) else { return nil }
        return words[count].range.lowerBound
    }

    /// How many words name the passages before what they say: "Based on the context," has 4, "The text says that" has 4, and "Here is
    /// what I found:" has 5.
    private static func reference(of words: ArraySlice<Word>, in text: ScalarText) -> Int {
        let words = Array(words)
        let keys = words.prefix(12).map(\.key)
        if ["here", "here's"].contains(keys.first) {
            let end = keys.indices.dropLast().first { hasMark(":", after: words[$0], before: words[$0 + 1], in: text) }
            return end.map { $0 + 1 } ?? 0
        }
        let opening = FramingWords.references.first { keys.starts(with: $0) }
        // "According to [1], …", of which the mark was taken out.
        if let opening, opening.count < words.count,
            hasMark(",", after: words[opening.count - 1], before: words[opening.count], in: text)
        {
            return opening.count
        }
        guard let name = keys.prefix(7).firstIndex(where: { FramingWords.passages.contains($0) }) else { return 0 }
        let isNumbered =
            CitationWords.passages.contains(keys[name]) && name + 1 < words.count && words[name + 1].isNumeric
        if opening != nil {
            let end = (name..<min(name + 3, words.count - 1)).first {
                hasMark(",", after: words[$0], before: words[$0 + 1], in: text)
            }
            guard let end else { return 0 }
            let isOfPassages = (1...end).allSatisfy { index in
                isNumbered && (index == name || index == name + 1)
                    || !words[index].isNumeric && !words[index].isCapitalised
            }
            return isOfPassages ? end + 1 : 0
        }
        let says = name + (isNumbered ? 2 : 1)
        guard name <= 2, says + 4 < keys.count,
            ["the", "o", "a", "os", "as"].contains(keys[0]) || (name == 0 && isNumbered),
            FramingWords.saying.contains(keys[says]), ["that", "que"].contains(keys[says + 1])
        else { return 0 }
        return says + 2
    }

    /// Whether words of doubt stand before a statement that begins with "but".
    static func hasCaveat(_ words: [Word]) -> Bool { caveat(of: words[...]) > 0 }

    /// How many words stand before a statement that begins with "but": "I'm not sure, but it opened in 1937" has 4.
    private static func caveat(of words: ArraySlice<Word>) -> Int {
        guard let first = words.first,
            isWriter(first)
                || FramingWords.doubts.contains(where: { words.map(\.key).starts(with: $0) }),
            let but = words.prefix(14).firstIndex(where: { ["but", "mas"].contains($0.key) }),
            words[..<but].contains(where: { FramingWords.caution.contains($0.key) }),
            !words[..<but].dropFirst().contains(where: { $0.isNumeric || $0.isCapitalised })
        else { return 0 }
        let rest = words[(but + 1)...]
        return rest.count >= 3 && Fragment.hasVerb(Array(rest)) ? but + 1 - words.startIndex : 0
    }

    /// How many words the frame at the start has: "I do know that" has 4.
    private static func frame(of words: ArraySlice<Word>) -> Int {
        let words = Array(words)
        let keys = words.prefix(9).map(\.key)
        var index = 0
        if ["i", "eu"].contains(keys.first), !words[0].isAcronym { index = 1 }
        while index < keys.count, FramingWords.adverbs.contains(keys[index]) { index += 1 }
        guard index < keys.count else { return 0 }
        let verb = keys[index]
        guard index > 0 || FramingWords.portugueseVerbs.contains(verb), isVerb(verb) else { return 0 }
        index += 1
        if index < keys.count, keys[index] == "that" || keys[index] == "que" {
            index += 1
        } else if !FramingWords.opinions.contains(verb) {
            // "I know he is tall", but not "I know the man who is tall".
            let opensClause = index < keys.count && Fragment.subjectPronouns.contains(keys[index])
            guard opensClause, !FramingWords.portugueseVerbs.contains(verb) else { return 0 }
        }
        let rest = words.dropFirst(index)
        guard rest.count >= 3, !["so", "of", "about", "in"].contains(rest[index].key), Fragment.hasVerb(Array(rest))
        else {
            return 0
        }
        return index
    }

    /// "Eu" is the writer, "EU" is not.
    private static func isWriter(_ word: Word) -> Bool { FramingWords.writer.contains(word.key) && !word.isAcronym }

    private static func isVerb(_ key: String) -> Bool {
        FramingWords.opinions.contains(key) || FramingWords.knowledge.contains(key)
            || FramingWords.portugueseVerbs.contains(key)
    }

    private static func hasMark(_ mark: Unicode.Scalar, after word: Word, before next: Word, in text: ScalarText)
        -> Bool
    {
        text.scalars[word.range.upperBound..<next.range.lowerBound].contains(mark)
    }
}
