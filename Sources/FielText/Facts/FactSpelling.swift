/// Writes the figures of one text as another writes the same ones, so that a model need not know that they are the same.
package enum FactSpelling {
    /// The text with each amount, date and time that the other text has in another form as it stands there.
    ///
    /// Beside "1,250,000 inhabitants", "1.25 million" becomes "1,250,000"; beside "from 09:00", "9 am" becomes "09:00".
    package static func respelled(_ text: String, like other: String) -> String {
        let mentions = figures(in: text)
        guard !mentions.isEmpty else { return text }
        let known = figures(in: other)
        let edits = mentions.compactMap { mention -> TextEdit? in
            guard !known.contains(where: { $0.text == mention.text }) else { return nil }
            return known.first { isSame($0, mention) }.map { TextEdit(mention.range, spelling($0, for: mention)) }
        }
        return edits.isEmpty ? text : EditedText(ScalarText(text), edits).text
    }

    private static func figures(in text: String) -> [FactMention] {
        FactFinder.mentions(in: text).filter { mention in
            switch mention.kind {
            case .number, .percentage, .money, .date, .time: true
            case .year, .name, .quotation, .url, .email: false
            }
        }
    }

    /// How the other text writes it; without its unit, which stands after it, where none is wanted.
    private static func spelling(_ known: FactMention, for mention: FactMention) -> String {
        let words = known.text.split(separator: " ")
        guard known.kind == .number, known.unit != nil, mention.unit == nil, words.count > 1 else { return known.text }
        return words.dropLast().joined(separator: " ")
    }

    private static func isSame(_ known: FactMention, _ mention: FactMention) -> Bool {
        switch (known.value, mention.value) {
        case (.number(let readings), .number(let own)):
            guard let value = own.first else { return false }
            guard let unit = mention.unit, unit != known.unit else {
                return readings.contains { abs($0 - value) <= abs(value) * 1e-9 }
            }
            guard let other = known.unit else { return false }
            return readings.contains { Units.isSame($0, in: other, as: value, in: unit) }
        case (.date(let date), .date(let own)):
            return date.year == own.year && date.month == own.month && date.day == own.day
        case (.time(let readings), .time(let own)): return readings.contains(where: own.contains)
        default: return false
        }
    }
}
