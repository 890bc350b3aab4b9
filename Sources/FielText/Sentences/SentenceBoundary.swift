/// Decides whether a terminal mark ends a sentence.
struct SentenceBoundary {
    let text: ScalarText
    /// The block that holds the mark.
    let block: Range<Int>

    /// Reads the run of terminal marks at an offset.
    ///
    /// - Returns: where the sentence ends if it ends here, else nil; and where the run ends, to read on from.
    func read(at start: Int) -> (end: Int?, next: Int) {
        let run = text.skip(from: start, to: block.upperBound, while: \.isTerminal)
        let closed = text.skip(from: run, to: block.upperBound, while: \.isCloser)
        let cited = CitationMark.skip(in: text, from: closed, to: block.upperBound)
        if isFullWidth(text.scalars[run - 1]) { return (cited, cited) }
        guard cited < block.upperBound else { return (cited, cited) }
        guard text.scalars[cited].isBlank else { return (nil, run) }
        let next = text.skip(from: cited, to: block.upperBound) { $0.isBlank }
        guard next < block.upperBound else { return (cited, next) }
        let isEnd = cited > closed || endsSentence(run: start..<run, closers: closed - run, next: next)
        return (isEnd ? cited : nil, isEnd ? next : run)
    }

    /// The end of a colon before the first number of items that go on in the paragraph; nil where the stop is no such number's.
    func colonBeforeNumber(from start: Int, to stop: Int) -> Int? {
        guard stop - start > 4, text.scalars[stop] == ".", text.scalars[stop - 1] == "1", text.scalars[stop - 2] == " ",
            text.scalars[stop - 3] == ":"
        else { return nil }
        let limit = min(block.upperBound, stop + 1000)
        return (stop..<limit).contains { text.hasPrefix(" 2. ", at: $0) } ? stop - 2 : nil
    }

    private func isFullWidth(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "。" || scalar == "！" || scalar == "？" || scalar == "｡"
    }

    private func endsSentence(run: Range<Int>, closers: Int, next: Int) -> Bool {
        let after = text.scalars[next]
        let isLowerNext = after.isLower
        if closers > 0, isLowerNext { return !closesQuotation(run.upperBound) }
        if text.scalars[run.lowerBound] == "…" || (run.count > 1 && text.scalars[run].allSatisfy { $0 == "." }) {
            return !isLowerNext && !after.isTerminal
        }
        let last = text.scalars[run.upperBound - 1]
        if last == "!", isLowerNext { return !followsName(run.lowerBound) }
        guard run.count == 1, last == "." else { return true }
        return fullStopEnds(at: run.lowerBound, next: next)
    }

    /// Whether the mark closes a quotation or aside inside a sentence, as in `"Who is it?" he asked`.
    private func closesQuotation(_ offset: Int) -> Bool {
        let mark = text.scalars[offset]
        return mark != "*" && mark != "_" && mark != "`"
    }

    /// "Yahoo! announced": a capitalised word that is not the sentence's first.
    private func followsName(_ mark: Int) -> Bool {
        let word = wordBefore(mark)
        guard let first = text.at(word.lowerBound), first.isUpper, word.lowerBound > block.lowerBound else {
            return false
        }
        return true
    }

    private func fullStopEnds(at stop: Int, next: Int) -> Bool {
        let word = wordBefore(stop)
        guard !word.isEmpty else { return !text.scalars[next].isTerminal }
        let key = Folding.fold(text.slice(word))
        if Abbreviations.neverLast.contains(key) { return false }
        if Abbreviations.beforeNumbers.contains(key), text.scalars[next].isDigit || isRoman(at: next) { return false }
        if text.scalars[next].isLower, isShort(word), startsUpper { return false }
        if isUnit(word, key: key) { return true }
        if isSpeculative(word, key: key) { return beginsSentence(at: next) }
        return true
    }

    /// Whether a Roman number follows; "I" alone is a pronoun.
    private func isRoman(at next: Int) -> Bool {
        let end = text.skip(from: next, to: block.upperBound, while: \.isLetter)
        let isNumber = text.scalars[next..<end].allSatisfy { "IVXLC".unicodeScalars.contains($0) }
        return end > next && isNumber && (end > next + 1 || text.scalars[next] != "I")
    }

    /// Whether a word may be an abbreviation where a lower-case word follows.
    private func isShort(_ word: Range<Int>) -> Bool {
        word.count <= 6 && text.scalars[word].allSatisfy(\.isLetter)
    }

    /// Whether the block begins with a capital, as who writes without any does not.
    private var startsUpper: Bool {
        let first = text.skip(from: block.lowerBound, to: min(block.upperBound, block.lowerBound + 16)) { !$0.isLetter }
        return first < block.upperBound && text.scalars[first].isUpper
    }

    /// The unit of a figure, as in "1.007 km".
    private func isUnit(_ word: Range<Int>, key: String) -> Bool {
        Units.measure(key) != nil && text.at(word.lowerBound - 1)?.isBlank == true
            && text.at(word.lowerBound - 2)?.isDigit == true
    }

    /// Words whose full stop may be an abbreviation's: initials, "U.S.", listed ones, and words without a vowel.
    private func isSpeculative(_ word: Range<Int>, key: String) -> Bool {
        if Abbreviations.seldomLast.contains(key) { return true }
        let scalars = text.scalars[word]
        if scalars.contains(".") { return isDotted(scalars) }
        guard scalars.allSatisfy(\.isLetter) else { return false }
        if word.count == 1 { return scalars.allSatisfy { $0.isUpper } || Abbreviations.beforeNumbers.contains(key) }
        let vowels: Set<Unicode.Scalar> = ["a", "e", "i", "o", "u", "y"]
        return word.count <= 4 && !key.unicodeScalars.contains { vowels.contains($0) || $0.value > 0x7F }
            && scalars.contains(where: \.isLower)
    }

    /// "U.S", "Ph.D": short parts of letters only, which a file name or an address has not.
    private func isDotted(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        scalars.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            (1...2).contains(part.count) && part.allSatisfy(\.isLetter)
        }
    }

    /// Whether the next word often begins a sentence: a capitalised function word.
    private func beginsSentence(at next: Int) -> Bool {
        let start = text.skip(from: next, to: block.upperBound, while: \.isOpener)
        guard let first = text.at(start), first.isUpper else { return false }
        let end = text.skip(from: start, to: min(block.upperBound, start + 24)) { $0.isLetter || $0.isApostrophe }
        return StopWords.contains(Folding.fold(text.slice(start..<end)))
    }

    private func wordBefore(_ mark: Int) -> Range<Int> {
        Self.word(in: text, before: mark, from: block.lowerBound)
    }

    /// The run of letters, digits and dots that ends at a mark; 24 scalars are enough for any abbreviation.
    private static func word(in text: ScalarText, before mark: Int, from start: Int) -> Range<Int> {
        var low = mark
        while low > max(start, mark - 24) {
            let scalar = text.scalars[low - 1]
            guard scalar.isWordScalar || scalar == "." || scalar == "/" || scalar == "º" else { break }
            low -= 1
        }
        return low..<mark
    }

    /// Whether the word before a full stop needs another word after it, as a title does.
    static func isTitle(_ text: ScalarText, before stop: Int, from start: Int) -> Bool {
        let word = word(in: text, before: stop, from: start)
        return Abbreviations.neverLast.contains(Folding.fold(text.slice(word)))
    }
}
