/// A part of a sentence that stands alone.
struct Clause: Sendable, Hashable {
    var range: Range<Int>
    /// The clause with the subject that it shares with the one before; nil where it has its own.
    var hypothesis: String?
}

/// Cuts a long sentence at clause boundaries, where each part has a subject and a verb of its own.
///
/// There is no grammar behind it, so it cuts only where word lists leave little doubt; an uncut sentence is judged whole.
struct ClauseCutter {
    private let text: ScalarText
    private let range: Range<Int>
    private let words: [Word]
    private let language: Language
    /// Per word, whether it stands inside brackets or quotation marks.
    private let isEnclosed: [Bool]

    init(text: ScalarText, range: Range<Int>, words: [Word]) {
        self.text = text
        self.range = range
        self.words = words
        language = Language.guess(words)
        isEnclosed = Enclosure.flags(text: text, range: range, words: words)
    }

    /// The clauses of the sentence, in order; the whole sentence where none can be cut off.
    func clauses() -> [Clause] {
        guard (6...Self.mostWords).contains(words.count), !startsSubordinate else { return [Clause(range: range)] }
        var clauses: [Clause] = []
        var (start, first) = (range.lowerBound, 0)
        var index = 1
        while index < words.count {
            if let cut = cut(before: index, from: first) {
                clauses.append(contentsOf: sharing(start..<cut.end, from: first, to: index))
                start = words[cut.next].range.lowerBound
                first = cut.next
                index = cut.next
            }
            index += 1
        }
        clauses.append(contentsOf: sharing(start..<range.upperBound, from: first, to: words.count))
        return clauses
    }

    /// "When he arrived, and she left, …": the parts lean on a main clause that comes later.
    private var startsSubordinate: Bool {
        words.prefix(1).contains { Self.subordinators.contains($0.key) }
            || words.contains { Self.correlatives.contains($0.key) }
    }

    /// Whether a clause that stands alone begins at a word, given where the one before began.
    ///
    /// - Returns: where the clause before ends in scalars, and the first word of the new one.
    private func cut(before index: Int, from first: Int) -> (end: Int, next: Int)? {
        guard !isEnclosed[index], index - first >= 3 else { return nil }
        let gap = text.scalars[words[index - 1].range.upperBound..<words[index].range.lowerBound]
        guard let mark = gap.firstIndex(where: { $0 == "," || $0 == ";" }) else { return nil }
        let isConjunction = Self.conjunctions.contains(words[index].key) && !Verbs.isPortugueseIs(words[index].text)
        guard isConjunction || text.scalars[mark] == ";" else { return nil }
        let next = isConjunction ? index + 1 : index
        guard hasVerb(first..<index), startsClause(at: next) else { return nil }
        return (text.trimmed(range.lowerBound..<mark).upperBound, next)
    }

    private func hasVerb(_ indices: Range<Int>) -> Bool {
        indices.contains { isFinite(at: $0) }
    }

    /// Whether a subject and a verb of its own follow.
    private func startsClause(at index: Int) -> Bool {
        guard index + 2 < words.count else { return false }
        let first = words[index]
        if Fragment.isSubjectPronoun(first) {
            return (index + 1..<min(index + 4, words.count)).contains { isFinite(at: $0) } || first.key.contains("'")
        }
        guard Self.determiners.contains(first.key) || first.isCapitalised else { return false }
        for place in index + 1..<min(index + 7, words.count) {
            if Self.relatives.contains(words[place].key) || hasComma(before: place) { return false }
            if isCertain(at: place) { return true }
        }
        return false
    }

    private func hasComma(before index: Int) -> Bool {
        text.scalars[words[index - 1].range.upperBound..<words[index].range.lowerBound].contains(",")
    }

    private func isFinite(at index: Int) -> Bool {
        switch language {
        case .english: Verbs.isEnglishFinite(words[index].key)
        case .portuguese: Verbs.isPortugueseFinite(words[index])
        }
    }

    /// A verb that is hardly ever a participle or a noun.
    private func isCertain(at index: Int) -> Bool {
        switch language {
        case .english: Verbs.englishAuxiliaries.contains(words[index].key) || Self.surePasts.contains(words[index].key)
        case .portuguese: Verbs.isPortugueseFinite(words[index])
        }
    }

