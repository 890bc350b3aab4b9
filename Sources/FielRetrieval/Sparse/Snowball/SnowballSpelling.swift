/// Words as Snowball's rules spell them.
enum SnowballSpelling {
    /// A word in lower case, with plain apostrophes, and with each Latin letter and its accent as one character.
    static func of(_ word: String) -> String {
        var spelling = String.UnicodeScalarView()
        for character in word {
            let scalars = character.unicodeScalars
            if scalars.count > 1, let composed = composed[character.lowercased()] {
                spelling.append(composed)
            } else {
                for scalar in scalars { append(scalar, to: &spelling) }
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

    /// Letters by what is canonically equal to them.
    private static let composed = Dictionary(
        "áâãàäéêèëíîìïóôõòöúûùüçñ".unicodeScalars.map { (String($0), $0) },
        uniquingKeysWith: { first, _ in first }
    )
}
