/// Reads names: runs of words with capital letters that do not owe them to the start of a sentence.
struct NameScanner {
    let text: ScalarText

    /// The names of one sentence, in order.
    func mentions(in words: [Word]) -> [FactMention] {
        guard !isTitleCase(words) else { return [] }
        var mentions: [FactMention] = []
        var index = 0
        while index < words.count {
            guard words[index].isCapitalised else {
                index += 1
                continue
            }
            let end = runEnd(from: index, in: words)
            if let mention = mention(words[index..<end], opensSentence: opensSentence(index, words)) {
                mentions.append(mention)
            }
            index = end
        }
        return mentions
    }

    /// Where nearly every word is capitalised, capitals say nothing.
    private func isTitleCase(_ words: [Word]) -> Bool {
        let letters = words.filter { !$0.isNumeric && !StopWords.contains($0.key) }
        return letters.count >= 5 && letters.count(where: \.isCapitalised) * 10 >= letters.count * 9
    }

    private func opensSentence(_ index: Int, _ words: [Word]) -> Bool {
        guard index > 0 else { return true }
        let gap = text.scalars[words[index - 1].range.upperBound..<words[index].range.lowerBound]
        return gap.contains { $0 == ":" || $0 == "\"" || $0 == "“" || $0 == "«" || $0.isTerminal && $0 != "." }
    }

    private func runEnd(from start: Int, in words: [Word]) -> Int {
        var end = start + 1
        while end < words.count, isJoined(end, words) {
            if words[end].isCapitalised {
                end += 1
                continue
            }
            var next = end
            while next < words.count, next < end + 2, Self.connectors.contains(words[next].key), isJoined(next, words) {
                next += 1
            }
            guard next > end, next < words.count, words[next].isCapitalised, isJoined(next, words) else { break }
            end = next + 1
        }
        return end
    }

    /// Whether only a space, or the full stop of an initial, stands before a word.
    private func isJoined(_ index: Int, _ words: [Word]) -> Bool {
        let gap = text.scalars[words[index - 1].range.upperBound..<words[index].range.lowerBound]
        if gap.allSatisfy({ $0 == " " || $0.isHyphen }) { return gap.count <= 1 }
        return words[index - 1].text.utf8.count <= 2 && gap.allSatisfy { $0 == "." || $0 == " " }
    }

    private func mention(_ run: ArraySlice<Word>, opensSentence: Bool) -> FactMention? {
        var run = run
        let count = run.count
        while let first = run.first, StopWords.contains(first.key) || Verbs.portugueseBe.contains(first.key) {
            run = run.dropFirst()
        }
        guard let first = run.first, let last = run.last else { return nil }
        if run.count == 1, (opensSentence && count == 1) || !isTelling(first) { return nil }
        let range = first.range.lowerBound..<last.range.upperBound
        let keys = run.map { Self.withoutPossessive($0.key) }
        return FactMention(
            kind: .name,
            text: text.slice(range),
            range: range,
            value: .text(keys.joined(separator: " "))
        )
    }

    /// Whether a single word can be checked: not "I", a month, a day, or an adjective of nation.
    private func isTelling(_ word: Word) -> Bool {
        guard word.text.utf8.count > 1, Months.number(word.key) == nil, !Months.days.contains(word.key),
            !FramingWords.numbered.contains(word.key)
        else { return false }
        return !Self.adjectives.contains { word.key.hasSuffix($0) } && NumberWords.roman(word.text) == nil
    }

    static func withoutPossessive(_ key: String) -> String {
        key.hasSuffix("'s") ? String(key.dropLast(2)) : key
    }

    private static let connectors = WordList.set("of the de da do das dos von van der del la le el bin al")
    private static let adjectives = [
        "ian", "ean", "ican", "ish", "ese", "ench", "utch", "erman", "reek", "ians", "icans",
    ]
}
