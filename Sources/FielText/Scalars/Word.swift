/// A word of a text: letters and digits, with apostrophes and hyphens inside, or one number.
struct Word: Sendable, Hashable {
    /// Its place, in scalars of the text.
    var range: Range<Int>
    /// The word as it stands.
    var text: String
    /// The word in lower case and without accents.
    var key: String

    /// Whether the first letter is upper-case.
    var isCapitalised: Bool { text.unicodeScalars.first?.isUpper ?? false }
    /// Whether it is two capitals or more and nothing else, as "EU" is.
    var isAcronym: Bool { text.unicodeScalars.count > 1 && text.unicodeScalars.allSatisfy(\.isUpper) }
    /// Whether the word starts with a digit.
    var isNumeric: Bool { text.unicodeScalars.first?.isDigit ?? false }
}

/// Cuts a text into words.
enum WordScanner {
    /// The words of a text, in order.
    static func words(in text: String) -> [Word] {
        let scalars = ScalarText(text)
        return words(in: scalars, range: 0..<scalars.count)
    }

    /// The words of a range of a text, in order; offsets are those of the whole text.
    static func words(in text: ScalarText, range: Range<Int>) -> [Word] {
        var words: [Word] = []
        var offset = range.lowerBound
        while offset < range.upperBound {
            guard text.scalars[offset].isWordScalar else {
                offset += 1
                continue
            }
            let end = wordEnd(in: text, from: offset, to: range.upperBound)
            let slice = text.slice(offset..<end)
            words.append(Word(range: offset..<end, text: slice, key: Folding.fold(slice)))
            offset = end
        }
        return words
    }

    private static func wordEnd(in text: ScalarText, from start: Int, to end: Int) -> Int {
        if text.scalars[start].isUnspacedScript { return start + 1 }
        var offset = start + 1
        while offset < end {
            let scalar = text.scalars[offset]
            if scalar.isUnspacedScript { break }
            if !scalar.isWordScalar && !joins(text, at: offset, before: end) { break }
            offset += 1
        }
        return offset
    }

    /// Whether a mark between two scalars keeps them one word: "don't", "well-known", "3.5", "1.234,56".
    private static func joins(_ text: ScalarText, at offset: Int, before end: Int) -> Bool {
        guard offset + 1 < end else { return false }
        let (before, mark, after) = (text.scalars[offset - 1], text.scalars[offset], text.scalars[offset + 1])
        if before.isDigit, after.isDigit, groups(text, at: offset, before: end) { return true }
        if mark.isApostrophe || mark.isHyphen { return before.isLetter && after.isLetter }
        return (mark == "." || mark == ",") && before.isDigit && after.isDigit
    }

    /// Whether a blank or an apostrophe groups the digits of one number in threes: "92 212", "1 250 000", "1'250'000".
    private static func groups(_ text: ScalarText, at offset: Int, before end: Int) -> Bool {
        let mark = text.scalars[offset]
        guard mark.isBlank && !mark.isLineEnd || mark.isApostrophe else { return false }
        func isDigit(_ place: Int) -> Bool { place >= 0 && place < end && text.scalars[place].isDigit }
        func isMark(_ place: Int) -> Bool { place >= 0 && place < end && text.scalars[place] == mark }
        var start = offset
        while start > offset - longestNumber, isDigit(start - 1) || isMark(start - 1) && isDigit(start - 2) {
            start -= 1
        }
        guard start == 0 || !text.scalars[start - 1].isWordScalar && ![".", ","].contains(text.scalars[start - 1])
        else { return false }
        var (place, group, groups) = (start, 0, [Int]())
        while place <= start + longestNumber, isDigit(place) || isMark(place) && isDigit(place + 1) {
            if isMark(place) {
                groups.append(group)
                group = 0
            } else {
                group += 1
            }
            place += 1
        }
        groups.append(group)
        return (1...3).contains(groups[0]) && groups.dropFirst().allSatisfy { $0 == 3 }
            && place - start <= longestNumber
    }

    /// The most scalars of a number with groups: six of them.
    private static let longestNumber = 23
}
