/// Lines that list what an answer was made from: "Sources: [1], [3]", or "Sources:" and the items after it, or marks alone.
enum SourceList {
    /// The units of an answer that do not list its sources, in order; all of them where it has nothing else.
    static func others(than units: [TextUnit], in text: ScalarText) -> [TextUnit] {
        var (kept, listed) = ([TextUnit](), false)
        var mostLineEnds = 0
        for (index, unit) in units.enumerated() {
            if let isBare = label(of: unit, in: text) {
                (listed, mostLineEnds) = (true, isBare ? 1 : 0)
            } else if listed, unit.kind != .listItem {
                let gap = text.scalars[units[index - 1].range.upperBound..<unit.range.lowerBound]
                listed = unit.kind == .sentence && gap.count(where: \.isLineEnd) <= mostLineEnds
            }
            let isMark =
                CitationMark.skip(in: text, from: unit.range.lowerBound, to: unit.range.upperBound)
                == unit.range.upperBound
            if !listed, !isMark { kept.append(unit) }
        }
        return kept.isEmpty ? units : kept
    }

    /// Whether a unit begins with "Sources:" and says no more on its line; nil where it does not begin so.
    ///
    /// What stands after "Source:" must be called a passage: a river has a source as well.
    private static func label(of unit: TextUnit, in text: ScalarText) -> Bool? {
        guard unit.kind == .sentence || unit.kind == .heading else { return nil }
        let words = WordScanner.words(in: text, range: unit.range)
        guard let first = words.first, CitationWords.sources.contains(first.key) else { return nil }
        let end = words.count > 1 ? words[1].range.lowerBound : unit.range.upperBound
        let isLabel = text.scalars[first.range.upperBound..<end].contains(":")
        guard isLabel || (unit.kind == .heading && words.count == 1) else { return nil }
        let isOne = ["source", "fonte"].contains(first.key)
        if isOne, words.count > 1, !words[1].isNumeric, !CitationWords.all.contains(words[1].key) { return nil }
        return words.count == 1
    }
}
