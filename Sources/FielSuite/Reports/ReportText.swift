import FielCore

/// Text and numbers as reports write them.
enum ReportText {
    /// A value of a metric: three digits after the point, none from 100 on, where they would say nothing.
    static func number(_ value: Double) -> String { DecimalText.fixed(value, digits: abs(value) < 100 ? 3 : 0) }

    /// Text of data without what could steer a terminal or the order of the text around it.
    ///
    /// Control characters, and marks that change the direction of writing, become U+FFFD, one for one, so that ranges stay
    /// what they were. Line feeds and tabs stay.
    static func inert(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isHarmful) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isHarmful($0) ? "\u{FFFD}" : $0 }))
    }

    /// Text of data on one line, and not longer than a report can bear.
    static func line(_ text: String, limit: Int = 400) -> String {
        let words = inert(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.count <= limit ? words : words.prefix(limit - 1) + "…"
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F..<0xA0: true
        // Arabic letter mark, left-to-right and right-to-left marks, embeddings, overrides and isolates.
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        // Line and paragraph separators, and what XML cannot hold.
        case 0x2028, 0x2029, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    /// `notCheckable` as `not checkable`, `context_relevance` as `context relevance`.
    static func words(_ name: String) -> String {
        name.map { $0 == "_" ? " " : $0.isUppercase ? " " + $0.lowercased() : String($0) }.joined()
    }
}
