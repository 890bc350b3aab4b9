/// Words as Snowball's rules spell them.
enum SnowballSpelling {
    /// A word in lower case, with plain apostrophes, and with each Latin letter and its accent as one character.
    static func of(_ word: String) -> String {
        var spelling = String.UnicodeScalarView()
        guard word.unicodeScalars.contains(where: { combining.contains($0) }) else {
            for scalar in word.unicodeScalars { append(scalar, to: &spelling) }
            return String(spelling)
        }
        for character in word {
            if let letter = composed[character.lowercased()] {
                spelling.append(letter)
            } else {
                for scalar in character.unicodeScalars { append(scalar, to: &spelling) }
            }
        }
        return String(spelling)
    }

    private static func append(_ scalar: Unicode.Scalar, to spelling: inout String.UnicodeScalarView) {
        switch scalar {
        case "A"..."Z": spelling.append(Unicode.Scalar(UInt8(scalar.value) + 32))
        case "\u{2019}": spelling.append("'")
        case _ where scalar.isASCII: spelling.append(scalar)
        default: spelling.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
    }

    /// The block of combining diacritical marks.
    private static let combining: ClosedRange<Unicode.Scalar> = "\u{300}"..."\u{36F}"

    /// Letters by what is canonically equal to them.
    private static let composed = Dictionary(
        "áâãàäéêèëíîìïóôõòöúûùüçñ".unicodeScalars.map { (String($0), $0) },
        uniquingKeysWith: { first, _ in first }
    )
}