    /// A clause, or two where "and" joins two verbs of one short subject ("It opened in 1936 and cost $35 million").
    private func sharing(_ clause: Range<Int>, from first: Int, to last: Int) -> [Clause] {
        guard let verb = (first..<min(first + 5, last)).first(where: { isFinite(at: $0) }), isSubject(first..<verb),
            verb == first || !hasComma(before: verb)
        else {
            return [Clause(range: clause)]
        }
        let joints = (verb + 2..<max(verb + 2, last - 2)).filter { isJoint(at: $0, after: verb) }
        guard joints.count == 1, let joint = joints.first else { return [Clause(range: clause)] }
        let subject =
            first < verb ? text.slice(words[first].range.lowerBound..<words[verb - 1].range.upperBound) + " " : ""
        let rest = words[joint + 1].range.lowerBound..<clause.upperBound
        var end = words[joint - 1].range.upperBound
        end = text.skip(from: end, to: words[joint].range.lowerBound) { !$0.isBlank && $0 != "," }
        return [
            Clause(range: clause.lowerBound..<end),
            Clause(range: rest, hypothesis: (subject + text.slice(rest)).capitalisedFirst),
        ]
    }

    /// A pronoun, a name, or a determiner and a noun, with nothing between that could be another clause.
    private func isSubject(_ indices: Range<Int>) -> Bool {
        guard let first = indices.first.map({ words[$0] }) else { return language == .portuguese }
        guard indices.count <= 4, !indices.dropFirst().contains(where: { hasComma(before: $0) }) else { return false }
        if Fragment.isSubjectPronoun(first) { return indices.count == 1 && !first.key.contains("'") }
        if indices.contains(where: { Self.relatives.contains(words[$0].key) }) { return false }
        return Self.determiners.contains(first.key) || indices.allSatisfy { words[$0].isCapitalised }
    }

    /// Whether the word is an "and" between two verbs of the same kind.
    private func isJoint(at index: Int, after verb: Int) -> Bool {
        let joint = words[index]
        guard joint.text == (language == .english ? "and" : "e"), !isEnclosed[index], index - verb >= 2 else {
            return false
        }
        // "He wrote, directed and starred": a list of verbs is one statement.
        guard !hasComma(before: verb + 1) else { return false }
        guard !(verb + 1..<index).contains(where: { Self.relatives.contains(words[$0].key) }) else { return false }
        // "The probe found the autopilot ignored commands and crashed": another verb may have a subject of its own.
        let first = Self.isAuxiliary(words[verb].key) ? min(verb + 3, index) : verb + 1
        guard !(first..<index).contains(where: { isFinite(at: $0) }) else { return false }
        return isParallel(words[verb], words[index + 1])
    }

    private static func isAuxiliary(_ key: String) -> Bool {
        Verbs.englishAuxiliaries.contains(key) || ["get", "gets", "got", "gotten"].contains(key)
    }

    /// An auxiliary pairs only with an auxiliary, because "was designed and built" has one verb, and so has "got beaten and
    /// mugged"; a past with any of them.
    private func isParallel(_ first: Word, _ second: Word) -> Bool {
        switch language {
        case .english:
            let starts = Self.isAuxiliary(first.key)
            let follows = Verbs.englishAuxiliaries.contains(second.key)
            return follows || (!starts && Verbs.isEnglishPast(first.key) && Verbs.isEnglishPast(second.key))
        case .portuguese:
            return Verbs.isPortugueseFinite(first) && Verbs.isPortugueseFinite(second)
        }
    }

    /// Longer runs of words are no sentences; leaving them whole keeps the work linear.
    private static let mostWords = 200
    private static let conjunctions = WordList.set("and but while whereas yet e mas enquanto porem")
    private static let subordinators = WordList.set(
        """
        if when while although though because since after before as unless until once whether whereas se quando embora porque
        depois antes como caso enquanto apesar
        """
    )
    private static let correlatives = WordList.set("either neither whether nem")
    private static let relatives = WordList.set("that which who whom whose where when que quem cujo cuja onde if se")
    private static let determiners = WordList.set(
        """
        the a an his her its their our my your this these those some many most all both each every no o a os as um uma seu sua
        seus suas este esta esse essa estes estas muitos muitas todos todas
        """
    )
    private static let surePasts = WordList.set(
        """
        became began broke brought built came chose fell felt fought found gave got grew had held kept knew led left lost made
        met paid ran rose said saw sent sold spoke stood took told thought went won wrote says has does becomes remains
        """
    )
}

/// Brackets and quotation marks around words.
enum Enclosure {
    /// Per word, whether it stands inside brackets or double quotation marks.
    static func flags(text: ScalarText, range: Range<Int>, words: [Word]) -> [Bool] {
        var flags: [Bool] = []
        var (depth, quoted, offset) = (0, false, range.lowerBound)
        for word in words {
            while offset < word.range.lowerBound {
                switch text.scalars[offset] {
                case "(", "[", "{", "“", "«": depth += 1
                case ")", "]", "}", "”", "»": depth = max(0, depth - 1)
                case "\"": quoted.toggle()
                default: break
                }
                offset += 1
            }
            flags.append(depth > 0 || quoted)
            offset = word.range.upperBound
        }
        return flags
    }
}
