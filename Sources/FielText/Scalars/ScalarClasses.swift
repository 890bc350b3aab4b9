/// Classes of scalars, with the ASCII cases first because they are nearly all of a text.
extension Unicode.Scalar {
    /// White space of any kind, line ends and zero-width spaces included.
    var isBlank: Bool {
        if value < 0x80 { return value == 0x20 || (value >= 0x09 && value <= 0x0D) }
        return properties.isWhitespace || value == 0x200B || value == 0xFEFF
    }

    /// The end of a line.
    var isLineEnd: Bool {
        (value >= 0x0A && value <= 0x0D) || value == 0x85 || value == 0x2028 || value == 0x2029
    }

    /// A decimal digit 0...9.
    var isDigit: Bool { value >= 0x30 && value <= 0x39 }

    /// The value of a decimal digit; meaningless for others.
    var digit: Int { Int(value) - 0x30 }

    /// A letter, or a mark that belongs to one.
    var isLetter: Bool {
        if value < 0x80 { return (value | 0x20) >= 0x61 && (value | 0x20) <= 0x7A }
        return properties.isAlphabetic || isMark
    }

    /// A combining mark.
    var isMark: Bool {
        guard value >= 0x300 else { return false }
        return switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }

    /// An upper-case letter.
    var isUpper: Bool {
        value < 0x80 ? value >= 0x41 && value <= 0x5A : properties.isUppercase
    }

    /// A lower-case letter.
    var isLower: Bool {
        value < 0x80 ? value >= 0x61 && value <= 0x7A : properties.isLowercase
    }

    /// A digit set low, as in "CO₂".
    var isSubscriptDigit: Bool { value >= 0x2080 && value <= 0x2089 }

    /// A letter or a digit.
    var isWordScalar: Bool { isLetter || isDigit || isSubscriptDigit }

    /// An ideograph or kana: a script without spaces between its words.
    var isUnspacedScript: Bool {
        (value >= 0x3040 && value <= 0x30FF) || (value >= 0x3400 && value <= 0x9FFF)
            || (value >= 0xF900 && value <= 0xFAFF) || (value >= 0x20000 && value <= 0x3FFFF)
    }

    /// An apostrophe, straight or typographic.
    var isApostrophe: Bool { value == 0x27 || value == 0x2019 }

    /// A hyphen inside a word.
    var isHyphen: Bool { value == 0x2D || value == 0x2010 || value == 0x2011 }

    /// A dash between the ends of a range.
    var isDash: Bool { isHyphen || value == 0x2013 || value == 0x2014 || value == 0x2212 }

    /// A bracket or quotation mark that closes, Markdown's emphasis included.
    var isCloser: Bool {
        switch self {
        case ")", "]", "}", "\"", "'", "”", "’", "»", "›", "」", "』", "）", "】", "*", "_", "`": true
        default: false
        }
    }

    /// A bracket or quotation mark that opens.
    var isOpener: Bool {
        switch self {
        case "(", "[", "{", "\"", "'", "“", "‘", "«", "‹", "「", "『", "（", "【", "*", "_", "`": true
        default: false
        }
    }

    /// A mark that may end a sentence.
    var isTerminal: Bool {
        switch self {
        case ".", "!", "?", "…", "。", "！", "？", "｡", "؟", "।", "‽": true
        default: false
        }
    }
}
