/// The longest sequence of elements that runs through two others.
enum LongestCommonSubsequence {
    /// Its length, by 64 cells of the usual table at a time.
    ///
    /// A bit of a row is 0 where the table's value rises from one column to the next; the next row is an addition away
    /// (Hyyrö 2004, "Bit-parallel LCS-length computation revisited"). Takes time in the product of the lengths over 64, and
    /// room in the length of one.
    static func length<Element: Hashable>(_ first: [Element], _ second: [Element]) -> Int {
        var places: [Element: Places] = [:]
        for (place, element) in first.enumerated() { places[element, default: Places()].insert(place) }
        var row = [UInt64](repeating: .max, count: (first.count + 63) / 64)
        for element in second {
            if let matches = places[element] { step(&row, matches.words) }
        }
        // A bit beyond the last element never matches, but may be cleared by a carry.
        if first.count % 64 > 0 { row[row.count - 1] |= .max << UInt64(first.count % 64) }
        return row.reduce(0) { $0 + (~$1).nonzeroBitCount }
    }

    /// Where an element stands: the words of a row that are not 0.
    private struct Places {
        var words: [(index: Int, bits: UInt64)] = []

        /// Adds a place after those before.
        mutating func insert(_ place: Int) {
            if words.last?.index != place / 64 { words.append((place / 64, 0)) }
            words[words.count - 1].bits |= 1 << UInt64(place % 64)
        }
    }

    /// row ← (row + (row & matches)) | (row & ~matches), over all words as one number.
    private static func step(_ row: inout [UInt64], _ matches: [(index: Int, bits: UInt64)]) {
        var rest = matches[...]
        var carry: UInt64 = 0
        var index = rest.first?.index ?? row.count
        // A word without a match and without a carry stays as it is.
        while index < row.count {
            let match = rest.first?.index == index ? rest.removeFirst().bits : 0
            let (sum, overflows) = row[index].addingReportingOverflow(row[index] & match)
            let (carried, overflowsAgain) = sum.addingReportingOverflow(carry)
            row[index] = carried | (row[index] & ~match)
            carry = overflows || overflowsAgain ? 1 : 0
            index = carry > 0 ? index + 1 : rest.first?.index ?? row.count
        }
    }
}
