/// Letters without case and accents, so that words compare as readers compare them.
package enum Folding {
    /// Lower-cases a text and removes its accents.
    package static func fold(_ text: String) -> String {
        var folded = ""
        folded.unicodeScalars.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars { append(scalar, to: &folded.unicodeScalars) }
        return folded
    }

    private static func append(_ scalar: Unicode.Scalar, to view: inout String.UnicodeScalarView) {
        if scalar.value < 0x80 {
            let lower = scalar.isUpper ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar
            view.append(lower)
        } else if let base = bases[scalar] {
            view.append(contentsOf: base.unicodeScalars)
        } else if scalar.isSubscriptDigit {
            view.append(Unicode.Scalar(UInt8(scalar.value - 0x2080 + 0x30)))
        } else if scalar.value == 0x2019 {
            view.append("'")
        } else if !scalar.isMark {
            let lower = scalar.properties.lowercaseMapping
            view.append(contentsOf: lower.unicodeScalars.filter { !$0.isMark })
        }
    }

    /// Latin letters with their base letters: what canonical decomposition gives, and the letters with strokes.
    private static let bases: [Unicode.Scalar: String] = {
        let groups = [
            "a": "àáâãäåāăąªÀÁÂÃÄÅĀĂĄ", "c": "çćĉċčÇĆĈĊČ", "d": "ďđðĎĐÐ", "e": "èéêëēĕėęěÈÉÊËĒĔĖĘĚ",
            "g": "ĝğġģĜĞĠĢ", "h": "ĥħĤĦ", "i": "ìíîïĩīĭįıÌÍÎÏĨĪĬĮİ", "j": "ĵĴ", "k": "ķĶ", "l": "ĺļľŀłĹĻĽĿŁ",
            "n": "ñńņňÑŃŅŇ", "o": "òóôõöøōŏőºÒÓÔÕÖØŌŎŐ", "r": "ŕŗřŔŖŘ", "s": "śŝşšșŚŜŞŠȘ", "t": "ţťŧțŢŤŦȚ",
            "u": "ùúûüũūŭůűųÙÚÛÜŨŪŬŮŰŲ", "w": "ŵŴ", "y": "ýÿŷÝŸŶ", "z": "źżžŹŻŽ", "ss": "ß", "ae": "æÆ", "oe": "œŒ",
            "th": "þÞ",
        ]
        var table: [Unicode.Scalar: String] = [:]
        for (base, letters) in groups {
            for letter in letters.unicodeScalars { table[letter] = base }
        }
        return table
    }()
}
