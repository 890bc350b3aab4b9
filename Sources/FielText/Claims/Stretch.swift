/// A part of a sentence that only declines or only says something.
///
/// "It opened in 1955, but the text does not say who designed it" has one of each.
struct Stretch: Sendable, Hashable {
    var range: Range<Int>
    var declines: Bool
}

/// Tells the parts of one sentence that decline from those that say something.
struct StretchCutter {
    private enum Content { case declines, says, nothing }

    private let text: ScalarText
    private let range: Range<Int>
    private let words: [Word]
    private let isEnclosed: [Bool]

    /// The stretches of a sentence, in order; one of the whole range where it declines throughout, or nowhere.
    static func stretches(of range: Range<Int>, words: [Word], in text: ScalarText) -> [Stretch] {
        guard !words.isEmpty, words.count <= mostWords else { return [Stretch(range: range, declines: false)] }
        return StretchCutter(text: text, range: range, words: words).stretches()
    }

    private init(text: ScalarText, range: Range<Int>, words: [Word]) {
        self.text = text
        self.range = range
        self.words = words
        isEnclosed = Enclosure.flags(text: text, range: range, words: words)
    }

    private func stretches() -> [Stretch] {
        var parts: [(words: Range<Int>, content: Content)] = []
        for part in cut() { parts.append((part, content(of: part))) }
        // "I'm not sure, but it opened in 1937": the doubt frames what is said.
        if parts[0].content == .declines, Framing.hasCaveat(words) { parts[0].content = .nothing }
        let says = parts.contains { $0.content == .says }
        guard says, let first = parts.first(where: { $0.content != .nothing }),
            parts.contains(where: { $0.content == .declines })
        else {
            return [Stretch(range: range, declines: !says && parts.contains { $0.content == .declines })]
        }
        // What says nothing of its own belongs to what stands before it.
        var merged: [(words: Range<Int>, declines: Bool)] = [(0..<0, first.content == .declines)]
        for part in parts {
            let last = merged.count - 1
            if part.content == .nothing || (part.content == .declines) == merged[last].declines {
                merged[last].words = merged[last].words.lowerBound..<part.words.upperBound
            } else {
                merged.append((part.words, part.content == .declines))
            }
        }
        return merged.map { Stretch(range: scalars(of: $0.words), declines: $0.declines) }
    }

    /// The words of each part, the conjunctions between them left out.
    private func cut() -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = 0
        func close(before index: Int, next: Int) {
            if start < index { parts.append(start..<index) }
            start = next
        }
        let concession = concessionEnd
        for index in words.indices.dropFirst() where index > start {
            if index == concession || opensPart(at: index) {
                close(before: index, next: Self.joints.contains(words[index].key) ? index + 1 : index)
            } else if !isEnclosed[index], isJoint(at: index, from: start) {
                close(before: index, next: index + 1)
            }
        }
        close(before: words.count, next: words.count)
        return parts
    }

    /// The first word after "Although the text does not mention the day,"; nil where the sentence does not concede.
    private var concessionEnd: Int? {
        guard Self.concessions.contains(words[0].key) else { return nil }
        let commas = words.indices.dropFirst(3).filter { gap(before: $0).contains(",") && !isEnclosed[$0] }
        return commas.first { content(of: 0..<$0) == .declines } ?? commas.first
    }

    /// Whether a semicolon, a dash between spaces, or a bracket that closes with the sentence stands before a word.
    private func opensPart(at index: Int) -> Bool {
        let gap = gap(before: index)
        let isParted = gap.contains(";") || (gap.first == " " && gap.last == " " && gap.contains(where: \.isDash))
        return !isEnclosed[index] && isParted || gap.contains("(") && isEnclosed[index...].allSatisfy(\.self)
    }

    private func isJoint(at index: Int, from start: Int) -> Bool {
        let key = words[index].key
        if AbstentionPhrases.contrasts.contains(key) { return true }
        guard Self.joints.contains(key), !Verbs.isPortugueseIs(words[index].text) else { return false }
        if gap(before: index).contains(",") { return true }
        // "… and the text does not say who built it", but not "does not say where he lived and worked".
        return key != "while" && content(of: index + 1..<words.count, after: start..<index) == .declines
            && content(of: start..<index) == .says
    }

    private func content(of part: Range<Int>) -> Content { content(of: part, after: 0..<part.lowerBound) }

    private func content(of part: Range<Int>, after before: Range<Int>) -> Content {
        let inside = part.filter { !isEnclosed[$0] }.map { words[$0] }
        let said = inside.isEmpty ? Array(words[part]) : inside
        let namesPassages = words[before].contains { FramingWords.passages.contains($0.key) }
        if Abstention.declines(said.map(\.key), ofPassages: namesPassages) { return .declines }
        return Statement.saysNothing(said) ? .nothing : .says
    }

    private func gap(before index: Int) -> ArraySlice<Unicode.Scalar> {
        text.scalars[words[index - 1].range.upperBound..<words[index].range.lowerBound]
    }

    /// The place of some words: what opens before them included, and without the comma or semicolon after them.
    private func scalars(of part: Range<Int>) -> Range<Int> {
        var start = part.lowerBound == 0 ? range.lowerBound : words[part.lowerBound].range.lowerBound
        while part.lowerBound > 0, text.scalars[start - 1].isOpener { start -= 1 }
        guard part.upperBound < words.count else { return start..<range.upperBound }
        let last = words[part.upperBound - 1].range.upperBound
        let end = text.skip(from: last, to: words[part.upperBound].range.lowerBound) {
            $0 != "," && $0 != ";" && $0 != "(" && !$0.isDash
        }
        return text.trimmed(start..<end)
    }

    /// Longer runs of words are no sentences; leaving them whole keeps the work linear.
    private static let mostWords = 120
    private static let joints = WordList.set("and but while whereas yet however although though e mas enquanto porem")
    private static let concessions = WordList.set("although though while whereas even embora enquanto apesar ainda")
}

/// Words that hold nothing to judge beside a clause that declines.
enum Statement {
    /// Whether the words state nothing of the matter: they are too few, courteous, cautious, of the writer or of what the
    /// passages are about.
    static func saysNothing(_ words: [Word]) -> Bool {
        let keys = words.map(\.key)
        if words.contains(where: \.isNumeric) { return false }
        guard words.count >= 3, Fragment.hasVerb(words) else { return true }
        if Checkability.isCourtesy(keys) { return true }
        let isOfWriter = FramingWords.writer.contains(keys[0]) && !words[0].isAcronym
        if isOfWriter { return !words.dropFirst().contains { $0.isCapitalised && $0.key != "i" } }
        return namesTopic(keys)
    }

    /// "The context only discusses the history": of what the passages are about, not what they say of it.
    private static func namesTopic(_ keys: [String]) -> Bool {
        guard let name = keys.prefix(4).firstIndex(where: { FramingWords.passages.contains($0) }) else { return false }
        let rest = keys[(name + 1)...].prefix(4)
        guard let verb = rest.firstIndex(where: { FramingWords.treating.contains($0) }) else { return false }
        return !keys[verb...].prefix(3).contains { $0 == "that" || $0 == "que" }
    }
}
